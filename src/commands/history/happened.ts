// What commands are given of what happens in the workspace. Owns only shapes.

import type { EventListener } from '../../store/events/event-log.js';
import type { EventPart } from '../../store/events/read-events.js';
import type { CountedSession, FiguresWish } from '../../store/figures/figures.js';
import type { Undo } from '../../text/undo.js';

/** What happened. */
export interface Happened extends Following {
  /** What is printed of it, in parts. Rejects with a UserError: it could not be counted. */
  count(wish: FiguresWish, sessions: readonly CountedSession[]): AsyncGenerator<string>;
}

/** What happens, as it happens. */
export interface Following {
  /** events.jsonl. */
  readonly file: string;
  /** Id of the newest event; 0: there was none. */
  readonly lastId: number;
  /** Fires when the server ends. */
  readonly over: AbortSignal;
  onEvent(listener: EventListener): Undo;
  /** Something that lists show of some session has changed. */
  onChange(listener: () => void): Undo;
  /** Those after an id, oldest first, as they are kept. */
  read(after: number): AsyncGenerator<EventPart>;
}
