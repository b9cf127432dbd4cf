// A one-line text field as a value: text, caret in clusters, and readline's keys that change them: the same
// wherever a line is typed.

import type { Key } from '../keymap/key.js';
import { sanitiseLine } from '../text/sanitise.js';
import { clusters, textWidth } from '../text/width.js';

export interface TextField {
  readonly text: string;
  /** Clusters before the caret. */
  readonly caret: number;
  /** What was cut last, for Ctrl-y. */
  readonly killed?: string;
}

/** More than anyone reads in one line; a longer paste is cut here, not measured at every key. */
export const MAX_CHARACTERS = 4096;

/** Whether insertText would cut the text: half a command is useless. */
export const isTooLong = (field: TextField, inserted: string): boolean =>
  // Its length first: a text that is far too long is not split into clusters.
  inserted.length > 4 * MAX_CHARACTERS || [...field.text].length + [...inserted].length > MAX_CHARACTERS;

const split = (text: string): string[] => [...clusters(text)].map((cluster) => cluster.text);

export const createTextField = (text: string): TextField => ({ text, caret: split(text).length });

/** Columns before the caret. */
const caretColumn = (field: TextField): number => textWidth(split(field.text).slice(0, field.caret).join(''));

/**
 * The part of the text to show in some columns, cut at the front so that the caret is visible, and the
 * caret's column in it. A caret after the last character takes a column too.
 */
export function fieldInView(field: TextField, cols: number): { text: string; caretCol: number } {
  const parts = split(field.text);
  let caretCol = caretColumn(field);
  let first = 0;
  for (; first < field.caret && caretCol >= cols; first++) caretCol -= textWidth(parts[first] as string);
  return { text: parts.slice(first).join(''), caretCol };
}

export function insertText(field: TextField, inserted: string): TextField {
  const parts = split(field.text);
  // Together with what precedes it: a joiner that arrives as a separate key belongs to the emoji before it.
  const after = parts.slice(field.caret).join('');
  const room = Math.max(0, MAX_CHARACTERS - [...after].length);
  const before = sanitiseLine(parts.slice(0, field.caret).join('') + inserted, room);
  return { ...field, text: before + after, caret: split(before).length };
}

/** undefined: the key means nothing to a text field. */
export function pressInField(field: TextField, key: Key): TextField | undefined {
  const parts = split(field.text);
  const { caret } = field;
  const at = (position: number): TextField => ({
    ...field,
    caret: Math.max(0, Math.min(parts.length, position)),
  });
  const cut = (from: number, to: number): TextField => ({
    ...field,
    text: parts.toSpliced(from, to - from).join(''),
    caret: from,
  });
  const kill = (from: number, to: number): TextField =>
    from === to ? field : { ...cut(from, to), killed: parts.slice(from, to).join('') };
  const name = `${key.ctrl ? 'C-' : ''}${key.alt ? 'M-' : ''}${key.name}`;
  switch (name) {
    case 'Left':
    case 'C-b':
      return at(caret - 1);
    case 'Right':
    case 'C-f':
      return at(caret + 1);
    case 'C-Left':
    case 'M-Left':
    case 'M-b':
      return at(wordStart(parts, caret));
    case 'C-Right':
    case 'M-Right':
    case 'M-f':
      return at(wordEnd(parts, caret));
    case 'Home':
    case 'C-a':
      return at(0);
    case 'End':
    case 'C-e':
      return at(parts.length);
    case 'Backspace':
    case 'C-h':
      return caret === 0 ? field : cut(caret - 1, caret);
    case 'Delete':
    case 'C-d':
      return cut(caret, caret + 1);
    case 'C-u':
      return kill(0, caret);
    case 'C-k':
      return kill(caret, parts.length);
    case 'C-w':
    case 'M-Backspace':
    case 'C-Backspace':
      return kill(wordStart(parts, caret), caret);
    case 'M-d':
    case 'C-Delete':
    case 'M-Delete':
      return kill(caret, wordEnd(parts, caret));
    case 'C-y':
      return insertText(field, field.killed ?? '');
    case 'Space':
      return insertText(field, ' ');
    default:
      return key.ctrl || key.alt || (key.name.length > 1 && /^[A-Z][A-Za-z0-9]+$/.test(key.name))
        ? undefined
        : insertText(field, key.name);
  }
}

function wordStart(parts: readonly string[], caret: number): number {
  let at = caret;
  while (at > 0 && parts[at - 1] === ' ') at--;
  while (at > 0 && parts[at - 1] !== ' ') at--;
  return at;
}

function wordEnd(parts: readonly string[], caret: number): number {
  let at = caret;
  while (at < parts.length && parts[at] === ' ') at++;
  while (at < parts.length && parts[at] !== ' ') at++;
  return at;
}
