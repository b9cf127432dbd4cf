// After any sequence of splits, resizes and closes each program's own idea of its size equals the box it is
// drawn in.

import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import type { AnySession } from '../../src/session/any-session.js';
import { UserError } from '../../src/text/user-error.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const RUNS = process.env['QMUX_TEST_LONG'] ? 25 : 3;
const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'xterm-256color' };

let started: StartedWorkspace;
afterEach(() => started.workspace.stop());

type Step =
  | { type: 'split'; direction: 'right' | 'below' }
  | { type: 'border'; direction: 'left' | 'right' | 'up' | 'down'; cells: number }
  | { type: 'terminal'; rows: number; cols: number }
  | { type: 'act'; what: 'zoom' | 'close' | 'next' | 'swap' | 'tiled' | 'tab' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constant('split' as const),
    direction: fc.constantFrom('right' as const, 'below' as const),
  }),
  fc.record({
    type: fc.constant('border' as const),
    direction: fc.constantFrom('left' as const, 'right' as const, 'up' as const, 'down' as const),
    cells: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({
    type: fc.constant('terminal' as const),
    rows: fc.integer({ min: 10, max: 50 }),
    cols: fc.integer({ min: 40, max: 200 }),
  }),
  fc.record({
    type: fc.constant('act' as const),
    what: fc.constantFrom(
      'zoom' as const,
      'close' as const,
      'next' as const,
      'swap' as const,
      'tiled' as const,
      'tab' as const,
    ),
  }),
);

const program = { kind: 'program' as const, command: ['cat'], env };

async function take({ workspace, viewer, create }: StartedWorkspace, taken: Step): Promise<void> {
  const { coordinator } = workspace;
  const { arrangement } = coordinator;
  switch (taken.type) {
    case 'split':
      await create({ ...program, place: { at: 'split', direction: taken.direction } });
      return;
    case 'border':
      arrangement.resize(viewer, taken.direction, taken.cells);
      break;
    case 'terminal':
      viewer.rows = taken.rows;
      viewer.cols = taken.cols;
      break;
    case 'act': {
      const focused = coordinator.focused(viewer);
      if (taken.what === 'tab') await create({ ...program, place: { at: 'tab' } });
      else if (taken.what === 'close' && focused) await coordinator.closeSession(focused);
      else if (taken.what === 'zoom') arrangement.rearrange(viewer, { type: 'zoom' });
      else if (taken.what === 'next') arrangement.focus(viewer, 'next');
      else if (taken.what === 'swap') arrangement.rearrange(viewer, { type: 'swap-in-order', step: 1 });
      else if (taken.what === 'tiled') arrangement.layout(viewer, 'tiled');
    }
  }
  coordinator.settle();
}

/**
 * As the kernel tells it to the program: `24 80`. Between fork and exec a child still has our own
 * descriptors.
 */
function sizeOf(pid: number): string {
  const file = `/proc/${pid}/fd/0`;
  if (!readlinkSync(file).startsWith('/dev/pts/')) return 'nothing yet';
  return execFileSync('stty', ['-F', file, 'size'], { encoding: 'utf8' }).trim();
}

describe("a program's idea of its size", () => {
  it('is the box it is drawn in, whatever was done', { timeout: 300_000 }, async () => {
    started = await startWorkspace({ env });
    await started.create({ ...program, place: { at: 'tab' } });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        for (const taken of steps) {
          try {
            await take(started, taken);
          } catch (error) {
            // Too small to be split, nothing to swap with: refused, and nothing has changed.
            if (!(error instanceof UserError)) throw error;
          }
        }
        const { coordinator } = started.workspace;
        for (const [id, { rows, cols }] of coordinator.arrangement.settle()) {
          const session = coordinator.find(id);
          const pid = session?.pid;
          if (pid === undefined) continue;
          await waitUntil(
            `${session?.name} is told ${rows} ${cols}`,
            () => sizeOf(pid) === `${rows} ${cols}`,
            { describe: () => `it knows ${sizeOf(pid)}` },
          );
          expect([session?.screen?.rows, session?.screen?.cols]).toEqual([rows, cols]);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a screen that was saved', () => {
  it.each([
    ['fewer', 38, 38, [13]],
    ['fewer, after it was made smaller', 38, 13, [13]],
    ['more', 13, 13, [38]],
    ['others, again and again', 38, 20, [13, 38, 10]],
  ])('stands above the line that tells the end, on %s rows', async (_what, first, saved, then) => {
    started = await startWorkspace({ env });
    await started.create();
    const command = ['sh', '-c', 'echo one; echo two; echo three; cat'];
    const { id } = await started.create({ ...program, command });
    const session = started.workspace.coordinator.find(id);
    session?.show({ rows: first, cols: 60 });
    await waitUntil('it has printed', () => textOf(session).includes('three'));
    session?.show({ rows: saved, cols: 60 });
    started = await started.startAgain();
    const again = started.workspace.coordinator.find(id);
    for (const rows of then) again?.show({ rows, cols: 60 });
    expect(textOf(again)).toMatch(/^one\ntwo\nthree\nended with the server\n/);
  });
});

const textOf = (session: AnySession | undefined): string =>
  session?.screen?.captureText({ lines: undefined, ansi: false }) ?? '';
