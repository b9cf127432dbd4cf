// What is said between the server and the process that searches, a line of JSON each (pure). Owns only the
// shapes.

import type { Hit, SearchProgress, SearchQuery } from './hit.js';
import type { Unit } from './transcripts/unit.js';

export type ToSearcher =
  | { type: 'search'; id: number; query: SearchQuery; nowMs: number }
  | { type: 'stop'; id: number }
  /** A conversation of an agent, as a whole. */
  | { type: 'read'; id: number; file: string; conversation: string | undefined };

/** Names and what is archived are the server's to know: it adds them. */
export type FoundHit = Omit<Hit, 'archived'>;

export type FromSearcher =
  | { type: 'ready' }
  /** All of them so far, the best first. */
  | { type: 'hits'; id: number; hits: readonly FoundHit[] }
  | { type: 'progress'; id: number; progress: SearchProgress }
  | { type: 'end'; id: number; hits: readonly FoundHit[]; more: boolean; problems: readonly string[] }
  /** Of what was to be read: the next of its turns. */
  | { type: 'units'; id: number; units: readonly Unit[]; isLast: boolean }
  /** It cannot search at all. */
  | { type: 'failed'; id: number; words: string };
