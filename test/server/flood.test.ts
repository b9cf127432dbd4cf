// A program that prints endlessly, in a real workspace: what is read of it is the state of one moment.

import { afterEach, describe, expect, it } from 'vitest';

import { ProgramSession } from '../../src/session/program/program-session.js';
import type { Reading } from '../../src/copy-mode/reading.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

let started: StartedWorkspace;
afterEach(() => started.workspace.stop());

async function startFlood(): Promise<ProgramSession> {
  started = await startWorkspace();
  await started.create();
  const session = await started.create({ kind: 'program', command: ['seq', '1', '1000000000'] });
  if (!(session instanceof ProgramSession)) throw new Error('not a program');
  await waitUntil('it floods', () => (session.screen?.scrolledLines ?? 0) > 50_000);
  return session;
}

const numbersOf = (text: string): number[] => text.split('\n').filter(Boolean).map(Number);

/** Each is one more than the one before; the last may not be complete yet. */
function expectRow(numbers: readonly number[]): void {
  const gap = numbers.slice(0, -1).findIndex((number, at) => number !== (numbers[0] as number) + at);
  expect(gap === -1 ? [] : numbers.slice(gap - 3, gap + 3)).toEqual([]);
}

const textOf = (reading: Reading): string =>
  Array.from({ length: reading.endRow - reading.firstRow }, (_, at) => reading.rowText(reading.firstRow + at))
    .map(({ text }) => text)
    .join('\n');

describe('a flood', () => {
  it('is captured as far as it has come when it is asked for', async () => {
    const session = await startFlood();
    const before = session.screen?.scrolledLines ?? 0;
    await session.whenParsed();
    const numbers = numbersOf(await session.capture({ lines: 500, ansi: false }));
    expect(numbers.length).toBeGreaterThan(495);
    expect(numbers[0]).toBeGreaterThan(before - 500);
    expectRow(numbers);
  });

  it('is read in copy mode without a gap, each row under its number, and goes on', async () => {
    const session = await startFlood();
    const open = session.openReading({ places: () => [], move: () => {} });
    if (!open) throw new Error('no screen');
    const { reading } = open;
    await session.whenParsed();
    expectRow(numbersOf(textOf(reading)));
    const { endRow } = reading;
    const [last] = numbersOf(reading.rowText(endRow - 2).text);
    // Asked at once: some milliseconds later the row has left the scrollback.
    let later: string | undefined;
    session.screen?.onChange(() => {
      if (reading.endRow > endRow + 500) later ??= reading.rowText(endRow - 2).text;
    });
    await waitUntil('it has printed more', () => later !== undefined);
    expect(later).toBe(String(last));
    expectRow(numbersOf(textOf(reading)));
    open.close();
    const { scrolledLines = 0 } = session.screen ?? {};
    await waitUntil(
      'it is looked at from its end again',
      () => session.screen!.scrolledLines > scrolledLines + 50_000,
    );
  });

  it('leaves nobody waiting who asked before it ended', async () => {
    const session = await startFlood();
    process.kill(session.pid as number, 'SIGKILL');
    await Promise.all([session.whenParsed(), waitUntil('it has ended', () => session.pid === undefined)]);
    await session.whenParsed();
  });
});
