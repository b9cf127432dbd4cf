// Where in a file the changes of an agent belong (pure): whether the file is as it was before them or as it
// is after them, and what it is on the other side. A patch with a wrong place does damage, so this finds one
// only where there is no other. Leaves reading the file to repository.ts.

import type { FileDiff } from '../model-event.js';

/** undefined: there is no such file. */
export type FileText = string | undefined;

export interface FileNow {
  text: FileText;
  /** The last commit has a file of this name; undefined: not known. */
  isCommitted: boolean | undefined;
}

/** The file before and after all changes. */
export interface FileChange {
  before: FileText;
  after: FileText;
}

/** Characters of the file, once for each change: a tenth of a second. */
const MAX_SEARCHED = 8_000_000;

/**
 * changes: of one file, in their order, none without effect; the first of them may have been made already.
 * undefined: a place was not found, or more than one, or looking for it takes too long.
 */
export function findPlace(changes: readonly FileDiff[], file: FileNow): FileChange | undefined {
  if (changes.length * (file.text?.length ?? 0) > MAX_SEARCHED) return undefined;
  // Seen from the file as it is, the last that was made is behind, and the next one ahead.
  const sides = changes.map((change) => find(change, file)?.side);
  const found: FileChange[] = [];
  for (let made = 0; made <= changes.length; made++) {
    const isPossible =
      (made === 0 || sides[made - 1] === 'after') && (made === changes.length || sides[made] === 'before');
    if (!isPossible) continue;
    const before = follow(changes.slice(0, made).reverse(), file, 'after');
    const after = before && follow(changes.slice(made), file, 'before');
    if (after) found.push({ before: before.text, after: after.text });
  }
  const [first, ...others] = found;
  const isOne = others.every(({ before, after }) => before === first?.before && after === first?.after);
  return isOne ? first : undefined;
}

type Side = 'before' | 'after';

/** Through all of them to their other side. side: on which the file is. */
function follow(changes: readonly FileDiff[], file: FileNow, side: Side): FileNow | undefined {
  let now: FileNow | undefined = file;
  for (const change of changes) {
    const found: Found | undefined = now && find(change, now);
    if (found?.side !== side) return undefined;
    now = { ...file, text: found.other };
  }
  return now;
}

interface Found {
  /** On which the text is. */
  side: Side;
  other: FileText;
}

function find(change: FileDiff, file: FileNow): Found | undefined {
  const found = sideOf(change, file);
  if (found) return found;
  const converted = withLineEnds(change, file);
  return converted === change ? undefined : sideOf(converted, file);
}

/** Some agents give the lines of a file without their carriage returns. */
function withLineEnds(change: FileDiff, { text }: FileNow): FileDiff {
  const hasOwn = `${change.old ?? ''}${change.new}`.includes('\r');
  if (hasOwn || !text?.includes('\r\n')) return change;
  const convert = (part: string): string => part.replaceAll('\n', '\r\n');
  return { ...change, old: change.old === null ? null : convert(change.old), new: convert(change.new) };
}

function sideOf(change: FileDiff, file: FileNow): Found | undefined {
  const { old, new: text } = change;
  if (old === null || old === '') return sideOfWhole(old, text, file);
  if (file.text === undefined) return text === '' ? { side: 'after', other: old } : undefined;
  return sideOfPart(old, text, file.text);
}

/** null: the text before is not known, so only a file that did not exist is certain. */
function sideOfWhole(old: '' | null, text: string, file: FileNow): Found | undefined {
  const isEmpty = file.text === '' && text !== '';
  if (file.text === undefined || isEmpty) return { side: 'before', other: text };
  if (file.text !== text) return undefined;
  if (file.isCommitted === false) return { side: 'after', other: undefined };
  if (old === null) return undefined;
  return { side: 'after', other: file.isCommitted ? '' : undefined };
}

function sideOfPart(old: string, text: string, whole: string): Found | undefined {
  const before = placesOf(old, whole);
  const after = text === '' ? wholePlace(whole) : placesOf(text, whole);
  const undone = after.only === undefined ? undefined : replace(whole, after.only, text, old);
  const made = before.only === undefined ? undefined : replace(whole, before.only, old, text);
  if (undone !== undefined && made !== undefined && before.only !== undefined && after.only !== undefined) {
    // What was added may contain the text before; elsewhere it would stand twice after it was undone.
    const isWithin = before.only >= after.only && before.only + old.length <= after.only + text.length;
    return isWithin ? { side: 'after', other: undone } : { side: 'before', other: made };
  }
  if (undone !== undefined) return { side: 'after', other: undone };
  return made === undefined ? undefined : { side: 'before', other: made };
}

/** indexOf() takes the product of both lengths for some texts, so it looks for no more than this. */
const HEAD = 64;
const MAX_COMPARED = 20_000_000;

/** only: where it stands if that is the one place. part: not empty. */
function placesOf(part: string, whole: string): { only: number | undefined } {
  const head = part.slice(0, HEAD);
  let only: number | undefined;
  let compared = 0;
  for (let at = whole.indexOf(head); at !== -1; at = whole.indexOf(head, at + 1)) {
    compared += part.length;
    if (compared > MAX_COMPARED) return { only: undefined };
    if (whole.slice(at, at + part.length) !== part) continue;
    if (only !== undefined) return { only: undefined };
    only = at;
  }
  return { only };
}

/** Where nothing is left, all of it was removed. */
const wholePlace = (whole: string): { only: number | undefined } => ({ only: whole === '' ? 0 : undefined });

const replace = (whole: string, at: number, part: string, by: string): string =>
  whole.slice(0, at) + by + whole.slice(at + part.length);
