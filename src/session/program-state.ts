// The state of a program from what it said last and what rang (pure). Owns that derivation: last said blocked, or an
// unseen bell: waiting; else last said working: processing; else active; completed when it has ended.
// Leaves reading its sequences to terminal/ and the moves to status.ts.

import type { ProgramSignal } from '../terminal/program-signal.js';
import type { SessionState } from './status.js';

export interface Said {
  /** quiet: it is done, idle, or never said anything. */
  state: 'working' | 'blocked' | 'error' | 'quiet';
  /** A bar of progress that ends takes back only what a bar said. */
  by: 'report' | 'progress';
  text: string;
}

export const SAID_NOTHING: Said = { state: 'quiet', by: 'report', text: '' };

/** What stands as said after a signal. */
export function hearSignal(said: Said, signal: Exclude<ProgramSignal, { type: 'bell' }>): Said {
  switch (signal.type) {
    case 'report': {
      const { state, text } = signal;
      const isQuiet = state === 'done' || state === 'idle' || state === 'clear';
      return isQuiet ? SAID_NOTHING : { state, by: 'report', text };
    }
    case 'progress':
      if (!signal.running) return said.by === 'progress' ? SAID_NOTHING : said;
      return said.state === 'working' ? said : { state: 'working', by: 'progress', text: '' };
    case 'prompt':
      // An error stays: it is a result, not something that goes on.
      return said.state === 'error' ? said : SAID_NOTHING;
  }
}

export function deriveState(facts: { said: Said; rang: boolean; ended: boolean }): SessionState {
  if (facts.ended) return 'completed';
  if (facts.said.state === 'blocked' || facts.rang) return 'waiting';
  return facts.said.state === 'working' ? 'processing' : 'active';
}
