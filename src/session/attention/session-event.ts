// What happens in a session that a user who is not looking wants to know. Owns only the shape.
// Events announce; what follows from them (a notification, a line on attach) is the server's.

import type { Finish } from '../../chat/transcript-record.js';
import type { AttentionReason } from './attention.js';

export type SessionEvent =
  /** It needs the user; notified once for each reason until it is seen. text: one line, safe to show. */
  | { type: 'attention'; reason: AttentionReason; text: string }
  /** A chat's answer is complete, was cut, or failed in a way that the user need not fix. */
  | { type: 'answered' }
  | { type: 'failed' }
  /** A turn ended, however: before what follows from it. */
  | { type: 'turn'; id: string; finish: Finish; model: string }
  /** A program ended by itself: `exited 3`, `killed by SIGKILL`. */
  | { type: 'exited'; how: string };
