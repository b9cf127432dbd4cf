// A long paste is one thing in the prompt: a label that is deleted as one and sent byte for byte.

import { describe, expect, it } from 'vitest';

import { quoteShown } from '../../../src/chat/context/quote-attached.js';
import { EditBuffer } from '../../../src/chat/prompt/edit-buffer.js';
import { startChat, type ScriptedChat } from '../scripted-host.js';

const ENTER = '\r';
const BACKSPACE = '\x7f';
const LINES = Array.from({ length: 214 }, (_, at) => `\tline ${at}`).join('\n');

function paste({ pty }: ScriptedChat, text: string): void {
  pty.write(new TextEncoder().encode(`\x1b[200~${text}\x1b[201~`));
}

const sent = ({ records }: ScriptedChat): string[] =>
  records.flatMap((record) => (record.type === 'question' ? [record.text] : []));

describe('a long paste', () => {
  it.each([
    ['11 lines', 'x\n'.repeat(11), '[pasted #1: 11 lines]'],
    ['1,001 characters', 'x'.repeat(1001), '[pasted #1: 1001 characters]'],
    ['214 lines', LINES, '[pasted #1: 214 lines]'],
  ])('of %s is shown as its label and sent whole', (_what, text, label) => {
    const chat = startChat();
    chat.type(...'see ');
    paste(chat, text);
    expect(chat.screen()).toContain(`> see ${label}`);
    chat.type(...' ok', ENTER);
    expect(sent(chat)).toEqual([`see ${text} ok`]);
  });

  it.each([
    ['ten lines', 'x\n'.repeat(10)],
    ['1,000 characters', 'x'.repeat(1000)],
  ])('is not one of %s', (_what, text) => {
    const chat = startChat({ rows: 40 });
    paste(chat, text);
    expect(chat.screen()).not.toContain('pasted');
  });

  it('goes with one key, comes back by undo, and is stepped over as one', () => {
    const chat = startChat();
    chat.type('a');
    paste(chat, LINES);
    chat.type(BACKSPACE);
    expect(chat.screen()).not.toContain('pasted');
    chat.type('\x1f', '\x1b[D', 'b', ENTER);
    expect(sent(chat)).toEqual([`ab${LINES}`]);
  });

  it('names the session that it quotes', () => {
    const chat = startChat();
    const quote = (text: string): string => quoteShown('#8 漢字', 'last command, cut', text);
    chat.type(...'see');
    paste(chat, `\n${quote(LINES)}\n`);
    chat.type(...'why?');
    // On a line of its own.
    expect(chat.screen()).toMatch(
      /> see *\n *\[pasted #1: last command, cut of 漢字, 217 lines\] *\n *why\?/,
    );
    chat.type(ENTER);
    expect(sent(chat)).toEqual([`see\n${quote(LINES)}\nwhy?`]);
    // Not what only looks so, or would not fit into a label.
    for (const text of [
      ` ${quote(LINES)}`,
      quote(LINES).replace('漢字', 'x\u202ey'),
      quote(LINES).replace('漢字', 'x'.repeat(90)),
    ]) {
      paste(chat, text);
      expect(chat.screen()).toContain('> [pasted #1: 217 lines]');
      chat.type(ENTER);
    }
    expect(sent(chat)).toHaveLength(4);
  });

  it('is counted among those of the same draft', () => {
    const chat = startChat();
    paste(chat, LINES);
    paste(chat, `${LINES}\n\n`);
    expect(chat.screen()).toContain('[pasted #1: 214 lines][pasted #2: 215 lines]');
    chat.type(ENTER);
    paste(chat, LINES);
    expect(chat.screen()).toContain('> [pasted #1: 214 lines]');
    expect(sent(chat)).toEqual([`${LINES}${LINES}\n\n`]);
  });

  it('is not what looks like its label', () => {
    const chat = startChat();
    paste(chat, LINES);
    chat.type(BACKSPACE, ...'[pasted #1: 214 lines]', ENTER);
    expect(sent(chat)).toEqual(['[pasted #1: 214 lines]']);
  });

  it('is never a command', () => {
    const chat = startChat();
    const text = `/sessions ${'x'.repeat(1000)}`;
    paste(chat, text);
    chat.type(ENTER);
    expect([chat.commands, sent(chat)]).toEqual([[], [text]]);
  });

  it('stays folded where the draft comes back from an earlier question', () => {
    const chat = startChat();
    chat.chat.send('one');
    paste(chat, LINES);
    chat.type('\x1b[A');
    expect(chat.screen()).toContain('> one');
    chat.type('\x1b[B');
    expect(chat.screen()).toContain('> [pasted #1: 214 lines]');
  });

  it('is whole in the draft that is kept', async () => {
    const chat = startChat();
    paste(chat, LINES);
    chat.type('!');
    await chat.chat.stop();
    expect(chat.draft()).toBe(`${LINES}!`);
  });

  it('costs nothing at the keys after it, however long it is', () => {
    const buffer = new EditBuffer();
    buffer.paste('line of a log\n'.repeat(400_000));
    for (const key of 'why?') buffer.insert(key);
    expect([buffer.inside.length, buffer.text.length]).toEqual([5, 5_600_004]);
  });
});
