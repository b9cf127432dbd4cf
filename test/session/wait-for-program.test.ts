import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { HEARD_NOTHING, readState, type ProgramReading } from '../../src/session/program/program-state.js';
import { waitForProgram, type ProgramEnd } from '../../src/session/program/wait-for-program.js';

const NOTHING = readState(HEARD_NOTHING);
const IDLE: ProgramReading = { ...NOTHING, said: 'idle', source: 'osc7501' };
const WORKING: ProgramReading = { ...IDLE, said: 'working', state: 'processing' };
const DONE: ProgramReading = { ...IDLE, said: 'done' };
const FAILED: ProgramReading = { ...IDLE, said: 'error', error: 'no credit' };
const asking = (question: string): ProgramReading => ({
  ...IDLE,
  said: 'blocked',
  state: 'waiting',
  question,
});

let listeners: Set<() => void>;
let program: Parameters<typeof waitForProgram>[0] & { reading: ProgramReading; running: string | undefined };
let end: ProgramEnd | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  listeners = new Set();
  end = undefined;
  program = {
    reading: IDLE,
    running: 'agent runs',
    onReading(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
});
afterEach(() => void vi.useRealTimers());

async function become(reading: ProgramReading): Promise<void> {
  program.reading = reading;
  for (const listener of listeners) listener();
  await vi.advanceTimersByTimeAsync(0);
}
const start = (): ReturnType<typeof waitForProgram> => waitForProgram(program);
const sent = async (waiting: ReturnType<typeof waitForProgram>): Promise<void> => {
  void waiting.sent().then((found) => (end = found));
  await vi.advanceTimersByTimeAsync(0);
};

describe('the wait for a program', () => {
  it.each<[string, ProgramReading[], ProgramEnd]>([
    ['it worked and is done', [WORKING, DONE], { type: 'done' }],
    ['it worked and rests', [WORKING, IDLE], { type: 'done' }],
    ['it asks', [WORKING, asking('Run make?')], { type: 'asks', text: 'Run make?' }],
    ['it failed', [WORKING, FAILED], { type: 'failed', text: 'no credit' }],
    ['it takes back what it said', [WORKING, NOTHING], { type: 'done' }],
  ])('ends when %s', async (_what, readings, expected) => {
    await sent(start());
    for (const reading of readings) {
      expect(end).toBeUndefined();
      await become(reading);
    }
    expect(end).toEqual(expected);
    expect([listeners.size, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('does not end with what it did before it was sent something', async () => {
    program.reading = WORKING;
    const waiting = start();
    await become(DONE);
    await sent(waiting);
    expect(end).toBeUndefined();
    await become(WORKING);
    await become(DONE);
    expect(end).toEqual({ type: 'done' });
  });

  it('does not end with the question that was answered', async () => {
    program.reading = asking('Run make?');
    await sent(start());
    expect(end).toBeUndefined();
    await become(WORKING);
    await become(asking('Run make?'));
    expect(end).toEqual({ type: 'asks', text: 'Run make?' });
  });

  it('ends with a question that the answer did not answer', async () => {
    program.reading = asking('Run make?');
    await sent(start());
    await vi.advanceTimersByTimeAsync(3000);
    expect(end).toEqual({ type: 'asks', text: 'Run make?' });
  });

  it('ends where no work follows', async () => {
    await sent(start());
    await vi.advanceTimersByTimeAsync(2999);
    expect(end).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(end).toEqual({ type: 'done' });
  });

  it('ends with the process', async () => {
    await sent(start());
    await become(WORKING);
    program.running = undefined;
    await become(NOTHING);
    expect(end).toEqual({ type: 'ended' });
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const waiting = start();
    await sent(waiting);
    waiting.cancel();
    expect([listeners.size, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
