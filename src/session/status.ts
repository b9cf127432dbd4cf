// A session's state machine (pure): which of the 25 moves between the five states are allowed.
// Owns the table. Leaves when to move to managed-session.ts, and what a state means to the user to attention.

export type SessionState = 'active' | 'processing' | 'waiting' | 'paused' | 'completed';

export const SESSION_STATES: readonly SessionState[] = [
  'active',
  'processing',
  'waiting',
  'paused',
  'completed',
];

/** Reporting the same again is not a move, so no state lists itself. */
const ALLOWED: Record<SessionState, readonly SessionState[]> = {
  active: ['active', 'processing', 'waiting', 'paused', 'completed'],
  processing: ['active', 'waiting', 'paused', 'completed'],
  waiting: ['active', 'processing', 'paused', 'completed'],
  paused: ['active', 'processing', 'completed'],
  completed: ['active'],
};

/** The state after the move; the old one if the move is refused. */
export function moveState(from: SessionState, to: SessionState): { state: SessionState; allowed: boolean } {
  const allowed = ALLOWED[from].includes(to);
  return { state: allowed ? to : from, allowed };
}
