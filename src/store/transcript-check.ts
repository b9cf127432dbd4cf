// Whether a parsed line of a transcript is one of the records that chat/ knows (pure). The shapes are
// chat/transcript-record.ts's; a kind of record added there does not compile here until it has its checks.

import type { MessageLevel } from '../text/message-level.js';
import type { Finish, TranscriptRecord } from '../chat/transcript-record.js';
import {
  findWrongField,
  isAmount,
  isFlag,
  isRecord,
  isText,
  oneOf,
  optional,
  type Check,
  type Fields,
} from './shape-check.js';

type RecordFields = {
  readonly [Type in TranscriptRecord['type']]: Fields<
    Omit<Extract<TranscriptRecord, { type: Type }>, 'type'>
  >;
};

const FINISHES: readonly Finish[] = ['stop', 'cut', 'error', 'interrupted'];
const LEVELS: readonly MessageLevel[] = ['done', 'info', 'error'];

const FIELDS: RecordFields = {
  session: {
    version: oneOf(1),
    id: isText,
    name: isText,
    kind: oneOf('chat'),
    sessionType: isText,
    created: isAmount,
    cwd: optional(isText),
  },
  question: { id: isText, parent: (value) => value === null || isText(value), text: isText, at: isAmount },
  begin: { id: isText, model: isText, at: isAmount },
  piece: { id: isText, text: isText },
  finish: {
    id: isText,
    finish: oneOf(...FINISHES),
    reason: optional(isText),
    error: optional(isText),
    at: isAmount,
  },
  withdraw: { id: isText, at: isAmount },
  note: { text: isText, level: oneOf(...LEVELS), at: isAmount },
  seen: { at: isAmount, watching: optional(isFlag) },
};

const FIELDS_OF_TYPE: ReadonlyMap<unknown, Readonly<Record<string, Check>>> = new Map(Object.entries(FIELDS));

/** The record, or what is wrong with it. */
export function checkTranscriptRecord(value: unknown): TranscriptRecord | { wrong: string } {
  if (!isRecord(value)) return { wrong: 'not a record' };
  const fields = FIELDS_OF_TYPE.get(value['type']);
  if (!fields) return { wrong: `unknown type of record ${JSON.stringify(value['type'])}` };
  const wrong = findWrongField(value, fields);
  // The table above checks for every type what this assertion claims.
  return wrong === undefined
    ? (value as TranscriptRecord)
    : { wrong: `${String(value['type'])} has a wrong ${wrong}` };
}
