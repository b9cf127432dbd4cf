// Which lines of two texts are the same (pure). Owns that comparing never takes long: what differs too much
// is all removed and all added.

import { diffArrays } from 'diff';

/** Lines with the same fate, from and to: within `all`. */
export interface Part {
  kind: 'same' | 'removed' | 'added';
  all: readonly string[];
  from: number;
  to: number;
}

export interface CompareLimits {
  /** Between the first and the last difference, on either side. */
  lines: number;
  /** It takes time with the square of them. */
  edits: number;
}

/** In their order; removed lines come before the added ones that replace them. steps: the square of edits. */
export function compareLines(
  old: readonly string[],
  now: readonly string[],
  limits: CompareLimits,
): { parts: Part[]; steps: number } {
  const shorter = Math.min(old.length, now.length);
  let before = 0;
  while (before < shorter && old[before] === now[before]) before++;
  let after = 0;
  while (after < shorter - before && old[old.length - 1 - after] === now[now.length - 1 - after]) after++;
  const [oldEnd, newEnd] = [old.length - after, now.length - after];
  const { changes, edits } = changesOf(old.slice(before, oldEnd), now.slice(before, newEnd), limits);
  const parts: Part[] = [{ kind: 'same', all: now, from: 0, to: before }];
  let [oldAt, newAt] = [before, before];
  for (const { kind, count } of changes) {
    const [all, from] = kind === 'removed' ? [old, oldAt] : [now, newAt];
    parts.push({ kind, all, from, to: from + count });
    if (kind !== 'added') oldAt += count;
    if (kind !== 'removed') newAt += count;
  }
  parts.push({ kind: 'same', all: now, from: newEnd, to: now.length });
  return { parts: parts.filter(({ from, to }) => to > from), steps: edits ** 2 };
}

interface Change {
  kind: 'same' | 'removed' | 'added';
  count: number;
}

/** edits: how many were tried. */
function changesOf(
  old: readonly string[],
  now: readonly string[],
  limits: CompareLimits,
): { changes: Change[]; edits: number } {
  const all: Change[] = [
    { kind: 'removed', count: old.length },
    { kind: 'added', count: now.length },
  ];
  const isOneSided = old.length === 0 || now.length === 0;
  if (isOneSided || Math.max(old.length, now.length) > limits.lines) return { changes: all, edits: 0 };
  const found = diffArrays([...old], [...now], { maxEditLength: limits.edits });
  if (!found) return { changes: all, edits: limits.edits };
  const changes = found.map(({ added, removed, count }): Change => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    count,
  }));
  const edits = changes.reduce((sum, { kind, count }) => (kind === 'same' ? sum : sum + count), 0);
  return { changes, edits };
}
