// A form of fields that the user fills in (pure): which one the keys go to, what was typed or picked so far,
// and what is wrong with it. Owns the keys within a form. Leaves what values are accepted to form-values.ts,
// drawing to form-lines.ts, and declining to question-keys.ts.

import { isText } from '../prompt/plain-key.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { FormField, FormValues } from '../user-question.js';
import { clusters } from '../../text/width.js';
import { presetOf, readForm, valuesOf, type FormQuestion } from './form-values.js';

/** What is in a field: a text and its caret (in clusters), or the values picked and the one pointed at. */
export type Entry =
  { type: 'typed'; text: string; caret: number } | { type: 'picked'; values: readonly string[]; at: number };

export interface Form {
  readonly question: FormQuestion;
  readonly entries: readonly Entry[];
  /** Index of the field that takes the keys. */
  readonly at: number;
  /** By index of the field, until it changes. */
  readonly problems: ReadonlyMap<number, string>;
  /** A key was pressed in it: before that, Enter sends nothing. */
  readonly isTouched: boolean;
}

/** values: it is complete and sent with these. */
export interface FormStep {
  form: Form;
  values?: FormValues;
}

export const createForm = (question: FormQuestion): Form => ({
  question,
  entries: question.fields.map(entryOf),
  at: 0,
  problems: new Map(),
  isTouched: false,
});

const ENTER = '\r';
const TAB = '\t';
const BACK_TAB = '\x1b[Z';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const LEFT = '\x1b[D';
const RIGHT = '\x1b[C';

/** The bytes of one key. What means nothing in a form changes nothing. */
export function pressInForm(given: Form, data: string): FormStep {
  const form = { ...given, isTouched: true };
  const last = form.entries.length - 1;
  if (data === ENTER) {
    if (form.at < last) return { form: goTo(form, form.at + 1) };
    return given.isTouched ? send(form) : { form };
  }
  if (data === TAB || data === DOWN) return { form: goTo(form, form.at + 1) };
  if (data === BACK_TAB || data === UP) return { form: goTo(form, form.at - 1) };
  const entry = form.entries[form.at];
  const field = form.question.fields[form.at];
  if (!entry || !field) return { form };
  const changed = entry.type === 'typed' ? pressInText(entry, data) : pressInValues(entry, field, data);
  return { form: changed === entry ? form : withEntry(form, changed) };
}

/** Into a field that is typed; false: the one that takes the keys is none. */
export function pasteIntoForm(form: Form, text: string): Form | undefined {
  const entry = form.entries[form.at];
  if (entry?.type !== 'typed') return undefined;
  return withEntry({ ...form, isTouched: true }, insert(entry, sanitiseLine(text, MAX_CHARACTERS)));
}

const EMPTY = 'no field is filled in; Ctrl-C declines';
/** More than anybody reads in one line. */
const MAX_CHARACTERS = 4096;

function send(form: Form): FormStep {
  const read = readForm(form.question, (_field, at) => typedIn(form.entries[at]));
  if ('values' in read) {
    // Enter alone, however often, is no reply.
    const isEmpty = form.entries.length > 0 && Object.keys(read.values).length === 0;
    return isEmpty
      ? { form: { ...form, problems: new Map([[form.at, EMPTY]]) } }
      : { form, values: read.values };
  }
  const [first = form.at] = read.problems.keys();
  return { form: { ...form, at: first, problems: read.problems } };
}

const typedIn = (entry: Entry | undefined): string | readonly string[] =>
  entry?.type === 'picked' ? entry.values : (entry?.text ?? '');

function goTo(form: Form, at: number): Form {
  return { ...form, at: Math.max(0, Math.min(form.entries.length - 1, at)) };
}

function withEntry(form: Form, entry: Entry): Form {
  const problems = new Map(form.problems);
  problems.delete(form.at);
  return { ...form, entries: form.entries.with(form.at, entry), problems };
}

function entryOf(field: FormField): Entry {
  const preset = presetOf(field);
  const values = valuesOf(field);
  if (!values) {
    const text = sanitiseLine(typeof preset === 'string' ? preset : '', MAX_CHARACTERS);
    return { type: 'typed', text, caret: split(text).length };
  }
  const picked = (typeof preset === 'string' ? [preset] : preset).filter((word) =>
    values.some(({ value }) => value === word),
  );
  const first = values.findIndex(({ value }) => value === picked[0]);
  return { type: 'picked', values: picked, at: Math.max(0, first) };
}

type Typed = Extract<Entry, { type: 'typed' }>;
type Picked = Extract<Entry, { type: 'picked' }>;

export const split = (text: string): string[] => [...clusters(text)].map((cluster) => cluster.text);

function pressInText(entry: Typed, data: string): Typed {
  const parts = split(entry.text);
  const { caret } = entry;
  const moveTo = (to: number): Typed => ({ ...entry, caret: Math.max(0, Math.min(parts.length, to)) });
  const cut = (from: number, to: number): Typed =>
    from >= to ? entry : { ...entry, text: parts.toSpliced(from, to - from).join(''), caret: from };
  switch (data) {
    case LEFT:
    case '\x02':
      return moveTo(caret - 1);
    case RIGHT:
    case '\x06':
      return moveTo(caret + 1);
    case '\x1b[H':
    case '\x01':
      return moveTo(0);
    case '\x1b[F':
    case '\x05':
      return moveTo(parts.length);
    case '\u007f':
    case '\b':
      return cut(Math.max(0, caret - 1), caret);
    case '\x1b[3~':
      return cut(caret, Math.min(parts.length, caret + 1));
    case '\x15':
      return cut(0, caret);
    case '\x0b':
      return cut(caret, parts.length);
    case '\x17':
      return cut(wordStart(parts, caret), caret);
    default:
      return isText(data) ? insert(entry, data) : entry;
  }
}

function insert(entry: Typed, inserted: string): Typed {
  const parts = split(entry.text);
  const before = parts.slice(0, entry.caret).join('') + inserted;
  const text = before + parts.slice(entry.caret).join('');
  return text.length > MAX_CHARACTERS ? entry : { ...entry, text, caret: split(before).length };
}

function wordStart(parts: readonly string[], caret: number): number {
  let at = caret;
  while (at > 0 && parts[at - 1] === ' ') at--;
  while (at > 0 && parts[at - 1] !== ' ') at--;
  return at;
}

/** Left and Right point; a digit or Space picks, and in a field of one value so does pointing. */
function pressInValues(entry: Picked, field: FormField, data: string): Picked {
  const values = valuesOf(field) ?? [];
  if (data === LEFT || data === RIGHT) {
    const at = Math.max(0, Math.min(values.length - 1, entry.at + (data === LEFT ? -1 : 1)));
    const isFirst = entry.values.length === 0;
    if (field.type === 'choices') return { ...entry, at };
    // Nothing was picked so far: the first key picks what is pointed at.
    return pick(entry, values[isFirst ? entry.at : at]?.value, isFirst ? entry.at : at);
  }
  const at = indexOfKey(field, data) ?? (data === ' ' ? entry.at : -1);
  const value = values[at]?.value;
  if (value === undefined) return entry;
  const isPicked = entry.values.includes(value);
  if (field.type !== 'choices') return isPicked ? { ...entry, values: [], at } : pick(entry, value, at);
  const others = entry.values.filter((each) => each !== value);
  return { ...entry, at, values: isPicked ? others : [...others, value] };
}

const pick = (entry: Picked, value: string | undefined, at: number): Picked =>
  value === undefined ? entry : { ...entry, values: [value], at };

function indexOfKey({ type }: FormField, data: string): number | undefined {
  if (type === 'flag' && (data === 'y' || data === 'n')) return data === 'y' ? 0 : 1;
  return /^[1-9]$/.test(data) ? Number(data) - 1 : undefined;
}
