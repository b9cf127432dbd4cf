import { describe, expect, it } from 'vitest';

import { moveState, SESSION_STATES, type SessionState } from '../../src/session/status.js';

describe('the state machine', () => {
  const allowed: Record<SessionState, string> = {
    active: 'active processing waiting paused completed',
    processing: 'active waiting paused completed',
    waiting: 'active processing paused completed',
    paused: 'active processing completed',
    completed: 'active',
  };
  const moves = SESSION_STATES.flatMap((from) => SESSION_STATES.map((to) => ({ from, to })));

  it.each(moves)('$from to $to', ({ from, to }) => {
    const isAllowed = allowed[from].split(' ').includes(to);
    expect(moveState(from, to)).toEqual({ state: isAllowed ? to : from, allowed: isAllowed });
  });

  it('has 25 moves', () => {
    expect(moves).toHaveLength(25);
  });
});
