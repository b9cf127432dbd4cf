// A session's state machine (pure): which of the 25 moves between the five states are allowed.
// Owns the table. Leaves to managed-session.ts when to move and to attention what a state means to the user.

export type SessionState = 'active' | 'processing' | 'waiting' | 'paused' | 'completed';

export const SESSION_STATES: readonly SessionState[] = [
  'active',
  'processing',
  'waiting',
  'paused',
  'completed',
];

/** Saying the same again is no move, so no state lists itself. */
const ALLOWED: Record<SessionState, readonly SessionState[]> = {
  active: ['active', 'processing', 'waiting', 'paused', 'completed'],
  processing: ['active', 'waiting', 'paused', 'completed'],
  waiting: ['active', 'processing', 'paused', 'completed'],
  paused: ['active', 'processing', 'completed'],
  completed: ['active'],
};

/** The state after the move; the old one when the move is refused. */
export function moveState(from: SessionState, to: SessionState): { state: SessionState; allowed: boolean } {
  const allowed = ALLOWED[from].includes(to);
  return { state: allowed ? to : from, allowed };
}
