// What is pasted or typed reaches the model unchanged, and the arrow keys reach earlier questions.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parsePrompt, questionOf } from '../../../src/chat/prompt/slash-command.js';
import { startChat, type ScriptedChat } from '../scripted-host.js';

const ENTER = '\r';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const UNDO = '\u001f';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function paste({ pty }: ScriptedChat, text: string): void {
  pty.write(bytes(`\x1b[200~${text}\x1b[201~`));
}

const sent = ({ records }: ScriptedChat): string[] =>
  records.flatMap((record) => (record.type === 'question' ? [record.text] : []));

const prompt = ({ screen }: ScriptedChat): string =>
  screen()
    .split('\n')
    .findLast((line) => line.trimStart().startsWith('>'))
    ?.trim() ?? '';

describe('pasted text', () => {
  it.each([
    ['after a word', 'src', '.ts'],
    ['a path after a colon', 'see https://example.com', '/path/x'],
    ['a home directory', 'in', '~/x'],
    ['a Makefile', '', 'all:\n\tcc -o x x.c\n\t@echo done\n'],
    ['indented code of many lines', '', Array.from({ length: 40 }, (_, at) => `\t\tline ${at}`).join('\n')],
    ['long text after a word', 'x', `/${'a\tb '.repeat(700)}`],
    ['a comment', '', '// one\n// two'],
    ['a single comment', '', '// TODO: this'],
    ['blanks around it', '', '  x  '],
    ['what looks like a folded paste', '', '[paste #7 +12 lines]'],
    ['letters of two and four bytes', '', 'né漢😀\u00ad\u200d'],
  ])('is sent as it is: %s', (_, typed, pasted) => {
    const chat = startChat({ rows: 30 });
    chat.type(...typed);
    paste(chat, pasted);
    chat.type(ENTER);
    expect(sent(chat)).toEqual([typed + pasted]);
  });

  it('is sent as it is, whatever it holds and wherever its bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', ' ', '\t', '\n', '/', '~', '漢', '😀', 'é', '[201', '\\'), {
          minLength: 1,
        }),
        fc.array(fc.nat(), { maxLength: 5 }),
        (parts, cuts) => {
          const text = `x${parts.join('')}`;
          const chat = startChat();
          const all = bytes(`\x1b[200~${text}\x1b[201~`);
          // Within a sequence, bytes belong together or timing decides.
          const at = [...new Set(cuts.map((cut) => 6 + (cut % (all.length - 12))))].sort((a, b) => a - b);
          for (const [index, end] of [...at, all.length].entries())
            chat.pty.write(all.slice(at[index - 1] ?? 0, end));
          chat.type(ENTER);
          expect(sent(chat)).toEqual([text]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has line feeds for ends of lines, and no control characters', () => {
    const chat = startChat();
    paste(chat, 'a\r\nb\rc\u0000\x1b[31md\u007f\u009be\u0007');
    chat.type(ENTER);
    expect(sent(chat)).toEqual(['a\nb\nc[31mde']);
    chat.chat.send('x\u0000\r\n\x1by');
    expect(sent(chat)[1]).toBe('x\ny');
  });

  it('is neither a reply to a question nor Enter', () => {
    const chat = startChat();
    chat.chat.send('first');
    paste(chat, 'y\n');
    paste(chat, '\r\n');
    expect(sent(chat)).toEqual(['first']);
  });

  it('is shown with a sign for each tab, the caret after the text', () => {
    const chat = startChat();
    paste(chat, 'a\tb');
    expect(prompt(chat)).toBe('> a→b');
    chat.type('c');
    expect(prompt(chat)).toBe('> a→bc');
  });

  it('stays as it is in the draft', async () => {
    const text = 'if x:\n\treturn 1\n';
    const chat = startChat({ draft: text });
    chat.type('y');
    await chat.chat.stop();
    expect(chat.draft()).toBe(`${text}y`);
  });
});

describe('earlier questions', () => {
  it('are reached from a draft, which is kept for the way back', () => {
    const chat = startChat();
    for (const question of ['one', 'two\nlines']) chat.chat.send(question);
    chat.type(...'abc', UP);
    expect(prompt(chat)).toBe('> two');
    chat.type(UP, UP);
    expect(prompt(chat)).toBe('> one');
    chat.type(UP);
    expect(prompt(chat)).toBe('> one');
    chat.type(DOWN, DOWN);
    expect(prompt(chat)).toBe('> abc');
    chat.type(DOWN, 'd');
    expect(prompt(chat)).toBe('> abcd');
  });

  it('come after the lines of the draft', () => {
    const chat = startChat();
    chat.chat.send('one');
    paste(chat, 'first\nsecond');
    chat.type(UP, 'x');
    expect(chat.screen()).toContain('> firstx');
    chat.type(UP);
    expect(prompt(chat)).toBe('> one');
    chat.type(DOWN);
    expect(chat.screen()).toContain('> firstx');
    expect(chat.screen()).toContain('second');
  });

  it('are sent as they were, with their blanks and tabs', () => {
    const chat = startChat();
    chat.chat.send('\tindented\n');
    chat.type(UP, ENTER);
    expect(sent(chat)).toEqual(['\tindented\n', '\tindented\n']);
  });

  it('that are changed are a draft of their own, and undo goes back', () => {
    const chat = startChat();
    chat.chat.send('one');
    chat.type(...'abc', UP, '!', UP);
    expect(prompt(chat)).toBe('> one');
    chat.type(DOWN);
    expect(prompt(chat)).toBe('> one!');
    chat.type(UNDO, UNDO, UNDO, UNDO);
    expect(prompt(chat)).toBe('> abc');
  });

  it('do not replace the draft that is kept over a restart', async () => {
    const chat = startChat();
    chat.chat.send('one');
    chat.type(...'half a thought', UP);
    await chat.chat.stop();
    expect(chat.draft()).toBe('half a thought');
  });
});

describe('a command that hands a text to a session', () => {
  it.each(['ask a b -- see:\none\n', 'send a one\n\ntwo', 'steer one\ntwo'])(
    'has the lines that were typed or pasted into it: %j',
    (line) => {
      expect(parsePrompt(`/${line}`)).toEqual({ type: 'command', line: line.trimEnd() });
      expect(parsePrompt(`//${line}`)).toEqual({ type: 'question', text: `/${line}` });
      // Of a file, or of a script, it is the text.
      for (const how of [{ isPasted: true }, { isFolded: true }, { isTyped: false }])
        expect(parsePrompt(`/${line}`, how)).toEqual({ type: 'question', text: `/${line}` });
    },
  );

  it('gets a long paste whole', () => {
    const chat = startChat({ rows: 30 });
    const lines = Array.from({ length: 40 }, (_, at) => `line  ${at}`).join('\n');
    chat.type('/ask a b -- see: ');
    paste(chat, lines);
    expect(prompt(chat)).toContain('/ask a b -- see: [pasted #1');
    chat.type(ENTER);
    expect(sent(chat)).toEqual([]);
    expect(chat.commands).toEqual([`ask a b -- see: ${lines}`]);
  });
});

describe('a text that comes by itself', () => {
  const of = questionOf;
  it('is a question, byte for byte', () => {
    expect(of('/etc/hosts, why?')).toBe('/etc/hosts, why?');
    expect(of('//help')).toBe('/help');
    expect(of('// a\n// b')).toBe('// a\n// b');
  });
  it('is never taken for a question when it is a command, and never run', () => {
    expect(() => of('/help')).toThrow(
      '/help is a command and is not sent to a model; begin the text with // to send it',
    );
    expect(() => of(' \n\u0000')).toThrow('there is no text to send');
  });
});
