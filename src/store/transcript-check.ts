// Whether a parsed line of a transcript is one of the records that chat/ knows (pure). The shapes are
// chat/transcript-record.ts's; a kind of record added there does not compile here until it has its checks.
// Leaves what version 2 has inside its records to tool-record-check.ts.

import type { MessageLevel } from '../text/message-level.js';
import type { Finish, TranscriptRecord } from '../chat/transcript-record.js';
import {
  findWrongField,
  isAmount,
  isCount,
  isFlag,
  isRecord,
  isText,
  listOf,
  oneOf,
  optional,
  type Check,
  type Fields,
} from './shape-check.js';
import {
  ATTACHED_FIELDS,
  CALL_FIELDS,
  isFormValues,
  isPlanEntry,
  isReplySource,
  isUsage,
  QUESTION_FIELDS,
} from './tool-record-check.js';

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
    agentSession: optional(isText),
  },
  question: {
    id: isText,
    parent: (value) => value === null || isText(value),
    text: isText,
    first: optional(isFlag),
    model: optional(isText),
    refs: optional(listOf(isCount)),
    files: optional(listOf(isText)),
    copied: optional(oneOf(true)),
    at: isAmount,
  },
  begin: { id: isText, model: isText, at: isAmount },
  piece: { id: isText, text: isText, at: optional(isAmount) },
  finish: {
    id: isText,
    finish: oneOf(...FINISHES),
    reason: optional(isText),
    error: optional(isText),
    late: optional(oneOf(true)),
    at: isAmount,
  },
  withdraw: { id: isText, at: isAmount },
  note: { text: isText, level: oneOf(...LEVELS), at: isAmount },
  seen: { at: isAmount, watching: optional(isFlag) },
  version: { version: oneOf(2) },
  thought: { turn: isText, text: isText, at: isAmount },
  tool: { turn: isText, id: isText, at: isAmount, unasked: optional(oneOf(true)), ...CALL_FIELDS },
  plan: { turn: isText, entries: listOf(isPlanEntry), at: isAmount },
  asked: {
    turn: isText,
    id: isText,
    text: isText,
    ...QUESTION_FIELDS,
    url: optional(isText),
    tool: optional(isText),
    at: isAmount,
  },
  answered: {
    turn: isText,
    id: isText,
    option: optional(isText),
    reason: optional(isText),
    values: optional(isFormValues),
    text: optional(isText),
    by: optional(isReplySource),
    at: isAmount,
  },
  usage: { turn: isText, usage: isUsage, at: isAmount },
  head: { turn: (value) => value === null || isText(value) },
  context: { turn: isText, in: isFlag },
  compacted: { upTo: isText, summary: isText, at: optional(isAmount) },
  attached: { turn: isText, at: isAmount, ...ATTACHED_FIELDS },
  'attached-more': { turn: isText, text: isText, at: isAmount },
};

const FIELDS_OF_TYPE: ReadonlyMap<unknown, Readonly<Record<string, Check>>> = new Map(Object.entries(FIELDS));

/** The record, or what is wrong with it, or its kind if that is one of a later version. */
export function checkTranscriptRecord(
  value: unknown,
): TranscriptRecord | { wrong: string } | { unknown: string } {
  if (!isRecord(value)) return { wrong: 'not a record' };
  const { type } = value;
  const fields = FIELDS_OF_TYPE.get(type);
  if (!fields) return typeof type === 'string' ? { unknown: type } : { wrong: 'a record without a type' };
  const wrong = findWrongField(value, fields);
  // The table above checks for every type what this assertion claims.
  return wrong === undefined
    ? (value as TranscriptRecord)
    : { wrong: `${String(value['type'])} has a wrong ${wrong}` };
}
