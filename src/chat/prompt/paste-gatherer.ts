// Pasted text on its way through the keyboard's bytes (pure): where it begins and ends, and its parts. Owns
// the marks of a bracketed paste that arrive whole, and what a paste may contain. Leaves a mark that arrives
// in parts, and the keys, to whoever splits them. Invariant: each part is looked at once, so that a long
// paste costs no more than its length.

import { sanitiseInput } from '../../text/sanitise.js';

const BEGIN = '\x1b[200~';
const END = '\x1b[201~';

/** Text that arrived, in its order. */
export type Arrived = { type: 'keys'; text: string } | { type: 'paste'; text: string };

export class PasteGatherer {
  /** What was pasted so far; undefined: no paste is under way. */
  #pasted: string | undefined;
  /** May be the beginning of the end mark, or of the end of a line. */
  #rest = '';

  /** What is complete now. */
  take(text: string): Arrived[] {
    const arrived: Arrived[] = [];
    let rest = text;
    while (rest !== '') {
      if (this.#pasted !== undefined) rest = this.#takePasted(rest, arrived);
      else {
        const at = rest.indexOf(BEGIN);
        const keys = at === -1 ? rest : rest.slice(0, at);
        if (keys !== '') arrived.push({ type: 'keys', text: keys });
        if (at === -1) return arrived;
        this.#pasted = '';
        rest = rest.slice(at + BEGIN.length);
      }
    }
    return arrived;
  }

  /** Returns what follows the paste. */
  #takePasted(text: string, arrived: Arrived[]): string {
    const all = this.#rest + text;
    const end = all.indexOf(END);
    if (end === -1) {
      const safe = all.length - lengthOfOpenEnd(all);
      this.#pasted += sanitiseInput(all.slice(0, safe));
      this.#rest = all.slice(safe);
      return '';
    }
    arrived.push({ type: 'paste', text: this.#pasted + sanitiseInput(all.slice(0, end)) });
    this.#pasted = undefined;
    this.#rest = '';
    return all.slice(end + END.length);
  }
}

/** How much of the end may belong to what follows: a part of the end mark, or the first half of CR LF. */
function lengthOfOpenEnd(text: string): number {
  for (let length = Math.min(END.length - 1, text.length); length > 0; length--)
    if (END.startsWith(text.slice(-length)))
      return text.endsWith('\r', text.length - length) ? length + 1 : length;
  return text.endsWith('\r') ? 1 : 0;
}
