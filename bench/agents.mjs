// How well the state of agents is known: recordings of real ones, replayed on this file's own clock, with and
// without their hooks. AGENTS_DIR names another directory of recordings. Shares are of all recordings
// together, delays in ms.

import { mock } from 'node:test';
import { pathToFileURL } from 'node:url';

import { loadSources } from '../scripts/load-sources.mjs';
import { findWorse, listRecordings, loadRecording, measure, summarise } from './agent-recording.mjs';

const [{ readHook }, { toReported }, { ProgramWatch }, { createEmulator }] = await loadSources([
  'commands/hooks/agent-hook.ts',
  'commands/report-commands.ts',
  'session/program/program-watch.ts',
  'terminal/emulator/emulator.ts',
]);

const own = process.env.AGENTS_DIR;
const DIRECTORY = own ? pathToFileURL(`${own}/`) : new URL('../fixtures/agents/', import.meta.url);
/**
 * If qmux is the terminal, Claude Code always gets its answer: the others show what a terminal without it
 * gets.
 */
const isOurs = (name) => !/^claude(?!.*osc7501)/.test(name);

function replay(name, hooks) {
  const { truth, events } = loadRecording(DIRECTORY, name, { hooks });
  const emulator = createEmulator({ rows: truth.rows, cols: truth.cols, scrollbackLines: 10 });
  const moments = [];
  let nowMs = 0;
  performance.now = () => nowMs;
  mock.timers.enable({ apis: ['setTimeout'] });
  const watch = new ProgramWatch({
    command: [truth.agent],
    readScreen: () => emulator.captureText({ lines: undefined, ansi: false }).split('\n'),
    foregroundCommand: () => undefined,
    foregroundGroup: () => undefined,
    groupExists: () => true,
    isCursorVisible: () => emulator.cursor.visible,
    onChange: () => moments.push({ atMs: nowMs, reading: watch.reading }),
  });
  moments.push({ atMs: 0, reading: watch.reading });
  emulator.onSignal((signal) => signal.type !== 'bell' && watch.hear(signal));
  emulator.onTitle((title) => watch.hearTitle(title));
  watch.start();
  for (const [seconds, kind, data] of events) {
    for (; nowMs < Math.floor(seconds * 1000); nowMs++) mock.timers.tick(1);
    if (kind === 'o') {
      emulator.write(new TextEncoder().encode(data));
      watch.printed();
    } else if (kind === 'i') watch.typed(data);
    else if (kind === 'hook') {
      const report = readHook(data);
      if (report) watch.hearHook({ ...report, state: toReported(report.state) });
    }
  }
  watch.stop();
  emulator.dispose();
  mock.timers.reset();
  return { name, agent: truth.agent, ...measure({ truth, moments }) };
}

export async function run() {
  const now = performance.now;
  for (const hooks of [false, true]) {
    const all = listRecordings(DIRECTORY)
      .filter(isOurs)
      .map((name) => replay(name, hooks));
    performance.now = now;
    if (all.length === 0) throw new Error('there are no recordings');
    const summary = summarise(all);
    const worse = findWorse(summary);
    if (worse.length > 0) process.exitCode = 1;
    console.log(
      JSON.stringify({
        name: hooks ? 'agents with hooks' : 'agents',
        n: all.length,
        ...summary,
        rightOf: Object.fromEntries(all.map(({ name, right }) => [name, Math.round(right * 1000) / 1000])),
        ...(worse.length === 0 ? {} : { worse }),
      }),
    );
  }
}
