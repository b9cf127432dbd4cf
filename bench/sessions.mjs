// List, switch, create and close with 10, 100 and 1,000 saved sessions: the coordinator over a real store, in
// this process, with one viewer. Only the list itself may grow; each figure says for how many sessions it is.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { printFigure } from './figures.mjs';
import { startWorkspace } from './workspace.mjs';

const COUNTS = [10, 100, 1000];
const ROUNDS = 30;

async function start(directory) {
  const { workspace, store } = await startWorkspace(directory);
  await workspace.restore();
  const viewer = workspace.coordinator.arrangement.viewers.attach({ id: 'bench', rows: 40, cols: 120 });
  const create = (at) =>
    workspace.coordinator.createSession({
      kind: 'chat',
      cwd: directory,
      command: [],
      env: {},
      viewer,
      place: { at },
    });
  return { workspace, store, viewer, create };
}

async function measure(samples, operation) {
  const startedAt = performance.now();
  const result = await operation();
  samples.push(performance.now() - startedAt);
  return result;
}

async function runWith(count) {
  const directory = mkdtempSync(join(tmpdir(), 'qmux-bench-'));
  const { workspace, store, viewer, create } = await start(directory);
  const { coordinator } = workspace;
  await create('pane');
  for (let at = 1; at < count; at++) await create('background');
  await store.flush();
  const figures = { list: [], switch: [], create: [], close: [] };
  for (let round = 0; round < ROUNDS; round++) {
    await measure(figures.list, () => JSON.stringify(coordinator.list({ archived: true })));
    const target = coordinator.sessions[(round * 37 + 1) % count];
    await measure(figures.switch, () => coordinator.showSession(viewer, target));
    const made = await measure(figures.create, () => create('pane'));
    await measure(figures.close, () => coordinator.closeSession(made));
    // Not measured together with the writes of the previous round.
    await store.flush();
  }
  for (const [name, samples] of Object.entries(figures))
    printFigure(`${name} with ${count} sessions`, 'ms', samples);
  await workspace.stop();
  rmSync(directory, { recursive: true, force: true });
}

export async function run() {
  for (const count of COUNTS) await runWith(count);
}
