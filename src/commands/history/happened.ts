// What commands are given of what happens in the workspace. Owns only shapes.

import type { EventListener } from '../../store/events/event-log.js';
import type { EventPart } from '../../store/events/read-events.js';
import type {
  CountedSession,
  FiguresPlaces,
  FiguresRequest,
  History,
  Stats,
} from '../../store/figures/figures.js';
import type { Undo } from '../../text/undo.js';

/** What happened. */
export interface Happened extends Following {
  /** Rejects with a UserError: it could not be counted. */
  count(request: FiguresWish, sessions: readonly CountedSession[]): Promise<Stats | History>;
}

/** The request without where files are. */
export type FiguresWish = FiguresRequest extends infer Each
  ? Each extends unknown
    ? Omit<Each, keyof FiguresPlaces>
    : never
  : never;

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
