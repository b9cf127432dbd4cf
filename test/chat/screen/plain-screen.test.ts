// A chat on a terminal that is not its own: a shell's lines are above it and continue below it.

import { describe, expect, it } from 'vitest';
import { plainTerminal } from '../../../src/chat/chat-place.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat } from '../scripted-host.js';

const startPlain = () => {
  let ended = false;
  const plain = startChat({
    rows: 12,
    cols: 40,
    canStop: true,
    host: { place: plainTerminal('openai/scripted', () => (ended = true)) },
  });
  return { ...plain, ended: () => ended };
};

describe('a chat in the terminal of a shell', () => {
  it('clears nothing, and says how to leave it', async () => {
    const { screen, pty, type, until } = startPlain();
    const written: string[] = [];
    pty.onData((bytes) => written.push(Buffer.from(bytes).toString()));
    expect(screen()).toContain('qmux chat with openai/scripted');
    type('h', 'i', '\r');
    await until('▎ hi');
    expect(written.join('')).not.toMatch(/\x1b\[[23]J|\x1b\[H|\x1b\[\?1049/);
    type('\u0003');
    expect(screen()).not.toContain('Ctrl-q');
  });

  it('keeps each line of an answer once over changes of the width, also amid the answer', async () => {
    const { screen, type, until, model, resize } = startPlain();
    type('q', '\r');
    await until('▎ q');
    model.say('first line\n\nsecond ');
    await until('second');
    resize(12, 25);
    model.say('half\n\n- item one\n- item');
    await until('item one');
    resize(12, 60);
    model.say(' two\n\nlast');
    model.end();
    await until('last');
    expect(screen()).toMatch(/first line\n\nsecond half\n\n• item one\n• item two\n\nlast\n/);
    expect(screen().match(/first line|second|item one|item two|last/g)).toHaveLength(5);
  });

  it('leaves no part of a long draft behind when the terminal gets narrower', () => {
    const { screen, type, resize } = startPlain();
    type(...'a draft that needs more than one line of this terminal');
    resize(12, 22);
    resize(12, 40);
    expect(screen().match(/a draft that/g)).toHaveLength(1);
    expect(screen()).not.toMatch(/^> .*\n(.*\n)*> /m);
  });

  it('gives the terminal to the shell at Ctrl-Z, and shows what came meanwhile once when it goes on', async () => {
    const { screen, type, until, model, emulator, chat, goOn } = startPlain();
    type('q', '\r');
    await until('▎ q');
    model.say('first line\n\nsecond ');
    await until('second');
    type(...'draft', '\u001a');
    expect(screen()).not.toContain('> draft');
    expect(emulator().inputModes.bracketedPaste).toBe(false);
    emulator().write(new TextEncoder().encode('$ from the shell\r\n'));
    model.say('half\n\nthird\n\nlast');
    model.end();
    await waitUntil('it has ended', () => !chat.answering);
    expect(screen()).not.toContain('third');
    goOn();
    await until('last');
    expect(screen()).toContain('> draft');
    expect(emulator().inputModes.bracketedPaste).toBe(true);
    expect(screen().match(/first line|second half|from the shell|third|last/g)).toEqual([
      'first line',
      'from the shell',
      'second half',
      'third',
      'last',
    ]);
  });

  it('ends at Ctrl-D with an empty prompt only', () => {
    const { type, ended } = startPlain();
    type('x', '\u0004');
    expect(ended()).toBe(false);
    type('\u007f', '\u0004');
    expect(ended()).toBe(true);
  });

  it('takes prompt and hints away at its end, and leaves the conversation', async () => {
    const { chat, screen, type, until, model, emulator } = startPlain();
    type('q', '\r');
    await until('▎ q');
    model.say('the answer');
    model.end();
    await until(/the answer\n\n─+ scripted .* ──\n>/);
    type('d', 'r', 'a', 'f', 't');
    await chat.stop();
    expect(screen()).toMatch(/the answer$/);
    expect(emulator().cursor).toMatchObject({ col: 0 });
  });

  it('cuts and marks an answer that still comes', async () => {
    const { chat, screen, type, until, model } = startPlain();
    type('q', '\r');
    await until('▎ q');
    model.say('half an ans');
    await until('half an ans');
    await chat.stop();
    expect(screen()).toMatch(/half an ans\n\(cut\) qmux ended before the answer was\ncomplete$/);
  });
});
