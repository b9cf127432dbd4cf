// What is measured: the built qmux with a home of its own, and tmux with a socket of its own if it is
// installed.

import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { StampedTerminal, timeToEnd } from './stamped-terminal.mjs';
import { BenchTerminal } from './terminal.mjs';

/** QMUX_BENCH_ENTRY: another build, to compare two. */
const ENTRY = process.env.QMUX_BENCH_ENTRY ?? fileURLToPath(new URL('../dist/cli.js', import.meta.url));

export const tmuxVersion = () => {
  const { status, stdout } = spawnSync('tmux', ['-V'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};

export class QmuxPeer {
  /** answers: what the terminals reply to queries (terminal.mjs). */
  constructor(extraEnv = {}, { answers = [] } = {}) {
    this.answers = answers;
    this.entry = ENTRY;
    this.home = mkdtempSync(join(tmpdir(), 'qmux-bench-'));
    this.env = {
      PATH: process.env.PATH,
      HOME: this.home,
      QMUX_HOME: this.home,
      QMUX_PROBE: '0',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      SHELL: '/bin/sh',
      ...extraEnv,
    };
  }

  attach() {
    return new BenchTerminal(process.execPath, [ENTRY], this.#terminal());
  }

  /** As attach, but watched by a process of its own. */
  attachStamped() {
    return new StampedTerminal(process.execPath, [ENTRY], this.#terminal());
  }

  /** Milliseconds that a call takes. */
  timeCall(...args) {
    return timeToEnd(process.execPath, [ENTRY, ...args], this.#terminal());
  }

  #terminal() {
    return { env: this.env, cwd: this.home, answers: this.answers };
  }

  call(...args) {
    return execFileSync(process.execPath, [ENTRY, ...args], {
      env: this.env,
      cwd: this.home,
      encoding: 'utf8',
    });
  }

  /** Like call, but the benchmark's own servers keep running meanwhile. */
  async callAsync(...args) {
    await promisify(execFile)(process.execPath, [ENTRY, ...args], { env: this.env, cwd: this.home });
  }

  serverPid() {
    const directory = join(this.home, 'data/default/lock');
    const newest = readdirSync(directory)
      .filter((name) => /^server\.\d+$/.test(name))
      .sort((a, b) => Number(b.slice(7)) - Number(a.slice(7)))[0];
    return JSON.parse(readFileSync(join(directory, newest), 'utf8')).pid;
  }

  end() {
    spawnSync(process.execPath, [ENTRY, 'kill-server', '--yes'], { env: this.env, cwd: this.home });
  }

  remove() {
    this.end();
    rmSync(this.home, { recursive: true, force: true });
  }
}

export class TmuxPeer {
  constructor({ answers = [] } = {}) {
    this.answers = answers;
    this.home = mkdtempSync(join(tmpdir(), 'tmux-bench-'));
    this.env = {
      PATH: process.env.PATH,
      HOME: this.home,
      TERM: 'xterm-256color',
      SHELL: '/bin/sh',
      TMUX_TMPDIR: this.home,
      PS1: '$ ',
    };
  }

  attachStamped(...args) {
    return new StampedTerminal('tmux', ['-f', '/dev/null', ...args], {
      env: this.env,
      cwd: this.home,
      answers: this.answers,
    });
  }

  attach(...args) {
    return new BenchTerminal('tmux', ['-f', '/dev/null', ...args], {
      env: this.env,
      cwd: this.home,
      answers: this.answers,
    });
  }

  call(...args) {
    return spawnSync('tmux', ['-f', '/dev/null', ...args], { env: this.env, encoding: 'utf8' }).stdout;
  }

  remove() {
    this.call('kill-server');
    rmSync(this.home, { recursive: true, force: true });
  }
}
