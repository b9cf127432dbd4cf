// Near misses: which of the known words a user may have meant.

/** A shorter word is within one slip of the beginning of almost anything. */
const SHORTEST_ABBREVIATION = 3;

/**
 * Up to limit candidates, the nearest first: those that begin with the word, then those within a third of its
 * length by optimal string alignment distance (insert, delete, replace, swap of neighbours). If there are
 * none, those whose beginning is that near: the word is misspelt and cut short.
 */
export function nearest(word: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = word.toLowerCase();
  const known = [...new Set(candidates)];
  const whole = withinReach(wanted, known, (name) =>
    wanted !== '' && name.startsWith(wanted) ? 0 : alignmentDistance(wanted, name),
  );
  if (whole.length > 0 || wanted.length < SHORTEST_ABBREVIATION) return whole.slice(0, limit);
  return withinReach(wanted, known, (name) => Math.min(...alignmentDistances(wanted, name))).slice(0, limit);
}

function withinReach(
  wanted: string,
  candidates: readonly string[],
  distanceTo: (name: string) => number,
): string[] {
  const tolerance = Math.max(1, Math.floor(wanted.length / 3));
  return (
    candidates
      // This many characters are too many in any case; the distance costs as much as both lengths multiplied.
      .filter((candidate) => wanted.length - candidate.length <= tolerance)
      .map((candidate) => ({ candidate, distance: distanceTo(candidate.toLowerCase()) }))
      .filter(({ distance }) => distance <= tolerance)
      .sort((a, b) => a.distance - b.distance)
      .map(({ candidate }) => candidate)
  );
}

/** Optimal string alignment distance (restricted Damerau-Levenshtein). */
export const alignmentDistance = (a: string, b: string): number =>
  alignmentDistances(a, b)[b.length] as number;

/** From a to each beginning of b, by its length. */
function alignmentDistances(a: string, b: string): number[] {
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
  return last;
}
