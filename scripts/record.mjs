// Records what programs write to their terminal, for tests that play it back: `node scripts/record.mjs
// [NAME…]` writes fixtures/programs/NAME.rec. Needs the programs themselves (Debian: less, htop, tmux). The
// keys are typed one by one with a pause between them; the program runs on a terminal that answers queries.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import headless from '@xterm/headless';
import nodePty from 'node-pty';

const ROWS = 38;
const COLS = 120;
/** Long enough for a program to draw what the last key did. */
const KEY_MS = 400;
/** People read fixtures too, and every clone contains them. */
const LARGEST_BYTES = 120_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'record-'));
const ESC = '\x1b';

/** Programs that show other processes are given these, and nothing else of the machine. */
const sleepers = ['1000', '2000', '3000'].map((seconds) => spawn('sleep', [seconds], { stdio: 'ignore' }));
const pids = sleepers.map(({ pid }) => pid).join(',');

const tmuxConfig = join(home, 'tmux.conf');
writeFileSync(tmuxConfig, 'set -g status-right ""\nset -g default-command "sh"\nset -g escape-time 0\n');

const RECORDINGS = {
  less: {
    command: ['less', '-R', 'docs/manual/panes-and-tabs.md'],
    keys: [' ', ' ', 'j', 'j', 'k', 'b', '/pane\r', 'n', 'n', 'G', '10g', 'd', 'u', '-N\r', 'j', 'j', 'q'],
  },
  htop: {
    command: ['htop', '-d', '5', '-p', pids],
    keys: [
      '',
      '',
      `${ESC}[B`,
      `${ESC}[B`,
      '>',
      `${ESC}[B`,
      '\r',
      't',
      'h',
      ' ',
      '',
      `${ESC}OQ`,
      `${ESC}[B`,
      ESC,
      'q',
    ],
  },
  tmux: {
    command: ['tmux', '-S', join(home, 'tmux'), '-f', tmuxConfig, 'new-session', '-s', 'work'],
    keys: [
      'seq 60\r',
      '\u0002%',
      'seq 200\r',
      '\u0002"',
      'ls -C docs src\r',
      '\u0002c',
      'seq 30\r',
      '\u0002p',
      '\u0002z',
      '\u0002z',
      '\u0002[',
      `${ESC}[5~`,
      'q',
      '\u0002w',
      'q',
      '\u0002x',
      'y',
      '\u0002:',
      'kill-server\r',
    ],
  },
  'node-repl': {
    command: [process.execPath],
    keys: [
      '[1, "two", null, undefined, /x/g, new Map([["漢字", 3n]])]\r',
      'const grid = Array.from({ length: 30 }, (_, at) => ({ at, name: `row ${at} 👩‍💻` }))\r',
      'grid\r',
      'grid.ma\t\t',
      `${ESC}[A`,
      '\u0015',
      'for (let at = 0; at < 60; at++) console.log(at, "漢".repeat(at % 40))\r',
      'throw new Error("no")\r',
      '.exit\r',
    ],
  },
};

const environment = {
  PATH: process.env.PATH,
  HOME: home,
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  LANG: 'C.UTF-8',
  PS1: '$ ',
  NODE_REPL_HISTORY: '',
  LESSHISTFILE: '-',
};

function record({ command: [file, ...args], keys }) {
  const chunks = [];
  const terminal = new headless.Terminal({ rows: ROWS, cols: COLS, allowProposedApi: true, logLevel: 'off' });
  const pty = nodePty.spawn(file, args, {
    rows: ROWS,
    cols: COLS,
    cwd: root,
    env: environment,
    encoding: null,
  });
  terminal.onData((answer) => pty.write(answer));
  const waiting = [...keys];
  return new Promise((resolve) => {
    const timer = setInterval(() => pty.write(waiting.shift() ?? ''), KEY_MS);
    pty.onData((bytes) => {
      chunks.push(bytes);
      terminal.write(bytes);
    });
    pty.onExit(() => {
      clearInterval(timer);
      resolve(Buffer.concat(chunks).subarray(0, LARGEST_BYTES));
    });
  });
}

const chosen = process.argv.slice(2);
for (const name of chosen.length > 0 ? chosen : Object.keys(RECORDINGS)) {
  const bytes = await record(RECORDINGS[name]);
  writeFileSync(join(root, 'fixtures/programs', `${name}.rec`), bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}
for (const sleeper of sleepers) sleeper.kill();
rmSync(home, { recursive: true, force: true });
