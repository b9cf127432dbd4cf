// Which programs have a terminal's foreground, as the shells of real terminals run them.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findWithPs, namesOf, runsInForeground } from '../../src/process/foreground.js';
import type { Pty } from '../../src/terminal/pty.js';
import { loadProgramPty } from '../../src/terminal/pty/program-pty.js';
import { waitUntil } from '../harness/wait-until.js';

const LIMIT_MS = 2_000;

describe('the names of a process', () => {
  it.each([
    [{ comm: 'nvim', words: ['/usr/bin/nvim', 'a.txt'] }, 'nvim'],
    [{ comm: 'vi', words: ['vi'], file: '/usr/bin/vim.basic' }, 'vim'],
    [{ comm: '.nvim-wrapped', words: ['nvim'], file: '/nix/store/x/bin/.nvim-wrapped' }, 'nvim'],
    [{ comm: 'MainThread', words: ['node', '--no-warnings', '/opt/bin/claude'] }, 'claude'],
    [{ comm: 'sh', words: ['/bin/sh', '/usr/local/bin/fzf-tmux'] }, 'fzf-tmux'],
    [{ comm: 'bash', words: ['-bash'] }, 'bash'],
    [{ comm: 'my long named p', words: ['my long named program'] }, 'my long named program'],
  ])('%j is %s', (process, name) => {
    expect(namesOf(process)).toContain(name);
  });

  it('are not those of what it works on', () => {
    expect(namesOf({ comm: 'less', words: ['less', 'vim'] })).not.toContain('vim');
    expect(namesOf({ comm: 'sh', words: ['sh', '-c', 'vim'] })).not.toContain('nvim');
  });
});

describe.runIf(process.platform === 'linux')('the foreground of a terminal', () => {
  let shell: Pty;
  beforeAll(async () => {
    const spawn = await loadProgramPty();
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'dumb', PS1: '$ ', HISTFILE: '' };
    const options = { command: 'bash', args: ['--norc', '--noprofile'], cwd: '/', env, rows: 24, cols: 80 };
    shell = spawn(options);
  });
  afterAll(() => shell.hangUp(100));

  const has = (...names: string[]): Promise<boolean | undefined> =>
    runsInForeground(shell.pid ?? 0, names, LIMIT_MS);

  it('holds a program that another one runs, and not what runs behind it', async () => {
    await waitUntil('the shell is there', () => has('bash'));
    shell.write('sleep 50 &\r');
    // As git commit runs an editor: a part of the same group, deep below.
    shell.write('true | sh -c \'sh -c "tail -f /dev/null; true"; true\'\r');
    await waitUntil('tail is there', () => has('vim', 'tail'));
    expect(await has('sleep', 'vim')).toBe(false);
    // The first part of the pipe is a copy of the shell until it runs.
    await waitUntil('the shell is not there', async () => !(await has('bash')));
    const isTail = ({ comm }: { comm?: string | undefined }): boolean => comm === 'tail';
    expect(await findWithPs(shell.pid ?? 0, isTail, LIMIT_MS)).toBe(true);
    expect(await findWithPs(shell.pid ?? 0, ({ comm }) => comm === 'sleep', LIMIT_MS)).toBe(false);
    // No time, no answer.
    expect(await runsInForeground(shell.pid ?? 0, ['vim'], 0)).toBeUndefined();
    shell.write('\u0003');
    await waitUntil('the shell is back', () => has('bash'));
    expect(await has('tail')).toBe(false);
  });

  it('is empty without a process', async () => {
    expect(await runsInForeground(2 ** 30, ['vim'], LIMIT_MS)).toBe(false);
  });
});
