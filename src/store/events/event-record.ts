// What happened, as it stands in events.jsonl and in the stream of `events` (pure). Owns the shapes and the
// check of a parsed line. Invariant: an event holds no word of a conversation and no name, so that nothing of
// a deleted session is left in it.

import type { Finish } from '../../chat/transcript-record.js';
import { isSessionId } from '../session-record.js';
import {
  findWrongField,
  isAmount,
  isCount,
  isRecord,
  isText,
  oneOf,
  optional,
  type Fields,
} from '../shape-check.js';

/** session: its id. */
export type EventBody =
  | { type: 'made'; session: string; kind: 'chat' | 'program'; sessionType: string; agent?: string }
  | { type: 'closed'; session: string }
  | { type: 'reopened'; session: string }
  /** unused: nobody had asked it anything; it went by itself. */
  | { type: 'deleted'; session: string; unused?: true }
  | { type: 'state'; session: string; state: string; before: string }
  /** It waits for its user. */
  | { type: 'question'; session: string }
  /**
   * It waits no longer; it has since `from`. untold: no transcript holds the wait. until: when it ended, if
   * that was earlier, because the server was killed. agent: it ran in the program that waited.
   */
  | { type: 'reply'; session: string; from: number; untold?: true; until?: number; agent?: string }
  | { type: 'turn'; session: string; turn: string; finish: Finish; model: string }
  /** A program ended by itself. */
  | { type: 'exit'; session: string; code?: number; signal?: number; afterMs: number };

/** id: grows with every event, over restarts too. at: ms since 1970. */
export type EventRecord = { id: number; at: number } & EventBody;

type EventFields = {
  readonly [Type in EventBody['type']]: Fields<Omit<Extract<EventBody, { type: Type }>, 'type' | 'session'>>;
};

const FIELDS: EventFields = {
  made: { kind: oneOf('chat', 'program'), sessionType: isText, agent: optional(isText) },
  closed: {},
  reopened: {},
  deleted: { unused: optional(oneOf(true)) },
  state: { state: isText, before: isText },
  question: {},
  reply: {
    from: isAmount,
    untold: optional(oneOf(true)),
    until: optional(isAmount),
    agent: optional(isText),
  },
  turn: { turn: isText, finish: oneOf('stop', 'cut', 'error', 'interrupted'), model: isText },
  exit: { code: optional(isCount), signal: optional(isCount), afterMs: isAmount },
};

const FIELDS_OF_TYPE: ReadonlyMap<unknown, EventFields[EventBody['type']]> = new Map(Object.entries(FIELDS));

/**
 * 'unknown': of a kind that only a later version knows. undefined: damaged. An empty line, which a repaired
 * tear leaves, is 'unknown' too.
 */
export function decodeEvent(line: string): EventRecord | 'unknown' | undefined {
  if (line === '') return 'unknown';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !isCount(value['id']) || !isAmount(value['at'])) return undefined;
  const fields = FIELDS_OF_TYPE.get(value['type']);
  if (!fields) return typeof value['type'] === 'string' ? 'unknown' : undefined;
  const { session } = value;
  if (typeof session !== 'string' || !isSessionId(session)) return undefined;
  return findWrongField(value, fields) === undefined ? (value as EventRecord) : undefined;
}

/** As JSON.stringify begins an event. */
const BEGINNING = '{"id":';

/** Without decoding the line; 0: it says none at its beginning. */
export const idOf = (line: string): number => Number(/^\{"id":(\d{1,15})[,}]/.exec(line)?.[1] ?? 0);

/** The same for its type; undefined: it does not begin as an event does. */
export const typeOf = (line: string): string | undefined =>
  /^\{"id":\d{1,15},"at":\d+(?:\.\d+)?,"type":"([a-z]+)"/.exec(line)?.[1];

export const isTornEvent = (line: string): boolean =>
  (line.startsWith(BEGINNING) || BEGINNING.startsWith(line)) && !line.includes('\0');
