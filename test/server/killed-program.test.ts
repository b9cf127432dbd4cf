import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { groupExists } from '../../src/process/group.js';
import { loadProgramPty } from '../../src/terminal/pty/program-pty.js';
import { waitUntil } from '../harness/wait-until.js';

const ALL_ON = '\\033[?1049h\\033[?1000;1003;1006h\\033[>1u\\033[>4;2m\\033[?25l\\033[2;3rfull screen';
const PROGRAM = `import os,sys; sys.stdout.write('${ALL_ON} %d.' % os.getpid()); sys.stdout.flush(); sys.stdin.read()`;

/** A shell in a pane: its emulator gets its output, and its terminal is asked who is in the foreground. */
async function openShell(command: string, args: readonly string[]) {
  const spawn = await loadProgramPty();
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    TERM: 'xterm-256color',
    HOME: '/nonexistent',
    PS1: '$ ',
  };
  const pty = spawn({ command, args, cwd: '/', env, rows: 8, cols: 60 });
  const processes = { foregroundGroup: () => pty.foregroundGroup(), groupExists };
  const emulator = createEmulator({ rows: 8, cols: 60, scrollbackLines: 100, processes });
  emulator.onReply((reply) => pty.write(reply));
  pty.onData((bytes) => emulator.write(bytes));
  const shows = (what: RegExp): Promise<unknown> =>
    waitUntil(`the pane shows ${what}`, () => what.test(textOf(emulator)), {
      describe: () => textOf(emulator),
    });
  return { pty, emulator, shows };
}

const textOf = (emulator: Emulator): string => emulator.captureText({ lines: undefined, ansi: false });

for (const [shell, ...args] of [
  ['bash', '--norc', '--noprofile', '-i'],
  ['bash', '--norc', '--noprofile', '-i', '+o', 'emacs'],
  ['sh', '-i'],
] as const)
  it(`a killed program's modes do not outlive it in ${[shell, ...args.slice(-1)].join(' ')}`, async () => {
    const { pty, emulator, shows } = await openShell(shell, args);
    try {
      await shows(/\$ ?$/);
      pty.write(`python3 -c "${PROGRAM}"\r`);
      await shows(/full screen \d+\./);
      expect(emulator.isAlternate).toBe(true);
      emulator.leaveDeadModes();
      expect(emulator.inputModes).toMatchObject({ mouse: 'any', kittyFlags: 1 });
      const pid = Number(/full screen (\d+)/.exec(textOf(emulator))?.[1]);
      execFileSync('kill', ['-9', String(pid)]);
      await shows(/Killed[^]*\$ ?$|\$ ?$/);
      emulator.leaveDeadModes();
      expect(emulator.isAlternate).toBe(false);
      expect(emulator.inputModes).toMatchObject({
        mouse: 'none',
        mouseEncoding: 'default',
        kittyFlags: 0,
        modifyOtherKeys: 0,
      });
      expect(emulator.cursor.visible).toBe(true);
      pty.write('echo $((6 * 7))\r');
      await shows(/^42$/m);
      expect(textOf(emulator)).toMatch(/^\$ ?echo \$\(\(6 \* 7\)\)$/m);
    } finally {
      await pty.hangUp(1_000);
    }
  });
