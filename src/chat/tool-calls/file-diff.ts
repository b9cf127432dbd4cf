// What of a file's text changed, as the lines of a unified diff (pure). Owns which lines are shown, and how
// much the files of a call may take. Leaves words within lines to changed-words.ts, drawing to diff-lines.ts,
// and line numbers, which these texts do not have, to patch.ts.

import type { FileDiff } from '../model-event.js';
import { groupDigits } from '../../text/text-size.js';
import { compareLines, type Part } from './compare-lines.js';

export interface DiffLine {
  /** gap: lines that are equal and far from a change. */
  kind: 'same' | 'removed' | 'added' | 'gap';
  text: string;
  /** What a removed line became, or an added one was; undefined: not known. */
  partner?: string | undefined;
}

export interface ComparedFile {
  added: number;
  removed: number;
  /** How many of lines() there are. */
  length: number;
  /** The same each time. */
  lines(): Iterable<DiffLine>;
  /** Why there are no lines, or nothing but equal ones. */
  remark: string | undefined;
}

/** Of both texts together. */
const MAX_CHARACTERS = 256 * 1024;
/** Comparing so many takes about 5 ms. */
const MAX_EDITS = 300;
const MAX_COMPARED_LINES = 10_000;
const CONTEXT = 3;
/** More is new text rather than a change of the old one. */
const MAX_CHANGED_LINES = 200;
/** Comparing words of more takes too long. */
const MAX_CHANGED_CHARACTERS = 32_000;

/** Of one call: one after the other, its files may not take long either. */
const MAX_CHARACTERS_OF_CALL = 512 * 1024;
const MAX_STEPS_OF_CALL = MAX_EDITS ** 2;
/** Of the files that come after that. */
const FEW_EDITS = 20;

interface Compared extends ComparedFile {
  characters: number;
  /** That comparing took, in the square of edits. */
  steps: number;
}

const compared = new WeakMap<FileDiff, Compared>();

/** The files of one call. */
export function compareFiles(diffs: readonly FileDiff[]): readonly ComparedFile[] {
  let [characters, steps] = [0, 0];
  return diffs.map((diff) => {
    const file = compareOnce(diff, {
      characters: Math.min(MAX_CHARACTERS, MAX_CHARACTERS_OF_CALL - characters),
      edits: steps < MAX_STEPS_OF_CALL ? MAX_EDITS : FEW_EDITS,
    });
    characters += file.characters;
    steps += file.steps;
    return file;
  });
}

export const compareFile = (diff: FileDiff): ComparedFile =>
  compareOnce(diff, { characters: MAX_CHARACTERS, edits: MAX_EDITS });

/** Each object is compared once. */
function compareOnce(diff: FileDiff, limits: Limits): Compared {
  let file = compared.get(diff);
  if (!file) {
    file = compare(diff, limits);
    compared.set(diff, file);
  }
  return file;
}

interface Limits {
  characters: number;
  edits: number;
}

function compare({ old, new: text }: FileDiff, limits: Limits): Compared {
  const size = (old ?? '').length + text.length;
  if (size > limits.characters)
    return withoutLines(`too long to compare: ${groupDigits(Math.ceil(size / 1024))} KB of text`);
  if (old === text) return withoutLines('nothing changed');
  const lineEnds = old === null ? undefined : explainLineEnds(old, text);
  if (lineEnds !== undefined) return withoutLines(lineEnds);
  const { parts, steps } = compareLines(splitLines(old ?? ''), splitLines(text), {
    lines: MAX_COMPARED_LINES,
    edits: limits.edits,
  });
  if (parts.length === 0) return withoutLines('an empty file');
  const count = (kind: Part['kind']): number =>
    parts.reduce((sum, part) => (part.kind === kind ? sum + part.to - part.from : sum), 0);
  const [added, removed] = [count('added'), count('removed')];
  const shown = withContext(parts);
  const hasPartners = added + removed <= MAX_CHANGED_LINES && countChanged(parts) <= MAX_CHANGED_CHARACTERS;
  return {
    added,
    removed,
    length: shown.reduce((sum, { from, to }) => sum + to - from, 0),
    lines: () => linesOf(shown, hasPartners),
    remark: undefined,
    characters: size,
    steps,
  };
}

/** undefined: more changed than where lines end. */
function explainLineEnds(old: string, text: string): string | undefined {
  const isEnd = (one: string, other: string): boolean => one !== '' && `${one}\n` === other;
  if (isEnd(old, text)) return 'only a line break at the end was added';
  if (isEnd(text, old)) return 'only the line break at the end was removed';
  const [hadReturns, hasReturns] = [old.includes('\r\n'), text.includes('\r\n')];
  if (!hadReturns && !hasReturns) return undefined;
  const isOnly = old.replaceAll('\r\n', '\n') === text.replaceAll('\r\n', '\n');
  if (!isOnly) return undefined;
  return `only line breaks changed${hasReturns ? (hadReturns ? '' : ', from LF to CRLF') : ', from CRLF to LF'}`;
}

const countChanged = (parts: readonly Part[]): number =>
  parts
    .filter(({ kind }) => kind !== 'same')
    .flatMap(({ all, from, to }) => all.slice(from, to))
    .reduce((sum, line) => sum + line.length, 0);

const withoutLines = (remark: string): Compared => ({
  added: 0,
  removed: 0,
  length: 0,
  lines: () => [],
  remark,
  characters: 0,
  steps: 0,
});

/** Without line feeds: one that is missing at the end is no difference, since texts may be parts of files. */
export function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** A gap takes the place of equal lines if there are at least two more than the context. */
function withContext(parts: readonly Part[]): ShownPart[] {
  return parts.flatMap((part, at) => {
    if (part.kind !== 'same') return [part];
    const isFirst = at === 0;
    const isLast = at === parts.length - 1;
    const head = { ...part, to: Math.min(part.to, part.from + CONTEXT) };
    const tail = { ...part, from: Math.max(part.from, part.to - CONTEXT) };
    if (isFirst) return [tail];
    if (isLast) return [head];
    const isFar = part.to - part.from > 2 * CONTEXT + 1;
    return isFar ? [head, { kind: 'gap', all: GAP, from: 0, to: 1 } as const, tail] : [part];
  });
}

type ShownPart = Omit<Part, 'kind'> & { kind: DiffLine['kind'] };

const GAP = [''] as const;

function* linesOf(parts: readonly ShownPart[], hasPartners: boolean): Generator<DiffLine> {
  for (const [at, { kind, all, from, to }] of parts.entries()) {
    const other = kind === 'removed' ? parts[at + 1] : kind === 'added' ? parts[at - 1] : undefined;
    const isReplaced = hasPartners && other && other.kind !== kind && other.kind !== 'same';
    for (let line = from; line < to; line++) {
      yield { kind, text: all[line] ?? '', partner: isReplaced ? partnerIn(other, line - from) : undefined };
    }
  }
}

const partnerIn = ({ all, from, to }: ShownPart, at: number): string | undefined =>
  from + at < to ? all[from + at] : undefined;
