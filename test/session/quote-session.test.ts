import { expect, it } from 'vitest';

import { EmulatorRows } from '../../src/copy-mode/emulator-rows.js';
import type { AnySession } from '../../src/session/any-session.js';
import { quoteSession, readLastCommand } from '../../src/session/quote-session.js';
import { PtyShellRun } from '../../src/session/shell-run.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import type { Pty, PtyExit } from '../../src/terminal/pty.js';

const PROMPT = '\x1b]133;A\x1b\\$ ';
const OUTPUT = '\x1b]133;C\x1b\\';

/** A program that has printed this. */
function programOf(printed: string, scrollbackLines = 100): AnySession {
  const emulator = createEmulator({ rows: 6, cols: 20, scrollbackLines });
  emulator.write(new TextEncoder().encode(printed.replaceAll('\n', '\r\n')));
  const session = {
    record: { kind: 'program' },
    capture: async () => emulator.captureText({ lines: undefined, ansi: false }),
    openReading: () => ({ reading: new EmulatorRows(emulator), close: () => {} }),
  };
  return session as unknown as AnySession;
}

it.each([
  [
    'the last command and its output',
    `${PROMPT}ls\na b\n${PROMPT}make\nfailed\n${PROMPT}`,
    '$ make\nfailed\n',
  ],
  [
    'also what has scrolled away, with long lines whole',
    `${PROMPT}make\n${'x'.repeat(30)}\n${'y\n'.repeat(9)}${PROMPT}`,
    `$ make\n${'x'.repeat(30)}\n${'y\n'.repeat(9)}`,
  ],
  [
    'what still runs, although it has printed only a line, if the shell marks outputs',
    `${PROMPT}ls\n${OUTPUT}a b\n${PROMPT}sleep 9\n${OUTPUT}`,
    '$ sleep 9\n',
  ],
  [
    'the last one that ran, although a long line is typed at the prompt, if the shell marks outputs',
    `${PROMPT}ls\n${OUTPUT}a b\n${PROMPT}make ${'x'.repeat(50)}`,
    '$ ls\na b\n',
  ],
  [
    'nothing of what was erased',
    `${PROMPT}ls\n${OUTPUT}a b\n\x1b[H\x1b[J${PROMPT}make\n${OUTPUT}done\n${PROMPT}`,
    '$ make\ndone\n',
  ],
  ['what still runs', `${PROMPT}ls\na\n${PROMPT}make\none\ntwo\n`, '$ make\none\ntwo\n'],
])('quotes of a program that marks its prompts %s', async (_what, printed, expected) => {
  expect(await quoteSession(programOf(printed))).toBe(expected);
});

it('leaves out the beginning of a long output, and says how much', async () => {
  const printed = `${PROMPT}make\n${OUTPUT}${'y\n'.repeat(2_500)}${PROMPT}`;
  const found = await readLastCommand(programOf(printed, 4_000));
  expect(found?.leftOut).toBe(501);
  expect(found?.text).toBe('y\n'.repeat(2_000));
  expect(await readLastCommand(programOf(PROMPT))).toBeUndefined();
});

it('quotes the screen of any other program', async () => {
  expect((await quoteSession(programOf('one\ntwo\n'))).trimEnd()).toBe('one\ntwo');
});

it('quotes the last answer of a chat', async () => {
  const chat = {
    record: { kind: 'chat' },
    face: 'chat',
    load: async () => {},
    turns: () => [{ answer: 'first' }, { answer: 'second' }, { answer: '' }],
  };
  expect(await quoteSession(chat as unknown as AnySession)).toBe('second');
});

it('reads what a command prints as text, and how it ended', async () => {
  const run = (exit: PtyExit): PtyShellRun => {
    const pty: Partial<Pty> = {
      rows: 24,
      cols: 20,
      onData: (listener) => {
        listener(new TextEncoder().encode('\x1b[31mred\x1b[m\r\n50%\r100%\r\n'));
        return () => {};
      },
      onExit: (listener) => {
        listener(exit);
        return () => {};
      },
      pause: () => {},
      resume: () => {},
    };
    return new PtyShellRun(pty as Pty);
  };
  const well = run({ code: 0, signal: undefined });
  expect(well.text(Infinity).trimEnd()).toBe('red\n100%');
  expect(await well.ended).toBeUndefined();
  expect(await run({ code: 3, signal: undefined }).ended).toBe('exit 3');
  expect(await run({ code: undefined, signal: 9 }).ended).toBe('stopped by SIGKILL');
});
