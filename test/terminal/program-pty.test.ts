import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import { currentDirectory } from '../../src/process/current-directory.js';
import { loadProgramPty, type SpawnProgram } from '../../src/terminal/pty/program-pty.js';
import type { Pty, PtyExit } from '../../src/terminal/pty.js';
import { Utf8Tail } from '../../src/terminal/emulator/utf8-tail.js';
import { waitUntil } from '../harness/wait-until.js';

let spawn: SpawnProgram;
beforeAll(async () => {
  spawn = await loadProgramPty();
});

const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'xterm-256color' };

/** Descriptors of terminal masters. */
const terminalsOf = (pid: number | 'self'): string[] =>
  readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).includes('ptmx');
    } catch {
      // Closed meanwhile.
      return false;
    }
  });

function run(
  command: string,
  ...args: string[]
): { pty: Pty; output: () => string; exit: () => PtyExit | undefined; lengthAtExit: () => number } {
  const pty = spawn({ command, args, cwd: tmpdir(), env, rows: 10, cols: 40 });
  let output = '';
  let exit: PtyExit | undefined;
  let lengthAtExit = 0;
  pty.onData((bytes) => (output += new TextDecoder().decode(bytes)));
  pty.onExit((ended) => {
    exit = ended;
    lengthAtExit = output.length;
  });
  return { pty, output: () => output, exit: () => exit, lengthAtExit: () => lengthAtExit };
}

const childrenOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);

const stateOf = (pid: number): string | undefined =>
  /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];

const isZombie = (pid: number): boolean => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
};

describe('a program on a PTY', () => {
  it('loses no character where a read ends, whatever its length', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'qmux-read-')), 'text');
    const texts = ['é'.repeat(8_000), `${'─'.repeat(79)}\n`.repeat(120), '한글漢字😀\n'.repeat(900)];
    for (const text of texts) {
      writeFileSync(file, text);
      const pty = spawn({ command: 'cat', args: [file], cwd: tmpdir(), env, rows: 10, cols: 40 });
      const tail = new Utf8Tail();
      let output = '';
      let ended = false;
      pty.onData((bytes) => (output += new TextDecoder().decode(tail.complete(bytes))));
      pty.onExit(() => (ended = true));
      await waitUntil('it has ended', () => ended);
      expect(output.replaceAll('\r\n', '\n')).toBe(text);
    }
    rmSync(dirname(file), { recursive: true });
  });

  it('has the size, directory and environment it was given, and tells its exit status', async () => {
    const { output, exit } = run('sh', '-c', 'stty size; pwd; echo $TERM; exit 3');
    await waitUntil('it has ended', exit);
    expect(output().split('\r\n')).toEqual(['10 40', tmpdir(), 'xterm-256color', '']);
    expect(exit()).toEqual({ code: 3, signal: undefined });
  });

  it('tells its exit status if it closes its terminal before it ends, as cat does', async () => {
    const { output, exit } = run('sh', '-c', 'echo said; exec <&- >&- 2>&-; sleep 0.05; exit 4');
    await waitUntil('it has ended', exit);
    expect(exit()).toEqual({ code: 4, signal: undefined });
    expect(output()).toBe('said\r\n');
    await waitUntil('its terminal is closed', () => terminalsOf('self').length === 0);
  });

  it('is told its new size', async () => {
    const { pty, output, exit } = run('sh');
    pty.resize(5, 33);
    pty.write('stty size\r');
    await waitUntil('it says its size', () => output().includes('5 33'), { describe: output });
    expect(currentDirectory(pty.pid ?? 0)).toBe(tmpdir());
    pty.write('exit\r');
    await waitUntil('it has ended', exit);
  });

  it('loses nothing that it printed before it ended', async () => {
    const { output, exit, lengthAtExit } = run('sh', '-c', 'seq 1 40000');
    await waitUntil('it has ended', exit);
    expect(output().slice(-7)).toBe('40000\r\n');
    expect(lengthAtExit()).toBe(output().length);
  });

  it('loses nothing in any of many ends', async () => {
    const runs = Array.from({ length: 20 }, (_, at) => run('sh', '-c', `seq 1 ${2_000 + at}`));
    for (const [at, { output, exit, lengthAtExit }] of runs.entries()) {
      await waitUntil('it has ended', exit);
      expect(output().slice(-6)).toBe(`${2_000 + at}\r\n`);
      expect(lengthAtExit()).toBe(output().length);
    }
  });

  it('loses nothing when it ends while it is paused, and stops when it is told to', async () => {
    const { pty, output, exit } = run('sh', '-c', 'seq 1 1000; read go; seq 1001 2000; exit 4');
    await waitUntil('the first half came', () => output().includes('1000\r\n'));
    pty.pause();
    const before = output().length;
    pty.write('\r');
    await waitUntil('it has ended', exit);
    expect(exit()).toEqual({ code: 4, signal: undefined });
    expect(output().length).toBeGreaterThan(before);
    expect(output().slice(-6)).toBe('2000\r\n');
  });

  it('is held up by a pause and goes on after it', async () => {
    const { pty, output, exit } = run('sh', '-c', 'read go; seq 1 20000');
    pty.pause();
    pty.write('\r');
    // The terminal takes a few kilobytes and then makes it wait.
    await waitUntil('seq sleeps in its write', () => {
      const [child] = childrenOf(pty.pid ?? 0);
      return child !== undefined && /\) S /.test(readFileSync(`/proc/${child}/stat`, 'utf8'));
    });
    expect(output().length).toBeLessThan(5_000);
    pty.resume();
    await waitUntil('it has ended', exit);
    expect(output().slice(-7)).toBe('20000\r\n');
  });

  it('lets the event loop turn during a flood', async () => {
    const { pty, output, exit } = run('sh', '-c', 'yes 0123456789 | head -c 1000000');
    let reads = 0;
    let most = 0;
    pty.onData(() => reads++);
    const turn = (): void => {
      most = Math.max(most, reads);
      reads = 0;
      // At the end everything left is read at once.
      if (output().length < 900_000) setImmediate(turn);
    };
    setImmediate(turn);
    await waitUntil('it has ended', exit);
    expect(output().length).toBeGreaterThan(1_000_000);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('gives its terminal back when it ends', async () => {
    const count = (): number => terminalsOf('self').length;
    await waitUntil('those of the tests before are closed', () => count() === 0);
    const left = run('sh', '-c', 'trap "" HUP; sleep 1 & exit 0');
    const plain = run('true');
    expect(count()).toBe(2);
    for (const { exit } of [left, plain]) await waitUntil('it has ended', exit);
    await waitUntil('both terminals are closed', () => count() === 0);
    // What comes too late goes nowhere, least of all to another file with the same number.
    plain.pty.resize(5, 5);
    plain.pty.write('late');
    plain.pty.resume();
  });

  it('is hung up, and killed when it does not listen', async () => {
    const listening = run('sleep', '100');
    void listening.pty.hangUp(5_000);
    await waitUntil('it has ended', listening.exit);
    expect(listening.exit()).toEqual({ code: undefined, signal: 1 });
    const deaf = run(
      process.execPath,
      fileURLToPath(new URL('../../fixtures/programs/ignores-hangup.mjs', import.meta.url)),
    );
    await waitUntil('it is ready', () => deaf.output().includes('ready'));
    void deaf.pty.hangUp(50);
    await waitUntil('it has ended', deaf.exit);
    expect(deaf.exit()).toEqual({ code: undefined, signal: 9 });
  });

  it('is hung up however early', async () => {
    const runs = Array.from({ length: 20 }, () => run('sleep', '100'));
    for (const { pty } of runs) void pty.hangUp(20_000);
    for (const { exit } of runs) {
      await waitUntil('it has ended', exit);
      expect(exit()).toEqual({ code: undefined, signal: 1 });
    }
  });

  it('gets a large paste whole, however slowly it reads', async () => {
    const { pty, output, exit } = run(
      'sh',
      '-c',
      'stty raw -echo; echo ready; sleep 0.1; head -c 300000 | cksum',
    );
    await waitUntil('it is ready', () => output().includes('ready'));
    const pieces = Array.from({ length: 30 }, (_, at) => String(at % 10).repeat(10_000));
    for (const piece of pieces) pty.write(piece);
    const sum = execFileSync('cksum', { input: pieces.join(''), encoding: 'utf8' }).trim();
    await waitUntil('it has read all of it', () => output().includes(sum));
    await waitUntil('it has ended', exit);
  });

  it('makes nobody keep what it does not read', async () => {
    const { pty, output, exit } = run('sh', '-c', 'stty raw -echo; echo ready; exec sleep 100');
    await waitUntil('it is ready', () => output().includes('ready'));
    const before = process.memoryUsage().arrayBuffers;
    const answer = 'x'.repeat(4_096);
    for (let at = 0; at < 50_000; at++) pty.write(answer);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
    void pty.hangUp(1_000);
    await waitUntil('it has ended', exit);
  });

  it('leaves no child behind that ignores the hang-up, also when it ended itself on it', async () => {
    const leader = run(
      process.execPath,
      fileURLToPath(new URL('../../fixtures/programs/leaves-a-child.mjs', import.meta.url)),
    );
    await waitUntil('its child is ready', () => leader.output().includes('ready'));
    const child = Number(/child (\d+)/.exec(leader.output())?.[1]);
    const isAlive = (): boolean => existsSync(`/proc/${child}`) && !isZombie(child);
    let isOver = false;
    // Its grace time is over when the test says so.
    let nowMs = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    onTestFinished(() => clock.mockRestore());
    void leader.pty.hangUp(60_000).then(() => (isOver = true));
    await waitUntil('the leader has ended', leader.exit);
    expect(leader.exit()).toEqual({ code: 0, signal: undefined });
    expect([isAlive(), isOver]).toEqual([true, false]);
    nowMs += 60_000;
    await waitUntil('nothing is left', () => isOver);
    await waitUntil('the child has ended', () => !isAlive());
  });

  it('is not waited for longer than what it left behind takes to end', async () => {
    const { pty, output, exit } = run('sh', '-c', 'sleep 100 & echo ready; wait');
    await waitUntil('it is ready', () => output().includes('ready'));
    const startedAt = performance.now();
    await pty.hangUp(600_000);
    expect(performance.now() - startedAt).toBeLessThan(100_000);
    await waitUntil('it has ended', exit);
  });

  it('may leave behind what it likes when it ends by itself', async () => {
    const { pty, output, exit } = run('sh', '-c', "trap '' HUP; sleep 100 & echo child $!; exit 4");
    await waitUntil('it has ended', exit);
    const child = Number(/child (\d+)/.exec(output())?.[1]);
    await pty.hangUp(1);
    expect(isZombie(child)).toBe(false);
    process.kill(child, 'SIGKILL');
  });

  it('inherits no terminal of another', async () => {
    const first = run('cat');
    const second = run('cat');
    // Between fork and exec a child still holds what it inherited.
    await waitUntil(
      'the second runs',
      () => readFileSync(`/proc/${second.pty.pid}/comm`, 'utf8') === 'cat\n',
    );
    expect(terminalsOf(second.pty.pid ?? 0)).toEqual([]);
    for (const { pty, exit } of [first, second]) {
      void pty.hangUp(1_000);
      await waitUntil('it has ended', exit);
    }
  });

  it('is looked for in directories of PATH that are relative to its own', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'qmux-path-'));
    mkdirSync(join(cwd, 'tools'));
    writeFileSync(join(cwd, 'tools', 'here'), '#!/bin/sh\nexit 7\n', { mode: 0o755 });
    const path = { ...env, PATH: `tools:${env.PATH}` };
    const pty = spawn({ command: 'here', args: [], cwd, env: path, rows: 10, cols: 40 });
    let exit: PtyExit | undefined;
    pty.onExit((ended) => (exit = ended));
    await waitUntil('it has ended', () => exit);
    rmSync(cwd, { recursive: true });
    expect(exit?.code).toBe(7);
  });

  it.each([
    [{ command: '' }, "the command's first word is empty; name a program there"],
    [{ command: 'no-such-program' }, 'no program no-such-program on PATH; check its name, or give its path'],
    [{ command: './nothing' }, 'cannot run ./nothing: no such program'],
    [{ command: 'sh', cwd: '/no/such/place' }, 'no directory /no/such/place; name another with --cwd'],
  ])('is not started when something is missing: %j', (wrong, message) => {
    expect(() => spawn({ args: [], cwd: tmpdir(), env, rows: 10, cols: 40, ...wrong })).toThrow(message);
  });
});

describe('a program that was stopped', () => {
  it('goes on when somebody asks for it, and reads what is typed', async () => {
    const { pty, output, exit } = run('sh', '-c', 'kill -STOP $$; echo went on; read line; echo "got $line"');
    await waitUntil('it is stopped', () => stateOf(pty.pid as number) === 'T');
    pty.wake();
    pty.write('key\r');
    await waitUntil('it went on and read the key', () => output().includes('got key'));
    await waitUntil('it ended', exit);
    pty.wake();
  });

  it('goes on also behind a child that had the terminal', async () => {
    const script = `import os, signal, time
if os.fork() == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, os.getpgrp())
    os._exit(0)
os.wait()
os.kill(os.getpid(), signal.SIGSTOP)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
print('went on', flush=True)
`;
    const { pty, output } = run('python3', '-c', script);
    await waitUntil('it is stopped', () => stateOf(pty.pid as number) === 'T');
    pty.wake();
    await waitUntil('it went on', () => output().includes('went on'));
  });

  it('is signalled only then', async () => {
    const { pty, output } = run(
      'sh',
      '-c',
      'trap "echo continued" CONT; echo ready; read line; echo "got $line"',
    );
    await waitUntil('it runs', () => output().includes('ready'));
    pty.wake();
    pty.write('key\r');
    await waitUntil('it read the key', () => output().includes('got key'));
    expect(output()).not.toContain('continued');
  });
});
