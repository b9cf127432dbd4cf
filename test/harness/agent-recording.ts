// Replays a recording of an agent (fixtures/agents) through an emulator and a watch, on the test's fake
// clock. Owns that the watch gets what a program session would give it, in the recording's order and at its
// times. Leaves reading the files and comparing with the truth to bench/agent-recording.mjs.

import { vi } from 'vitest';

import { listRecordings, loadRecording, type Moment, type Truth } from '../../bench/agent-recording.mjs';
import { readHook } from '../../src/commands/hooks/agent-hook.js';
import { toReported } from '../../src/commands/report-commands.js';
import { ProgramWatch } from '../../src/session/program/program-watch.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';

const DIRECTORY = new URL('../../fixtures/agents/', import.meta.url);

export const RECORDINGS = listRecordings(DIRECTORY);

export interface Replay {
  truth: Truth;
  moments: Moment[];
  /** Those that a hidden session would ring with. */
  bells: number;
}

export interface ReplayOptions {
  hooks: 'none' | 'all';
  /** Instead of the agent's name. */
  command?: string[];
  /** The output in the pieces in which it is read; absent: as it was recorded. */
  cut?: (bytes: Uint8Array) => Iterable<Uint8Array>;
  /** It rings at the end of each turn. */
  ringsWhenDone?: boolean;
}

/** vi.useFakeTimers() must be on. */
export async function replayAgent(
  name: string,
  { hooks, command, cut = (bytes) => [bytes], ringsWhenDone = false }: ReplayOptions,
): Promise<Replay> {
  const { truth, events } = loadRecording(DIRECTORY, name, { hooks: hooks === 'all' });
  if (ringsWhenDone) addRings(truth, events);
  const emulator = createEmulator({ rows: truth.rows, cols: truth.cols, scrollbackLines: 10 });
  const startMs = performance.now();
  const moments: Moment[] = [];
  let bells = 0;
  const watch = new ProgramWatch({
    command: command ?? [truth.agent],
    readScreen: () => emulator.captureText({ lines: undefined, ansi: false }).split('\n'),
    foregroundCommand: () => undefined,
    foregroundGroup: () => undefined,
    groupExists: () => true,
    isCursorVisible: () => emulator.cursor.visible,
    onChange: () => moments.push({ atMs: performance.now() - startMs, reading: watch.reading }),
  });
  moments.push({ atMs: 0, reading: watch.reading });
  emulator.onSignal((signal) => {
    if (signal.type !== 'bell') return watch.hear(signal);
    if (watch.reading.mayRing) bells++;
  });
  emulator.onTitle((title) => watch.hearTitle(title));
  watch.start();
  const encoder = new TextEncoder();
  for (const [seconds, kind, data] of events) {
    await vi.advanceTimersByTimeAsync(Math.max(0, startMs + seconds * 1000 - performance.now()));
    if (kind === 'o') {
      for (const piece of cut(encoder.encode(data))) {
        emulator.write(piece);
        watch.printed();
      }
    } else if (kind === 'i') watch.typed(data);
    else if (kind === 'hook') {
      const report = readHook(data);
      if (report) watch.hearHook({ ...report, state: toReported(report.state) });
    }
  }
  watch.stop();
  emulator.dispose();
  return { truth, moments, bells };
}

function addRings({ states }: Truth, events: [seconds: number, kind: string, data: string][]): void {
  // A moment later, as its last picture comes first.
  for (const [at, { t, state }] of states.entries())
    if (state === 'idle' && states[at - 1]?.state === 'working') events.push([t + 0.1, 'o', '\x07']);
  events.sort(([a], [b]) => a - b);
}
