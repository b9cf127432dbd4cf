import { describe, expect, it } from 'vitest';

import { startChat } from '../scripted-host.js';

const UNDO = '\u001f';
const WORD_BACK = '\u0017';
const CLEAR = '\u0003';
const prompt = (screen: string): string | undefined =>
  screen
    .split('\n')
    .findLast((line) => line.trimStart().startsWith('>'))
    ?.trim();

describe('undo in a draft', () => {
  it('stays with its chat while another one is shown and typed into', () => {
    const first = startChat();
    const second = startChat();
    first.type(...'hello world', WORD_BACK);
    for (const chat of [first, second]) chat.watch(true);
    expect(prompt(first.screen())).toBe('> hello');
    first.watch(false);
    second.type(...'other draft', WORD_BACK, UNDO);
    expect(prompt(second.screen())).toBe('> other draft');
    first.watch(true);
    first.type(UNDO);
    expect(prompt(first.screen())).toBe('> hello world');
  });

  it('brings back what Ctrl-C cleared', () => {
    const { type, screen } = startChat();
    type(...'a long thought', CLEAR);
    expect(prompt(screen())).toBe('>');
    type(UNDO);
    expect(prompt(screen())).toBe('> a long thought');
  });
});
