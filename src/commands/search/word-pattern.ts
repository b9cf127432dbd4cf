// The words of a search as what copy mode marks (pure): each of them in every line, whatever case and accents
// it has there. Leaves what the words mean to search/words/.

import type { Pattern } from '../../copy-mode/search.js';
import type { Mark } from '../../search/hit.js';
import { foldWidely, foldWithOrigins } from '../../search/words/fold.js';
import { Matcher, readTerms } from '../../search/words/query.js';

/** More in one line are not looked at. */
const MOST_MARKS = 100;

export function wordPattern(words: string, { exact = false } = {}): Pattern {
  const { finders } = new Matcher(readTerms(words, { exact }), { exact });
  return {
    text: words.trim(),
    find(line) {
      const quick = foldWidely(line);
      const present = finders.filter((finder) => finder.find(quick) !== undefined);
      if (present.length === 0) return [];
      const folded = foldWithOrigins(line);
      const marks: Mark[] = [];
      for (const finder of present)
        for (let from = 0; marks.length < MOST_MARKS;) {
          const place = finder.find(folded.text, from);
          if (!place || place.end === place.start) break;
          marks.push({ start: folded.originOf(place.start), end: folded.originOf(place.end) });
          from = place.end;
        }
      return withoutOverlaps(marks);
    },
  };
}

function withoutOverlaps(marks: readonly Mark[]): Mark[] {
  const apart: Mark[] = [];
  for (const mark of marks.toSorted((one, other) => one.start - other.start || other.end - one.end))
    if (mark.end > mark.start && mark.start >= (apart.at(-1)?.end ?? 0)) apart.push(mark);
  return apart;
}
