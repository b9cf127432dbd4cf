// Keys of send-keys: which there are, and how a program wants them. What refuses them for a question's sake is
// tested with programs and chats that ask.

import { expect, it } from 'vitest';

import type { CommandContext } from '../../src/commands/command.js';
import { parseLineParts } from '../../src/commands/line/split-line.js';
import { registry } from '../../src/commands/registry.js';
import { runParsed } from '../../src/commands/run-command.js';

const PLAIN = { applicationCursorKeys: false, applicationKeypad: false, kittyFlags: 0, modifyOtherKeys: 0 };

async function type(line: string, modes: object = PLAIN, running: string | undefined = 'vim runs') {
  const typed: string[] = [];
  const session = {
    name: 'vim',
    record: { kind: 'program' },
    running,
    openQuestion: undefined,
    whenParsed: async () => {},
    inputModes: () => modes,
    input: (bytes: string) => void typed.push(bytes),
  };
  const coordinator = { resolve: (word: string) => (expect(word).toBe('2'), session) };
  const context = { registry, coordinator, here: session } as unknown as CommandContext;
  const [part] = parseLineParts(registry, line);
  if (!part) throw new Error('no command');
  expect(await runParsed(context, part.parsed)).toEqual({ text: '' });
  return typed;
}

it.each([
  ['send-keys 2 C-c Enter y %', ['\x03', '\r', 'y', '%']],
  ['send-keys 2 Up M-x F5', ['\x1b[A', '\x1bx', '\x1b[15~']],
  ['send-keys -t 2 BSpace ";"', ['\x7f', ';']],
  ['send-keys --here C-l', ['\x0c']],
  ['send-keys 2 -l "ls -l" Enter', ['ls -l', '\r']],
  ['send-keys 2 -l C-c', ['C-c']],
  ['send-keys 2 -', ['-']],
  ['send-keys 2 C-c ; zoom', ['\x03']],
])('%s', async (line, typed) => {
  expect(await type(line)).toEqual(typed);
});

it('are what the program asked for', async () => {
  expect(await type('send-keys 2 Up', { ...PLAIN, applicationCursorKeys: true })).toEqual(['\x1bOA']);
  expect(await type('send-keys 2 C-i', { ...PLAIN, kittyFlags: 1 })).toEqual(['\x1b[105;5u']);
});

it.each([
  ['send-keys', 'send-keys needs X, a number or a name'],
  ['send-keys 2', 'send-keys needs a key'],
  ['send-keys --here', 'send-keys needs a key'],
  ['send-keys 2 Entr', 'no key Entr; keys are named like C-c, Enter, F5 or %, and -l types a text'],
  ['send-keys 2 y "make test"', "no key 'make test'"],
])('are refused as a whole: %s', async (line, message) => {
  await expect(type(line)).rejects.toThrow(message);
});

it('run no ended program again', async () => {
  await expect(type('send-keys 2 Enter', PLAIN, '')).resolves.toEqual(['\r']);
  const ended = parseLineParts(registry, 'send-keys --here Enter')[0];
  const here = { name: 'vim', record: { kind: 'program' }, running: undefined, whenParsed: async () => {} };
  const context = { registry, here } as unknown as CommandContext;
  await expect(runParsed(context, ended?.parsed as NonNullable<typeof ended>['parsed'])).rejects.toThrow(
    'vim has ended; Enter in its pane runs it again',
  );
});
