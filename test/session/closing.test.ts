import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Closing } from '../../src/session/closing.js';
import type { AnySession } from '../../src/session/coordinator.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function close(running: string | undefined) {
  const stopped: string[] = [];
  const session = {
    id: 'a',
    name: 'a',
    running,
    stop: async (why: string) => void stopped.push(why),
  } as unknown as AnySession;
  const closing = new Closing(
    () => {},
    () => {},
  );
  closing.add(session);
  return { closing, session, stopped };
}

describe('a session that was closed', () => {
  it('goes on for ten seconds, then ends because it was closed', async () => {
    const { stopped } = close('answering');
    await vi.advanceTimersByTimeAsync(9_900);
    expect(stopped).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(stopped).toEqual(['closed']);
  });

  it('is given back whole before that', async () => {
    const { closing, session, stopped } = close('answering');
    expect(closing.takeBack('a')).toBe(session);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(stopped).toEqual([]);
  });

  it('ends for the same reason when it runs nothing, and when the server ends first', async () => {
    expect(close(undefined).stopped).toEqual(['closed']);
    const { closing, stopped } = close('answering');
    await closing.stop();
    expect(stopped).toEqual(['closed']);
  });
});
