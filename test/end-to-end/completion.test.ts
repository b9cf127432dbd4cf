// Completion as shells run it: the printed script loaded into a real bash, zsh and fish, if they are
// installed.

import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startInTerminal } from '../harness/outer-terminal.js';
import { startQmux, type Qmux } from '../harness/qmux.js';

const ENTRY = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

let qmux: Qmux;
let env: Record<string, string>;
beforeEach(async () => {
  qmux = await startQmux();
  const bin = join(qmux.home.dir, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'qmux'), `#!/bin/sh\nexec '${process.execPath}' '${ENTRY}' "$@"\n`, {
    mode: 0o755,
  });
  mkdirSync(join(qmux.home.dir, 'target-directory'));
  mkdirSync(join(qmux.home.dir, 'two words', 'inside'), { recursive: true });
  env = { ...qmux.home.env, PATH: `${bin}:${process.env['PATH']}` };
});
afterEach(() => qmux.stop());

const LINES: readonly (readonly [line: string, expected: readonly string[]])[] = [
  ['qmux sw', ['switch', 'swap']],
  ['qmux compl', ['completion']],
  ['qmux completion ', ['bash', 'zsh', 'fish']],
  ['qmux switch bu', ['build', 'bugs']],
  ['qmux reopen ', ['closed-one']],
  ['qmux new re', ['review', 'refactor']],
  ['qmux ls --wai', ['--waiting']],
  ['qmux -L def', ['default']],
  ['qmux -L default switch bug', ['bugs']],
  ['qmux new --cwd targ', ['target-directory']],
  ['qmux export --format=h', ['--format=html']],
];

async function openSessions(): Promise<void> {
  for (const name of ['build', 'bugs', 'closed-one']) await qmux.call('new', '-d', name);
  await qmux.call('close', 'closed-one');
}

describe('qmux __complete', () => {
  it('knows commands and types without a server, and starts none', async () => {
    expect((await qmux.call('__complete', 'switc')).stdout).toBe('switch\tgo to session X\n');
    expect((await qmux.call('__complete', 'switch', '')).stdout).toBe('');
    expect((await qmux.call('__complete', 'new', 'deb')).stdout).toBe(
      'debug\tHelp find the cause of a fault\n',
    );
    expect(qmux.home.findProcesses()).toEqual([]);
  });

  it('says nothing at all where something is wrong', async () => {
    for (const words of [['-L', 'no/name', 'switch', ''], ['nonsense', ''], []])
      expect(await qmux.call('__complete', ...words)).toMatchObject({ stderr: '', code: 0 });
    expect(await qmux.call('completion', 'tcsh')).toEqual({
      stdout: '',
      stderr: 'qmux: completion takes bash, zsh or fish, not tcsh\n',
      code: 2,
    });
  });
});

describe('completion', () => {
  it.skipIf(!isInstalled('bash'))('in bash', async () => {
    await openSessions();
    const script = `eval "$(qmux completion bash)"
      compopt() { :; }
      while IFS= read -r COMP_LINE; do
        COMP_POINT=\${#COMP_LINE}; _qmux; echo "$COMP_LINE=\${COMPREPLY[*]}"
      done`;
    const shell = promisify(execFile)('bash', ['--norc', '-c', script], { env, cwd: qmux.home.dir });
    const lines: typeof LINES = [
      ...LINES,
      ['qmux new --model openai/', []],
      [String.raw`qmux new --cwd two\ words/in`, ['two words/inside']],
      [String.raw`qmux export --format=h -o two\ wo`, ['two words']],
    ];
    shell.child.stdin?.end(lines.map(([line]) => `${line}\n`).join(''));
    // It replaces only what follows a `=`.
    const inserted = (word: string): string => word.replace(/^--\w+=/, '');
    expect((await shell).stdout.trimEnd().split('\n')).toEqual(
      lines.map(([line, expected]) => `${line}=${expected.map(inserted).join(' ')}`),
    );
  });

  it.skipIf(!isInstalled('fish'))('in fish', async () => {
    await openSessions();
    const asks = LINES.map(([line]) => `echo "> $(complete -C '${line}' | string replace -r '\\t.*' '')"`);
    const script = ['qmux completion fish | source', ...asks].join('\n');
    const { stdout } = await promisify(execFile)('fish', ['--no-config', '-c', script], {
      env,
      cwd: qmux.home.dir,
    });
    const answers = stdout.split(/^> /m).slice(1);
    expect(answers.map((answer) => answer.trim().replaceAll('/', '').split('\n').sort())).toEqual(
      LINES.map(([, expected]) => [...expected].sort()),
    );
  });

  it.skipIf(!isInstalled('zsh'))('in zsh', async () => {
    await openSessions();
    const terminal = await startInTerminal({
      command: 'zsh',
      args: ['-f'],
      env: { ...env, PROMPT: 'ready> ' },
      cwd: qmux.home.dir,
    });
    terminal.type('autoload -U compinit; compinit -D; eval "$(qmux completion zsh)"; clear\r');
    await terminal.waitUntil('it is ready', () => terminal.screen()[0]?.trimEnd() === 'ready>');
    for (const [line, expected] of LINES) {
      terminal.type(`${line}\t`);
      const [only = '', ...more] = expected;
      const isShown = (): boolean =>
        more.length === 0
          ? (terminal.screen()[0] ?? '').includes(`${line.replace(/\S*$/, '')}${only}`)
          : expected.every((word) => terminal.screen().slice(1).join(' ').split(/\s+/).includes(word));
      await terminal.waitUntil(`${expected.join(' ')} for ${line}`, isShown);
      // Clears the line and the list.
      terminal.type('\u0015\u000c');
      await terminal.waitUntil('the line is empty', () => terminal.screen().join('').trim() === 'ready>');
    }
    await terminal.stop();
  });
});
