// What `run` tells its command, and what it makes of the output. The processes: test/server/shell-runs.test.ts.

import { expect, it } from 'vitest';

import type { CommandContext, CommandOutput } from '../../src/commands/command.js';
import { parseLineParts } from '../../src/commands/line/split-line.js';
import { splitWords } from '../../src/commands/line/split-words.js';
import { parseWords } from '../../src/commands/line/parse-command.js';
import { registry } from '../../src/commands/registry.js';
import { describeRunning, runParsed } from '../../src/commands/run-command.js';
import type { RunCall, RunEnd } from '../../src/commands/scripting/runs.js';
import { CHAT_WORDING, promptWording } from '../../src/text/mentions.js';

const DONE: RunEnd = { output: '', droppedBytes: 0, failure: undefined, exitCode: 0 };
const PROGRAM = { id: 'id-2', record: { kind: 'program', cwd: '/begun' }, directory: '/now' };

async function run(
  line: string,
  { end = {}, way = 'key', selection = undefined as string | undefined, here = PROGRAM } = {},
) {
  const calls: RunCall[] = [];
  const told: string[] = [];
  const context = {
    way,
    registry,
    here,
    viewer: {},
    surface: { selection: () => selection },
    caller: { env: { A: '1', QMUX_SELECTION: 'of before' }, cwd: '/caller' },
    runs: {
      start: async (call: RunCall) => (calls.push(call), { ...DONE, ...end }),
      endAll: async () => ['make test', 'sleep 60'],
      tellFailure: (_viewer: unknown, text: string) => void told.push(text),
    },
  } as unknown as CommandContext;
  const parsed =
    way === 'cli' ? parseWords(registry, splitWords(line)) : parseLineParts(registry, line)[0]?.parsed;
  const output: CommandOutput = await runParsed(context, parsed as NonNullable<typeof parsed>);
  return { output, call: calls[0], calls, told };
}

it.each([
  ['run ls -l "a b" | wc ; pwd', 'ls -l "a b" | wc ; pwd', false],
  ['run -b make -b --stop', 'make -b --stop', true],
  ['run-shell -b "make -j4"', 'make -j4', true],
  ['run --background -- ls', 'ls', true],
  ['run git log -- src', 'git log -- src', false],
  ['run echo --help', 'echo --help', false],
])('%s', async (line, command, inBackground) => {
  expect((await run(line)).call).toMatchObject({ command, inBackground, env: { A: '1' } });
});

it('means in a shell the words that this has cut, or one text for another', async () => {
  expect((await run(`run echo '$HOME' 'a b'`, { way: 'cli' })).call?.command).toBe(`echo '$HOME' 'a b'`);
  expect((await run(`run 'echo $HOME | wc'`, { way: 'cli' })).call?.command).toBe('echo $HOME | wc');
});

it('starts in the directory of its session, from a shell in that of the caller, and tells the first', async () => {
  expect((await run('run pwd')).call).toMatchObject({
    directory: '/now',
    session: 'id-2',
    variables: { QMUX_PANE_CWD: '/now', QMUX_SELECTION: '' },
  });
  expect((await run('run pwd', { way: 'cli' })).call).toMatchObject({
    directory: '/caller',
    variables: { QMUX_PANE_CWD: '/now' },
  });
});

it('is given the selection, a long one on its standard input', async () => {
  const short = await run('run wc', { selection: '漢字' });
  expect(short.call).toMatchObject({ variables: { QMUX_SELECTION: '漢字' }, input: undefined });
  const selection = '漢'.repeat(22_000);
  const long = await run('run wc', { selection });
  expect(long.call?.input).toBe(selection);
  expect({ ...long.call?.env, ...long.call?.variables }).not.toHaveProperty('QMUX_SELECTION');
});

it.each([
  [{ output: 'one\n' }, 'one', undefined],
  [{ output: '' }, '', undefined],
  [
    { output: '\x1b[1mbold\x1b[0m\x1b]0;title\x07 10%\r\x1b[K99%\r\n\ttab\x07\n\n' },
    '99%\n    tab',
    undefined,
  ],
  [{ output: 'a\n', droppedBytes: 3_000_000 }, 'a\n… and 2.9 MB more, which were not kept', undefined],
  [
    { output: '\n'.repeat(6000) + 'end' },
    '\n'.repeat(5000) + '… and 1,001 more lines, which were not kept',
    undefined,
  ],
  [{ failure: 'exited 2', exitCode: 2 }, 'make test exited 2', 'error'],
  [{ output: 'no rule\n', failure: 'exited 2', exitCode: 2 }, 'make test exited 2: no rule', 'error'],
  [{ output: 'a\nb\n', failure: 'exited 2', exitCode: 2 }, 'a\nb\nmake test exited 2', 'error'],
])('shows %j', async (end, text, level) => {
  const { output } = await run('run make test', { end });
  expect({ text: output.text, level: output.level }).toEqual({ text, level });
});

it('prints in a shell what its command printed, and ends as it did', async () => {
  const end = { output: 'a\tb\n', failure: 'exited 2', exitCode: 2 };
  expect((await run('run false', { end, way: 'cli' })).output).toMatchObject({ text: 'a\tb', exitCode: 2 });
});

it('says nothing in the background but a failure, and ends what runs', async () => {
  const fine = await run('run -b make', { end: { output: 'much' } });
  expect([fine.output.text, fine.told]).toEqual(['', []]);
  const failed = await run('run -b make all', { end: { output: 'much', failure: 'exited 1', exitCode: 1 } });
  expect([failed.output.text, failed.told]).toEqual(['', ['make all exited 1']]);
  expect((await run('run --stop')).output.text).toBe('ended make test, sleep 60');
  await expect(run('run --stop now')).rejects.toThrow('run --stop does not take a command');
  await expect(run('run')).rejects.toThrow('run needs a command');
});

it('is named while it takes long, with what ends it', () => {
  const spell = (line: string, wording = promptWording(() => undefined)) =>
    describeRunning(line, parseWords(registry, splitWords(line)), wording);
  expect(spell('run sleep 20')).toBe('run sleep 20 … (:run --stop ends it)');
  expect(spell(`run ${'漢字 '.repeat(20)}`, CHAT_WORDING)).toMatch(/^.{30} … \(\/run --stop ends it\)$/u);
  expect(spell('run --stop')).toBe('run --stop …');
  expect(spell('zoom')).toBe('zoom …');
});
