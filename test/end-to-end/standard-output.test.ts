// What is printed goes to a reader that has left, or to a full disk: every verb that prints ends in the same
// way.

import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startQmux, type Qmux } from '../harness/qmux.js';

const CLI = join(process.cwd(), 'dist/cli.js');

let qmux: Qmux;
beforeAll(async () => {
  qmux = await startQmux();
  await qmux.call('new', '-d', 'asker');
  await qmux.call('send', 'asker', 'what is a pane?', '--wait');
});
afterAll(() => qmux.stop());

const VERBS = [
  'ls',
  '--version',
  'help',
  'new --help',
  'doctor --json',
  'config default',
  'completion zsh',
  'capture asker',
  'export asker --format json',
  'send asker again --wait',
  'chat what is a tab?',
  '__complete l',
];

/** Through bash, which reports the code of the first command of a pipeline. */
function run(script: string, verb: string): { code: number; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', `q() { "$1" "$2" ${verb} 2> errors; }; ${script}`, 'bash', process.execPath, CLI],
    { env: qmux.home.env, cwd: qmux.home.dir, encoding: 'utf8' },
  );
  const errors = spawnSync('cat', [join(qmux.home.dir, 'errors')], { encoding: 'utf8' }).stdout;
  return { code: status ?? -1, stdout, stderr: stderr + errors };
}

describe.each(VERBS)('qmux %s', (verb) => {
  const withoutNotices = ({ stderr }: { stderr: string }): string =>
    stderr.replace(/^qmux: no model was found.*\n/gm, '');

  it('prints', () => {
    const result = run('q "$@"', verb);
    expect(result.stdout).not.toBe('');
    expect(withoutNotices(result)).toBe('');
  });

  it('ends quietly, with 141, where its reader has left', () => {
    const result = run('q "$@" | true; exit ${PIPESTATUS[0]}', verb);
    expect([result.code, withoutNotices(result)]).toEqual([141, '']);
  });

  it('ends with 1 and one line where nothing can be written', () => {
    const result = run('q "$@" > /dev/full', verb);
    const line = 'qmux: cannot write to standard output: no space left on device\n';
    expect([result.code, withoutNotices(result)]).toEqual([1, line]);
  });
});

it('is not taken for done when only a part could be written', () => {
  // 1 KiB is left.
  const { code, stderr } = run('ulimit -f 1; trap "" XFSZ; q "$@" > part', 'config default');
  expect(code).toBe(1);
  expect(stderr).toBe('qmux: cannot write to standard output: file too large\n');
  expect(statSync(join(qmux.home.dir, 'part')).size).toBe(1024);
});

it('keeps the exit code of an error that cannot be told', () => {
  expect(run('q "$@" 2> /dev/full', 'nonsense').code).toBe(2);
});

it('prints a long conversation to its last byte, to a file and to a pipe', async () => {
  const at = '2026-01-02T03:04:05.000Z';
  const turn = { id: 't', parent: null, question: 'q', model: 'm', finish: 'stop', at, tools: [] };
  const session = { id: 'long', name: 'long', kind: 'chat', type: 'chat', model: null, created: at };
  const answer = `${'words and more words '.repeat(40)}\n`.repeat(2_000);
  const file = join(qmux.home.dir, 'long.json');
  writeFileSync(file, JSON.stringify({ version: 1, session, turns: [{ ...turn, answer }] }));
  await qmux.call('load', file);
  const result = run('q "$@" > whole; q "$@" | cat > piped; cmp whole piped && wc -c < piped', 'export long');
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(Number(result.stdout)).toBeGreaterThan(answer.length);
});
