// The longest turn of the server's event loop for each command with a large input: 1,000 sessions, answers of
// 10 MB, chats of 5,000 turns, questions of 1 MB, 50,000 files, 1,000 templates, a config of 64 KB, 66,000
// rows of scrollback. As turns.mjs measures, one sample per round. QMUX_BENCH_ONLY: a pattern of the figures
// that are wanted, with those before them that they follow from.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { printFigure } from './figures.mjs';
import { WORKLOADS } from './large-workloads.mjs';
import { WatchedPeer } from './turn-watch.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 1);
const ONLY = new RegExp(process.env.QMUX_BENCH_ONLY ?? '');
const MOST_MS = 10;
const STEP_MS = 120_000;

/** A qmux with what the workloads need of it. */
class LoadedPeer extends WatchedPeer {
  /** Runs a verb, its output thrown away; a failure is reported, and the benchmark goes on. */
  async verb(...words) {
    const child = spawn(process.execPath, [this.entry, ...words], {
      env: this.env,
      cwd: this.home,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const timer = setTimeout(() => child.kill(), STEP_MS);
    let errors = '';
    child.stderr.on('data', (data) => (errors += data));
    const [code] = await once(child, 'close');
    clearTimeout(timer);
    if (code !== 0) console.error(`${words.join(' ').slice(0, 60)}: ${code} ${errors.slice(0, 200)}`);
  }

  async restart() {
    await this.terminal?.stop();
    this.end();
    await this.start();
  }

  async start() {
    this.terminal = this.attach();
    await this.terminal.waitFor(']0;qmux');
    // The first question loads and compiles what talks to a provider: turns.mjs measures that.
    await this.verb('send', '1', 'hello', '--wait');
    await this.rest(1_000);
  }

  /** Types keys, each after the frames of the one before have come to rest. */
  async keys(...keys) {
    for (const key of keys) {
      this.terminal.type(key);
      await this.rest();
    }
  }

  /** Until the terminal has been sent nothing for a moment. */
  async rest(quietMs = 300) {
    for (let before = -1; before !== this.terminal.receivedBytes;) {
      before = this.terminal.receivedBytes;
      await pause(quietMs);
    }
  }
}

export async function run() {
  const script = fileURLToPath(new URL('sized-provider.mjs', import.meta.url));
  const provider = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(provider.stdout, 'data');
  const env = {
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_BASE_URL: `http://127.0.0.1:${String(port).trim()}/v1`,
    QMUX_MODEL: 'openai/bench',
  };
  const turns = new Map();
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const workload of WORKLOADS) {
        const steps = Object.entries(workload.steps).filter(([name]) => ONLY.test(labelOf(workload, name)));
        if (steps.length > 0) await measure(workload, steps, env, turns);
      }
  } finally {
    provider.kill();
  }
  for (const [name, samples] of turns) print(name, samples);
}

const labelOf = (workload, step) => `${workload.name}: ${step}`;

async function measure(workload, steps, env, turns) {
  const peer = new LoadedPeer(env);
  try {
    await workload.prepare(peer);
    for (const [name, work] of steps) {
      const label = labelOf(workload, name);
      // Ends in between: the first frames of a start are no turn of what is measured.
      if (name === 'restart') {
        await peer.restart();
        continue;
      }
      const longest = await peer.longestTurn(() => work(peer)).catch((error) => ({ error }));
      if (longest.error) {
        console.error(`${label}: ${longest.error.message.slice(0, 300)}`);
        continue;
      }
      if (process.env.QMUX_BENCH_VERBOSE)
        console.error(label.padEnd(60), longest.heldMs.toFixed(1), longest.mostBusyMs.toFixed(1));
      turns.set(label, [...(turns.get(label) ?? []), longest]);
    }
  } catch (error) {
    console.error(`${workload.name}: ${error.stack.slice(0, 500)}`);
  } finally {
    await peer.terminal?.stop();
    peer.remove();
  }
}

function print(name, samples) {
  const held = samples.map(({ heldMs }) => heldMs);
  printFigure(`longest turn: ${name}`, 'ms', held, {
    busy: Math.round(Math.max(...samples.map(({ mostBusyMs }) => mostBusyMs)) * 10) / 10,
    target: MOST_MS,
    met: Math.max(...held) <= MOST_MS,
  });
}
