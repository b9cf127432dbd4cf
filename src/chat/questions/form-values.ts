// From what is typed into a form to values of its schema (pure): also from `--field NAME=VALUE`. Owns what is
// accepted, and the words for what is not. Agents take what is outside their own schema unchecked. Leaves
// keys to question-form.ts.

import { orList } from '../../text/or-list.js';
import type { FieldValue, FormField, FormValue, FormValues, UserQuestion } from '../user-question.js';

export type FormQuestion = Pick<Extract<UserQuestion, { kind: 'form' }>, 'fields' | 'findFault'>;

/** problem: lower case, without the field's name. */
export type ReadField = { value: FormValue } | { problem: string };

/** What a flag is chosen from. */
const FLAG_VALUES: readonly FieldValue[] = [
  { value: 'yes', name: 'yes' },
  { value: 'no', name: 'no' },
];

/** undefined: it is typed, not chosen. */
export function valuesOf({ type, values }: FormField): readonly FieldValue[] | undefined {
  if (type === 'flag') return FLAG_VALUES;
  return type === 'choice' || type === 'choices' ? values : undefined;
}

/** typed: a text, or for choices what was picked, by value or name. undefined: it is empty. */
export function readField(field: FormField, typed: string | readonly string[]): ReadField | undefined {
  const words = (typeof typed === 'string' ? [typed] : typed).filter((word) => word.trim() !== '');
  const [first] = words;
  if (first === undefined) return undefined;
  switch (field.type) {
    case 'text':
      return { value: first };
    case 'number':
      return isNumber(first)
        ? { value: Number(first) }
        : { problem: `must be a number, not ${first.trim()}` };
    case 'integer':
      return isNumber(first) && Number.isSafeInteger(Number(first))
        ? { value: Number(first) }
        : { problem: `must be a whole number, not ${first.trim()}` };
    case 'flag': {
      const word = first.trim().toLowerCase();
      if (['yes', 'y', 'true'].includes(word)) return { value: true };
      return ['no', 'n', 'false'].includes(word)
        ? { value: false }
        : { problem: `must be yes or no, not ${word}` };
    }
    case 'choice':
      return words.length > 1 ? { problem: 'takes one value' } : readValue(field, first);
    case 'choices':
      return readValues(field, words);
  }
}

/** The values of a whole form, or what is wrong with which field, by its index. */
export function readForm(
  { fields, findFault }: FormQuestion,
  typed: (field: FormField, at: number) => string | readonly string[],
): { values: FormValues } | { problems: ReadonlyMap<number, string> } {
  const values: Record<string, FormValue> = {};
  const problems = new Map<number, string>();
  for (const [at, field] of fields.entries()) {
    const read = readField(field, typed(field, at));
    if (!read) {
      if (field.required && !findFault) problems.set(at, 'has to be filled in');
    } else if ('problem' in read) problems.set(at, read.problem);
    else values[field.name] = read.value;
  }
  const fault = problems.size === 0 ? findFault?.(values) : undefined;
  if (fault)
    problems.set(
      Math.max(
        0,
        fields.findIndex(({ name }) => name === fault.field),
      ),
      fault.fault,
    );
  return problems.size > 0 ? { problems } : { values };
}

/** What a field shows before anything is typed. */
export function presetOf({ preset, type }: FormField): string | readonly string[] {
  if (preset === undefined) return '';
  if (typeof preset === 'object') return preset;
  if (type === 'flag') return preset === true ? 'yes' : 'no';
  return String(preset);
}

/** Number('') and Number('0x1f') are numbers too. */
const isNumber = (text: string): boolean => /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text);

const findValue = ({ values }: FormField, word: string): string | undefined =>
  values.find(({ value, name }) => value === word || name === word)?.value;

function readValue(field: FormField, word: string): ReadField {
  const value = findValue(field, word);
  return value === undefined ? { problem: notAmong(field, word) } : { value };
}

function readValues(field: FormField, words: readonly string[]): ReadField {
  const found = words.map((word) => ({ word, value: findValue(field, word) }));
  const wrong = found.find(({ value }) => value === undefined);
  if (wrong) return { problem: notAmong(field, wrong.word) };
  // In the order of the schema, whatever was picked first.
  const picked = new Set(found.map(({ value }) => value));
  return { value: field.values.map(({ value }) => value).filter((value) => picked.has(value)) };
}

const notAmong = ({ values }: FormField, word: string): string =>
  `must be ${orList(values.map(({ value }) => value))}, not ${word}`;
