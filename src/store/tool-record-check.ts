// Checks of what the records of version 2 hold: tool calls, plans, questions, what was used and what was
// attached (pure). The shapes are chat/model-event.ts's, chat/user-question.ts's and chat/context/'s; a value
// added there does not compile here until it is listed.

import type { Attached, AttachedKind } from '../chat/context/attached.js';
import type { LineRange } from '../chat/context/references.js';
import type {
  Cost,
  FileDiff,
  PlanEntry,
  ToolCall,
  ToolKind,
  ToolStatus,
  Usage,
} from '../chat/model-event.js';
import type {
  FieldValue,
  FormField,
  QuestionOption,
  ReplySource,
  UserQuestion,
} from '../chat/user-question.js';
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

/** Exactly these words; the table names each once. */
const wordOf = <Word extends string>(words: Record<Word, true>): Check => oneOf(...Object.keys(words));

const shapedAs =
  <Shape>(fields: Fields<Shape>): Check =>
  (value) =>
    isRecord(value) && findWrongField(value, fields) === undefined;

const isToolKind = wordOf<ToolKind>({
  read: true,
  edit: true,
  delete: true,
  move: true,
  search: true,
  execute: true,
  think: true,
  fetch: true,
  switch_mode: true,
  other: true,
});

const isToolStatus = wordOf<ToolStatus>({ pending: true, in_progress: true, completed: true, failed: true });

const isDiff = shapedAs<FileDiff>({
  path: isText,
  old: (value) => value === null || isText(value),
  new: isText,
});

const isAnything: Check = () => true;

/** An update: every field may be absent. */
export const CALL_FIELDS: Fields<Omit<ToolCall, 'id'>> = {
  kind: optional(isToolKind),
  title: optional(isText),
  status: optional(isToolStatus),
  input: isAnything,
  output: optional(isText),
  diffs: optional(listOf(isDiff)),
  paths: optional(listOf(isText)),
};

export const isPlanEntry = shapedAs<PlanEntry>({
  text: isText,
  status: wordOf<PlanEntry['status']>({ pending: true, in_progress: true, completed: true }),
});

const isOption = shapedAs<QuestionOption>({
  id: isText,
  name: isText,
  kind: wordOf<QuestionOption['kind']>({
    allow_once: true,
    allow_always: true,
    reject_once: true,
    reject_always: true,
    choice: true,
  }),
});

const isFormValue: Check = (value) =>
  isText(value) || typeof value === 'number' || isFlag(value) || listOf(isText)(value);

export const isFormValues: Check = (value) => isRecord(value) && Object.values(value).every(isFormValue);

const isFieldValue = shapedAs<FieldValue>({ value: isText, name: isText, description: optional(isText) });

const isField = shapedAs<FormField>({
  name: isText,
  title: isText,
  description: optional(isText),
  type: wordOf<FormField['type']>({
    text: true,
    number: true,
    integer: true,
    choice: true,
    choices: true,
    flag: true,
  }),
  values: listOf(isFieldValue),
  required: isFlag,
  preset: optional(isFormValue),
});

export const QUESTION_FIELDS = {
  kind: wordOf<UserQuestion['kind']>({ permission: true, choice: true, form: true, text: true }),
  options: optional(listOf(isOption)),
  fields: optional(listOf(isField)),
};

export const isReplySource = wordOf<ReplySource>({ keys: true, inbox: true, reply: true, editor: true });

const isAttachedKind = wordOf<AttachedKind>({
  file: true,
  folder: true,
  image: true,
  session: true,
  command: true,
});

const isLineRange = shapedAs<LineRange>({ from: isCount, to: isCount });

export const ATTACHED_FIELDS: Fields<Attached> = {
  kind: isAttachedKind,
  name: isText,
  path: optional(isText),
  lines: optional(isLineRange),
  mediaType: optional(isText),
  text: isText,
  bytes: isCount,
};

export const isAttached = shapedAs(ATTACHED_FIELDS);

const isCost = shapedAs<Cost>({ amount: isAmount, currency: isText });

export const isUsage = shapedAs<Usage>({
  used: optional(isAmount),
  size: optional(isAmount),
  inputTokens: optional(isAmount),
  outputTokens: optional(isAmount),
  cost: optional(isCost),
  unpriced: optional(oneOf(true)),
});
