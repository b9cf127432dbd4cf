// Replays a recording of an agent (fixtures/agents) through an emulator and a watch, on the fake clock of the test, and
// compares what the watch says with the truth. Owns reading the files and the measure. Invariant: the watch gets what a
// program session would give it, in the recording's order and at its times.

import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { vi } from 'vitest';

import { readHook } from '../../src/commands/agent-hook.js';
import type { ProgramReading } from '../../src/session/program-state.js';
import { ProgramWatch } from '../../src/session/program-watch.js';
import { createEmulator } from '../../src/terminal/emulator.js';

const DIRECTORY = new URL('../../fixtures/agents/', import.meta.url);

export const RECORDINGS: readonly string[] = readdirSync(DIRECTORY)
  .filter((file) => file.endsWith('.cast.gz'))
  .map((file) => file.replace('.cast.gz', ''));

interface Truth {
  agent: string;
  cols: number;
  rows: number;
  states: { t: number; state: string }[];
  hooks: { t: number; name: string; data: object }[];
}

/** Of the reading, from atMs on. */
export interface Moment {
  atMs: number;
  reading: ProgramReading;
}

export interface Replay {
  truth: Truth;
  moments: Moment[];
  bells: number;
}

export interface ReplayOptions {
  hooks: 'none' | 'all';
  /** Instead of the agent's name. */
  command?: string[];
}

/** vi.useFakeTimers() must be on. */
export async function replayAgent(name: string, { hooks, command }: ReplayOptions): Promise<Replay> {
  const truth = JSON.parse(readFileSync(new URL(`${name}.truth.json`, DIRECTORY), 'utf8')) as Truth;
  const events = gunzipSync(readFileSync(new URL(`${name}.cast.gz`, DIRECTORY)))
    .toString()
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as [number, string, string]);
  if (hooks === 'all') for (const { t, data } of truth.hooks) events.push([t, 'hook', JSON.stringify(data)]);
  events.sort(([a], [b]) => a - b);

  const emulator = createEmulator({ rows: truth.rows, cols: truth.cols, scrollbackLines: 10 });
  const startMs = performance.now();
  const moments: Moment[] = [];
  let bells = 0;
  const watch = new ProgramWatch({
    command: command ?? [truth.agent],
    readScreen: () => emulator.captureText({ lines: undefined, ansi: false }).split('\n'),
    isCursorVisible: () => emulator.cursor.visible,
    onChange: () => moments.push({ atMs: performance.now() - startMs, reading: watch.reading }),
  });
  moments.push({ atMs: 0, reading: watch.reading });
  emulator.onSignal((signal) => {
    if (signal.type !== 'bell') watch.hear(signal);
    else if (watch.reading.mayRing) bells++;
  });
  emulator.onTitle((title) => watch.hearTitle(title));
  watch.start();
  const encoder = new TextEncoder();
  for (const [seconds, kind, data] of events) {
    await vi.advanceTimersByTimeAsync(Math.max(0, startMs + seconds * 1000 - performance.now()));
    if (kind === 'o') {
      emulator.write(encoder.encode(data));
      watch.printed();
    } else if (kind === 'i') watch.typed(data);
    else if (kind === 'hook') {
      const report = readHook(data);
      if (report) watch.hearHook({ ...report, state: report.state === 'waiting' ? 'blocked' : report.state });
    }
  }
  watch.stop();
  emulator.dispose();
  return { truth, moments, bells };
}

const STATE_OF: Readonly<Record<string, ProgramReading['state']>> = {
  idle: 'active',
  working: 'processing',
  waiting: 'waiting',
};

export interface Measure {
  /** Share of the time between start and end in which the state was right. */
  right: number;
  /** Episodes of waiting, and how many of them were seen. */
  episodes: number;
  seen: number;
  /** Times that it was said to wait, and how many of them overlap with the truth. */
  claims: number;
  trueClaims: number;
  /** From the beginning of waiting, and from its end, to being said so, in ms. */
  delaysMs: number[];
  leavingMs: number[];
}

/** A claim that comes this long before the truth, which is what the model has sent, is none too early. */
const EARLY_MS = 100;

export function measure({ truth, moments }: Replay): Measure {
  const endMs = (truth.states.at(-1)?.t ?? 0) * 1000;
  const truths = truth.states.map(({ t, state }, at) => ({
    state: STATE_OF[state],
    fromMs: t * 1000,
    toMs: (truth.states[at + 1]?.t ?? t) * 1000,
  }));
  const moves = moments.filter(({ reading }, at) => reading.state !== moments[at - 1]?.reading.state);
  const said = moves.map(({ atMs, reading }, at) => ({
    state: reading.state,
    fromMs: atMs,
    toMs: Math.min(moves[at + 1]?.atMs ?? endMs, endMs),
  }));
  let [rightMs, allMs] = [0, 0];
  for (const each of truths) {
    if (each.state === undefined) continue;
    allMs += each.toMs - each.fromMs;
    for (const { state, fromMs, toMs } of said)
      if (state === each.state)
        rightMs += Math.max(0, Math.min(toMs, each.toMs) - Math.max(fromMs, each.fromMs));
  }
  const episodes = truths.filter(({ state }) => state === 'waiting');
  const claims = said.filter(({ state, fromMs, toMs }) => state === 'waiting' && toMs > fromMs);
  const overlaps = (a: { fromMs: number; toMs: number }, b: { fromMs: number; toMs: number }): boolean =>
    a.fromMs < b.toMs && b.fromMs - EARLY_MS < a.toMs;
  const seen = episodes.filter((episode) => claims.some((claim) => overlaps(claim, episode)));
  return {
    right: rightMs / allMs,
    episodes: episodes.length,
    seen: seen.length,
    claims: claims.length,
    trueClaims: claims.filter((claim) => episodes.some((episode) => overlaps(claim, episode))).length,
    delaysMs: seen.map((episode) => {
      const claim = claims.find((each) => overlaps(each, episode));
      return Math.max(0, (claim?.fromMs ?? 0) - episode.fromMs);
    }),
    leavingMs: seen.map((episode) => {
      const claim = claims.findLast((each) => overlaps(each, episode));
      return Math.max(0, (claim?.toMs ?? 0) - episode.toMs);
    }),
  };
}
