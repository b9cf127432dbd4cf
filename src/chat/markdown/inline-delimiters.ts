// Which runs of `*`, `_` and `~` belong together (pure): the algorithm at the end of the CommonMark
// specification, with the strikethrough of GitHub's. Owns the list of open runs. Leaves finding the runs to
// inline-parser.ts. Invariant: the time is linear in the runs.

import type { InlineItem } from './inline-item.js';
import { latePattern } from '../../text/derived.js';

interface FoundRun {
  item: InlineItem;
  /** Of the source. */
  at: number;
  character: string;
  /** As written. */
  length: number;
  canOpen: boolean;
  canClose: boolean;
}

export interface Delimiter extends FoundRun {
  /** Those not used yet. */
  count: number;
  previous: Delimiter | undefined;
  next: Delimiter | undefined;
}

const WHITE_SPACE = /^\s?$/u;
const punctuation = latePattern(() => /^[\p{P}\p{S}]$/u);

/** 6.2: what a run may do, by the characters around it; '' at the beginning and at the end. */
export function flanking(
  character: string,
  before: string,
  after: string,
): { canOpen: boolean; canClose: boolean } {
  const spaceAfter = WHITE_SPACE.test(after);
  const spaceBefore = WHITE_SPACE.test(before);
  const signAfter = punctuation().test(after);
  const signBefore = punctuation().test(before);
  const left = !spaceAfter && (!signAfter || spaceBefore || signBefore);
  const right = !spaceBefore && (!signBefore || spaceAfter || signAfter);
  return character === '_'
    ? { canOpen: left && (!right || signBefore), canClose: right && (!left || signAfter) }
    : { canOpen: left, canClose: right };
}

export class Delimiters {
  last: Delimiter | undefined;

  add({ item, at, character, length, canOpen, canClose }: FoundRun): void {
    const previous = this.last;
    const delimiter: Delimiter = {
      item,
      at,
      character,
      length,
      canOpen,
      canClose,
      count: length,
      previous,
      next: undefined,
    };
    if (previous) previous.next = delimiter;
    this.last = delimiter;
  }

  /**
   * Pairs the runs after bottom and forgets them; returns where the first one is that may still find its
   * closer, if any.
   */
  pair(bottom: Delimiter | undefined): number | undefined {
    let closer = this.last;
    while (closer && closer.previous !== bottom) closer = closer.previous;
    /** For each kind of closer, the place below which it has no opener. */
    const bottoms = new Map<string, Delimiter | undefined>();
    while (closer) {
      const next: Delimiter | undefined = closer.next;
      if (!closer.canClose) {
        closer = next;
        continue;
      }
      const kind = `${closer.character}${closer.canOpen}${closer.character === '~' ? closer.length : closer.length % 3}`;
      const opener = findOpener(closer, bottoms.has(kind) ? bottoms.get(kind) : bottom);
      if (opener) {
        this.#match(opener, closer);
        if (closer.count === 0) closer = next;
        continue;
      }
      bottoms.set(kind, closer.previous);
      if (!closer.canOpen) this.#remove(closer);
      closer = next;
    }
    let open: number | undefined;
    while (this.last && this.last !== bottom) {
      if (this.last.canOpen) open = this.last.at;
      this.#remove(this.last);
    }
    return open;
  }

  #match(opener: Delimiter, closer: Delimiter): void {
    const isStrike = closer.character === '~';
    const used = isStrike ? closer.count : closer.count >= 2 && opener.count >= 2 ? 2 : 1;
    const span = { type: isStrike ? 'deleted' : used === 2 ? 'strong' : 'emphasis' } as const;
    for (const delimiter of [opener, closer]) {
      delimiter.count -= used;
      delimiter.item.text = delimiter.item.text.slice(used);
    }
    opener.item.opens.push(span);
    closer.item.closes.push(span);
    while (closer.previous && closer.previous !== opener) this.#remove(closer.previous);
    if (opener.count === 0) this.#remove(opener);
    if (closer.count === 0) this.#remove(closer);
  }

  #remove({ previous, next }: Delimiter): void {
    if (previous) previous.next = next;
    if (next) next.previous = previous;
    else this.last = previous;
  }
}

function findOpener(closer: Delimiter, bottom: Delimiter | undefined): Delimiter | undefined {
  for (let opener = closer.previous; opener && opener !== bottom; opener = opener.previous) {
    if (opener.character !== closer.character || !opener.canOpen) continue;
    if (closer.character === '~') {
      if (opener.length === closer.length) return opener;
      continue;
    }
    // A run that could do both does not take part if the sum is a multiple of three, as between the words of
    // `a**b*c`.
    const isOdd =
      (closer.canOpen || opener.canClose) &&
      closer.length % 3 !== 0 &&
      (opener.length + closer.length) % 3 === 0;
    if (!isOdd) return opener;
  }
  return undefined;
}
