import { describe, expect, it } from 'vitest';
import { CoalescedWrite } from '../../src/files/coalesced-write.js';

/** A slow disk: writes end when told to. */
function slowDisk() {
  const state = { value: 0, written: [] as number[], inFlight: 0, mostInFlight: 0 };
  const ends: ((error?: Error) => void)[] = [];
  const write = async (): Promise<void> => {
    const { value } = state;
    state.mostInFlight = Math.max(state.mostInFlight, ++state.inFlight);
    try {
      await new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())));
      state.written.push(value);
    } finally {
      state.inFlight--;
    }
  };
  return { state, write, endNext: (error?: Error) => ends.shift()?.(error) };
}

describe('CoalescedWrite', () => {
  it('writes the first state at once and of all later ones only the newest', async () => {
    const { state, write, endNext } = slowDisk();
    const writer = new CoalescedWrite(write);
    const requests = [1, 2, 3, 4].map((value) => {
      state.value = value;
      return writer.request();
    });
    endNext();
    await requests[0];
    expect(state.written).toEqual([1]);
    // Between the end of one write and the start of the next: joins the next.
    const joined = writer.request();
    while (state.written.length < 2) {
      endNext();
      await Promise.resolve();
    }
    await Promise.all([...requests, joined]);
    expect(state.written).toEqual([1, 4]);
    expect(state.mostInFlight).toBe(1);
  });

  it('goes on after a write that failed', async () => {
    const { state, write, endNext } = slowDisk();
    const writer = new CoalescedWrite(write);
    const first = writer.request();
    const second = writer.request();
    endNext(new Error('disk'));
    await expect(first).rejects.toThrow('disk');
    let idle = false;
    const waiting = writer.idle().then(() => (idle = true));
    expect(idle).toBe(false);
    await Promise.resolve();
    endNext();
    await second;
    await waiting;
    expect(state.written).toHaveLength(1);
  });
});
