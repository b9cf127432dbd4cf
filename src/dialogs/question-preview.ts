// A session's question, in full below the picker's list, and whether it has been on the screen long enough to
// be answered from there. Owns that wait. Leaves the answer to the command that the picker names.

import { clusters, textWidth } from '../text/width.js';
import type { DialogRoom, Line } from './dialog-view.js';

export interface AskedQuestion {
  /** undefined: a program's, which can only be answered in its own way. */
  id: string | undefined;
  /** With what would be done. */
  text: string;
  /** Nothing is left out of the text. */
  isWhole: boolean;
  /** What can be answered in one key. */
  answers: readonly ('yes' | 'no')[];
  /** A yes counts only if all of it was shown. */
  mustBeWhole: boolean;
}

/**
 * A key that was meant for something else is not an answer: the time it takes to notice that something
 * changed.
 */
const ANSWERABLE_AFTER_MS = 400;

/** Which question is on the screen, since when; one for all states of a picker. */
export class ShownQuestion {
  #key: string | undefined;
  #isWhole = false;
  #sinceMs = 0;

  readonly #now: () => number;

  /** now: a monotonic clock, in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** It is drawn; another question, or none, starts again from zero. */
  draw(key: string | undefined, isWhole: boolean): void {
    this.#isWhole = isWhole;
    if (key === this.#key) return;
    this.#key = key;
    this.#sinceMs = this.#now();
  }

  /** Nothing of it was left out. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  isAnswerable(key: string): boolean {
    return key === this.#key && this.#now() - this.#sinceMs >= ANSWERABLE_AFTER_MS;
  }
}

/** At most half of the room; an ellipsis shows that something does not fit. */
export function questionPreview(text: string, room: DialogRoom): { lines: Line[]; isWhole: boolean } {
  const lines = text.split('\n').flatMap((line) => wrapLine(line, room.cols));
  const rows = Math.max(1, Math.floor(room.rows / 2));
  const isWhole = lines.length <= rows;
  const shown = isWhole ? lines : [...lines.slice(0, rows - 1), '…'];
  return { lines: shown.map((line) => [{ text: line, role: 'waiting' }]), isWhole };
}

/** Between words if they fit, else anywhere. */
function wrapLine(text: string, cols: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )/)) {
    if (textWidth(line) + textWidth(word.trimEnd()) > cols && line !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    for (const cluster of clusters(word)) {
      if (textWidth(line) + cluster.width > cols && cluster.text !== ' ') {
        lines.push(line);
        line = '';
      }
      line += cluster.text;
    }
  }
  return [...lines, line.trimEnd()];
}
