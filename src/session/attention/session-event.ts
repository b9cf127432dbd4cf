// What happens in a session that somebody who does not look wants to know of. Owns only the shape.
// Events announce; what follows from them (a notification, a line on attach) is the server's.

import type { AttentionReason } from './attention.js';

export type SessionEvent =
  /** It needs the user; told once for each reason until it is seen. text: one line, safe to show. */
  | { type: 'attention'; reason: AttentionReason; text: string }
  /** A chat's answer is whole, was cut, or failed in a way that needs no action of the user. */
  | { type: 'answered' }
  | { type: 'failed' }
  /** A program's end by itself: `exited 3`, `killed by SIGKILL`. */
  | { type: 'exited'; how: string };
