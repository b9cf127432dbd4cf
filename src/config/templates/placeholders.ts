// Texts with {placeholders} (pure). Owns their form, and filling them in one pass: braces in a value are
// text. Leaves where a placeholder may stand to read-template.ts, and what a value may be to values.ts.

import { latePattern } from '../../text/derived.js';

const NAME = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_-]*`;
/** `{{name}}` is the text `{name}`. Other braces are text, so that code and JSON need no change. */
const placeholderPattern = latePattern(() => new RegExp(String.raw`\{\{(${NAME})\}\}|\{(${NAME})\}`, 'gu'));
const whole = latePattern(() => new RegExp(String.raw`^\{(${NAME})\}$`, 'u'));

/** As they are compared. */
export const placeholderName = (name: string): string => name.normalize('NFC');

export const isPlaceholderName = (name: string): boolean => whole().test(`{${name}}`);

/** In the order of their first places, each once. */
export function placeholdersIn(text: string): string[] {
  const names = [...text.matchAll(placeholderPattern())].flatMap(([, , name]) =>
    name === undefined ? [] : [placeholderName(name)],
  );
  return [...new Set(names)];
}

/** Of a word that is one placeholder and nothing else. */
export function wholePlaceholder(word: string): string | undefined {
  const name = whole().exec(word)?.[1];
  return name === undefined ? undefined : placeholderName(name);
}

/** valueOf: of every placeholder in it. */
export const fillText = (text: string, valueOf: (name: string) => string): string =>
  text.replace(placeholderPattern(), (_all, literal: string | undefined, name: string | undefined) =>
    literal === undefined ? valueOf(placeholderName(name ?? '')) : `{${literal}}`,
  );

const bare = latePattern(() => new RegExp(String.raw`\{(${NAME})\}`, 'gu'));

/** Filled in again it is this text, whatever braces are in it. */
export const escapePlaceholders = (text: string): string => text.replace(bare(), '{{$1}}');
