// Near misses: which of the known words a user may have meant.

/**
 * Up to limit candidates, the nearest first: those that begin with the word, then those within a third of its length
 * by optimal string alignment distance (insert, delete, replace, swap of neighbours).
 */
export function nearest(word: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = word.toLowerCase();
  const tolerance = Math.max(1, Math.floor(wanted.length / 3));
  const scored: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const known = candidate.toLowerCase();
    const distance = wanted !== '' && known.startsWith(wanted) ? 0 : alignmentDistance(wanted, known);
    if (distance <= tolerance) scored.push({ candidate, distance });
  }
  return scored
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** Optimal string alignment distance (restricted Damerau-Levenshtein). */
export function alignmentDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, col) => col);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let col = 1; col <= b.length; col++) {
      const same = a[row - 1] === b[col - 1];
      let cost = Math.min(
        (last[col] as number) + 1,
        (current[col - 1] as number) + 1,
        (last[col - 1] as number) + (same ? 0 : 1),
      );
      if (row > 1 && col > 1 && a[row - 1] === b[col - 2] && a[row - 2] === b[col - 1])
        cost = Math.min(cost, (beforeLast[col - 2] as number) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] as number;
}
