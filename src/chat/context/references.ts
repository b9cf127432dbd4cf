// What a typed prompt refers to (pure): `@src/main.py`, `@main.py#20-45`, `@"a b.md"`, `@dir/`, `@#3`.
// Owns what counts as a reference and what is text. Leaves whether there is such a thing to look-up.ts.
// Invariant: a reference begins at an `@` that was typed; an `@` within a word or an address is text.

import { latePattern } from '../../text/derived.js';

export interface LineRange {
  /** From 1, both included. */
  from: number;
  to: number;
}

interface Place {
  /** Of the `@`, in UTF-16 units. */
  at: number;
  /** After its last unit. */
  end: number;
}

export type Reference = Place &
  (
    | ({ type: 'path' } & NamedPath)
    /** A number or a name. */
    | { type: 'session'; name: string }
  );

/** What stands directly before an `@` that begins a reference: nothing, or what is not part of a word. */
const wordBefore = latePattern(() => /[\p{L}\p{N}_.+/@\\-]$/u);
/** Scripts written without spaces between words. */
const unspacedBefore = latePattern(() => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u);
/** Ends a sentence or a bracket, and is rarely the end of a name. */
const PUNCTUATION_AFTER = '.,;:!?)]}>\'"`。，、：；！？）」』';
const UNQUOTED = /[^\s"，。、：；！？）」』]+/uy;
const QUOTED = /"([^"\n]+)"/y;
const LINES = /#L?(\d{1,9})(?:-L?(\d{1,9}))?$/;
const LINES_HERE = /#L?(\d{1,9})(?:-L?(\d{1,9}))?/y;
/** The rules of names of sessions, which allow any script. */
const sessionName = latePattern(() => /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.-]*$/u);

/** isTyped: the character at this position was typed, not pasted or sent. */
export function findReferences(text: string, isTyped: (at: number) => boolean): Reference[] {
  const found: Reference[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at)) {
    const reference = isTyped(at) && beginsHere(text, at) ? readReference(text, at) : undefined;
    if (reference) found.push(reference);
    at = reference?.end ?? at + 1;
  }
  return found;
}

/** The reference that begins at these positions, which were found before. */
export function referencesAt(text: string, starts: readonly number[]): Reference[] {
  const typed = new Set(starts);
  return typed.size === 0 ? [] : findReferences(text, (at) => typed.has(at));
}

/** Where a text that is sent names something; a leading slash of what was typed may be left out of it. */
export function referencesIn(
  sent: string,
  { text, typedSigns }: { text: string; typedSigns: readonly number[] },
): number[] {
  if (typedSigns.length === 0) return [];
  const shifted = typedSigns.map((at) => at - (text.length - sent.length));
  return referencesAt(sent, shifted).map(({ at }) => at);
}

export interface NamedPath {
  path: string;
  lines: LineRange | undefined;
}

/** `main.py#20-45` as a word of its own. */
export function readPath(word: string): NamedPath {
  const lines = LINES.exec(word);
  const { path, lines: range } = pathOf(lines ? word.slice(0, lines.index) : word, lines);
  return { path, lines: range };
}

/** How a path is written so that it is read back whole. */
export function spellPath(path: string): string {
  const spelled = `@${path}`;
  const back = readReference(spelled, 0);
  const isPlain = back?.type === 'path' && back.path === path && back.end === spelled.length;
  return isPlain && back.lines === undefined ? spelled : `@"${path}"`;
}

/** What is typed of a reference up to the cursor; undefined: none begins before it. */
export function openReference(
  text: string,
  cursor: number,
  isTyped: (at: number) => boolean,
): { at: number; query: string } | undefined {
  const before = text.slice(0, cursor);
  const at = Math.max(before.lastIndexOf('@'), 0);
  if (before[at] !== '@' || !isTyped(at) || !beginsHere(before, at)) return undefined;
  const rest = before.slice(at + 1);
  if (rest.startsWith('"')) return /["\n]/.test(rest.slice(1)) ? undefined : { at, query: rest.slice(1) };
  return /\s/.test(rest) ? undefined : { at, query: rest };
}

function beginsHere(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  return !wordBefore().test(before) || unspacedBefore().test(before);
}

function readReference(text: string, at: number): Reference | undefined {
  if (text[at + 1] === '"') return readQuoted(text, at);
  UNQUOTED.lastIndex = at + 1;
  const whole = UNQUOTED.exec(text)?.[0] ?? '';
  const word = withoutPunctuation(whole);
  if (word === '') return undefined;
  const end = at + 1 + word.length;
  if (word.startsWith('#')) {
    const name = word.slice(1);
    return sessionName().test(name) ? { at, end, type: 'session', name } : undefined;
  }
  const lines = LINES.exec(word);
  return { at, end, ...pathOf(lines ? word.slice(0, lines.index) : word, lines) };
}

function readQuoted(text: string, at: number): Reference | undefined {
  QUOTED.lastIndex = at + 1;
  const quoted = QUOTED.exec(text);
  if (!quoted) return undefined;
  LINES_HERE.lastIndex = QUOTED.lastIndex;
  const lines = LINES_HERE.exec(text);
  const end = at + 1 + quoted[0].length + (lines?.[0].length ?? 0);
  return { at, end, ...pathOf(quoted[1] ?? '', lines) };
}

function pathOf(path: string, lines: RegExpExecArray | null): { type: 'path' } & NamedPath {
  if (!lines) return { type: 'path', path, lines: undefined };
  const [one, other] = [Number(lines[1]), Number(lines[2] ?? lines[1])];
  return { type: 'path', path, lines: { from: Math.min(one, other), to: Math.max(one, other) } };
}

/** `.` and `..` are directories, not the ends of sentences. */
function withoutPunctuation(word: string): string {
  const dots = /(?:^|\/)\.{1,2}$/.exec(word);
  if (dots) return word;
  let end = word.length;
  while (end > 0 && PUNCTUATION_AFTER.includes(word[end - 1] as string)) end--;
  return word.slice(0, end);
}
