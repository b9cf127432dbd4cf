// A change of a file as a patch for `git apply` (pure): headers, hunks with their line numbers, and names as
// git quotes them. Owns the format. Source: git-diff(1), "Generating patch text with -p"; quote.c of git.

import type { FileDiff } from '../model-event.js';
import { compareLines, type Part } from './compare-lines.js';
import { splitLines } from './file-diff.js';
import type { FileChange } from './find-place.js';

/** Said of a change without a place. */
export const UNPLACED = 'git apply will not take it';

export interface PatchName {
  /** From the root of the repository. */
  name: string;
  /** Other characters than those of ASCII are escaped too: git's option core.quotePath. */
  quotesAll: boolean;
}

const CONTEXT = 3;
/** More than on the screen: it is done once, when the user asks for it. */
const LIMITS = { lines: 200_000, edits: 500 };

/** '' when nothing changes. */
export function patchText({ before, after }: FileChange, name: PatchName): string {
  if (before === after) return '';
  const [from, to] = [quoteName(`a/${name.name}`, name), quoteName(`b/${name.name}`, name)];
  const lines = [`diff --git ${from} ${to}`];
  if (before === undefined) lines.push('new file mode 100644');
  if (after === undefined) lines.push('deleted file mode 100644');
  const hunks = hunksOf(before ?? '', after ?? '');
  // A name ends at a tab there, so that it may have spaces.
  const end = from.includes(' ') ? '\t' : '';
  if (hunks !== '') {
    lines.push(before === undefined ? '--- /dev/null' : `--- ${from}${end}`);
    lines.push(after === undefined ? '+++ /dev/null' : `+++ ${to}${end}`);
  }
  return `${lines.join('\n')}\n${hunks}`;
}

/** What `git apply` skips: no line of it can be taken for the header of a patch. why: lower case. */
export function unplacedText(diffs: readonly FileDiff[], name: PatchName, why: string): string {
  const lines = [`${why}: ${UNPLACED}`];
  const quoted = quoteName(name.name, name);
  for (const { old, new: text } of diffs) {
    lines.push(`--- ${quoted}`, `+++ ${quoted}`);
    for (const part of compareLines(splitLines(old ?? ''), splitLines(text), LIMITS).parts)
      for (const line of part.all.slice(part.from, part.to)) lines.push(SIGNS[part.kind] + line);
  }
  return `${lines.join('\n')}\n`;
}

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** As in C, if something in it needs that. */
export function quoteName(name: string, { quotesAll }: Pick<PatchName, 'quotesAll'>): string {
  // eslint-disable-next-line no-control-regex
  if (!/[\0-\x1f"\\\x7f]/.test(name) && !(quotesAll && /[^\0-\x7f]/.test(name))) return name;
  if (!quotesAll)
    return `"${[...name].map((each) => (each > '\x7f' ? each : quoteByte(each.charCodeAt(0)))).join('')}"`;
  return `"${[...new TextEncoder().encode(name)].map(quoteByte).join('')}"`;
}

function quoteByte(byte: number): string {
  const isPrintable = byte >= 0x20 && byte < 0x7f;
  return (
    ESCAPES[byte] ?? (isPrintable ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`)
  );
}

function hunksOf(before: string, after: string): string {
  const region = regionOf(before, after);
  const { parts } = compareLines(region.before, region.after, LIMITS);
  const hunks: Hunk[] = [];
  let [oldAt, newAt] = [region.line, region.line];
  for (const [at, { kind, all, from, to }] of parts.entries()) {
    const lines = all.slice(from, to);
    const isEnd = at === parts.length - 1;
    const hunk = at === 0 ? undefined : hunks.at(-1);
    if (kind === 'same' && (!hunk || isEnd || lines.length > 2 * CONTEXT)) {
      hunk?.add(kind, lines.slice(0, CONTEXT));
      const kept = Math.min(CONTEXT, lines.length);
      if (!isEnd) {
        const next = new Hunk(oldAt + lines.length - kept, newAt + lines.length - kept);
        next.add(kind, lines.slice(lines.length - kept));
        hunks.push(next);
      }
    } else {
      const open = hunk ?? new Hunk(oldAt, newAt);
      if (!hunk) hunks.push(open);
      open.add(kind, lines);
    }
    if (kind !== 'added') oldAt += lines.length;
    if (kind !== 'removed') newAt += lines.length;
  }
  return hunks.map((hunk) => hunk.text()).join('');
}

/** from: the first line of it before and after, counted from 0. */
class Hunk {
  readonly #lines: string[] = [];
  #oldCount = 0;
  #newCount = 0;

  readonly #oldFrom: number;
  readonly #newFrom: number;

  constructor(oldFrom: number, newFrom: number) {
    this.#oldFrom = oldFrom;
    this.#newFrom = newFrom;
  }

  /** lines: with their line feeds. */
  add(kind: Part['kind'], lines: readonly string[]): void {
    if (kind !== 'added') this.#oldCount += lines.length;
    if (kind !== 'removed') this.#newCount += lines.length;
    for (const line of lines)
      this.#lines.push(
        SIGNS[kind] + (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`),
      );
  }

  text(): string {
    const old = spellRange(this.#oldFrom, this.#oldCount);
    return `@@ -${old} +${spellRange(this.#newFrom, this.#newCount)} @@\n${this.#lines.join('')}`;
  }
}

/** Of no lines, it names the line before. */
const spellRange = (from: number, count: number): string =>
  count === 1 ? `${from + 1}` : `${count === 0 ? from : from + 1},${count}`;

interface Region {
  /** Of the first line, counted from 0. */
  line: number;
  /** With their line feeds. */
  before: readonly string[];
  after: readonly string[];
}

/** What differs, with the context around it: only that much of a large file is cut into lines. */
function regionOf(before: string, after: string): Region {
  const shorter = Math.min(before.length, after.length);
  const same = sameStart(before, after, shorter);
  const end = sameEnd(before, after, shorter - same);
  let from = lineStart(before, same);
  for (let lines = 0; lines < CONTEXT && from > 0; lines++) from = lineStart(before, from - 1);
  let to = before.length - end;
  for (let lines = 0; lines <= CONTEXT && to < before.length; lines++) {
    const feed = before.indexOf('\n', to);
    to = feed === -1 ? before.length : feed + 1;
  }
  const rest = before.length - to;
  return {
    line: countFeeds(before, from),
    before: cutLines(before.slice(from, to)),
    after: cutLines(after.slice(from, after.length - rest)),
  };
}

const STEP = 4_096;

function sameStart(one: string, other: string, shorter: number): number {
  let at = 0;
  while (at + STEP <= shorter && one.slice(at, at + STEP) === other.slice(at, at + STEP)) at += STEP;
  while (at < shorter && one[at] === other[at]) at++;
  return at;
}

function sameEnd(one: string, other: string, most: number): number {
  const partOf = (text: string, length: number): string =>
    text.slice(text.length - length - STEP, text.length - length);
  let length = 0;
  while (length + STEP <= most && partOf(one, length) === partOf(other, length)) length += STEP;
  while (length < most && one.at(-1 - length) === other.at(-1 - length)) length++;
  return length;
}

/** Of the line that the character at this place is in. */
const lineStart = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

function countFeeds(text: string, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

const cutLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
