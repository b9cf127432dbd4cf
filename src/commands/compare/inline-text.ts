// A comparison for a shell: lines with the signs of a diff and marks around the words that differ, or the
// parts that --json prints. In pieces, none of which takes long. Both formats are stable.

import type { ComparedRow, Comparison } from '../../chat/compare/compare-texts.js';
import { Entries, type Entry } from '../../dialogs/compare/entries.js';
import { LEFT_MARKS, RIGHT_MARKS, shownText, withMarks } from '../../dialogs/compare/shown-text.js';

interface Names {
  left: string;
  right: string;
}

/** all: equal lines are not left out. */
export function* inlineText(
  comparison: Comparison,
  names: Names,
  { all }: { all: boolean },
): Generator<string> {
  yield `--- ${names.left}\n+++ ${names.right}\n`;
  const entries = new Entries(comparison, { isInline: true, isOpen: () => all });
  for (let at = 0; at < entries.count; at++) {
    const entry = entries.at(at);
    if (entry.type === 'fold') yield `@@ ${entry.count} equal lines @@\n`;
    else yield linesOf(comparison.rowAt(entry.row), entry.side);
  }
}

function linesOf(row: ComparedRow, side: (Entry & { type: 'row' })['side']): string {
  if (row.kind === 'same') return ` ${row.left?.segments.map(shownText).join('') ?? ''}\n`;
  const line = (name: 'left' | 'right', sign: string, marks: readonly [string, string]): string => {
    const of = side === undefined || side === name ? row[name] : undefined;
    if (!of) return '';
    return `${sign}${row.kind === 'apart' ? of.segments.map(shownText).join('') : withMarks(of, marks)}\n`;
  };
  return line('left', '-', LEFT_MARKS) + line('right', '+', RIGHT_MARKS);
}

/** Those of a kind that follow one another are one: same and removed joined are the left text. */
export interface Part {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

export function* partsOf(comparison: Comparison): Generator<Part> {
  const entries = new Entries(comparison, { isInline: true, isOpen: () => true });
  let open: Part | undefined;
  for (let at = 0; at < entries.count; at++) {
    const entry = entries.at(at);
    if (entry.type === 'fold') continue;
    for (const part of partsOfRow(comparison.rowAt(entry.row), entry.side)) {
      if (open?.kind === part.kind) open.text += part.text;
      else {
        if (open) yield open;
        open = part;
      }
    }
  }
  if (open) yield open;
}

/** Below each other the lines of a run of which nothing is the same come side by side. */
function* partsOfRow(row: ComparedRow, side: 'left' | 'right' | undefined): Generator<Part> {
  const lefts = side === 'right' ? [] : (row.left?.segments ?? []);
  const rights = side === 'left' ? [] : (row.right?.segments ?? []);
  if (row.kind === 'apart' || side !== undefined) {
    for (const { text } of lefts) yield { kind: 'removed', text };
    for (const { text } of rights) yield { kind: 'added', text };
    return;
  }
  let r = 0;
  const addUntilSame = function* (): Generator<Part> {
    for (; rights[r]?.isChanged; r++) yield { kind: 'added', text: rights[r]?.text ?? '' };
  };
  for (const { text, isChanged } of lefts) {
    if (isChanged) {
      yield { kind: 'removed', text };
      continue;
    }
    yield* addUntilSame();
    yield { kind: 'same', text };
    r++;
  }
  yield* addUntilSame();
}
