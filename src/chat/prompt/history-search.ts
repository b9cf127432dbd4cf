// The search of Ctrl-R at a prompt, while it is open: what is typed into it and which question is shown. Owns
// its keys, and searching in turns of the event loop. Leaves the order of matches to find-asked.ts, its look
// to search-view.ts, and what follows from a question that was chosen to chat-prompt.ts.

import { Slice } from '../../loop/slice.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { findAsked, type AskedQuestion, type AskedQuestions } from './find-asked.js';
import { isText } from './plain-key.js';

const ENTER = '\r';
const ESCAPE = '\x1b';
const BACKSPACE: ReadonlySet<string> = new Set(['\x7f', '\b']);
const CLEAR = '\x15';
const OLDER = '\x12';
const NEWER = '\x13';
const LEAVE: ReadonlySet<string> = new Set(['\x03', '\x07']);

/** What a key has led to. */
export type SearchStep =
  | { type: 'goes-on' }
  | { type: 'back' }
  | { type: 'send'; asked: AskedQuestion }
  | { type: 'edit'; asked: AskedQuestion; key: string };

const GOES_ON: SearchStep = { type: 'goes-on' };

export class HistorySearch {
  #query = '';
  /** undefined: they are still being read. */
  #asked: AskedQuestions | undefined;
  /** What was found so far, and the search for more. */
  #found: AskedQuestion[] = [];
  #search: Iterator<AskedQuestion | undefined, void> | undefined;
  #at = 0;
  #later: NodeJS.Immediate | undefined;

  readonly #onChange: () => void;

  /** onChange: another match is shown, without a key. */
  constructor(asked: Promise<AskedQuestions>, onChange: () => void) {
    this.#onChange = onChange;
    void asked.then((all) => {
      this.#asked = all;
      this.#begin();
      onChange();
    });
  }

  get query(): string {
    return this.#query;
  }

  /** The question that is shown; undefined: none matches, or not yet. */
  get match(): AskedQuestion | undefined {
    return this.#found[this.#at];
  }

  get isSearching(): boolean {
    return this.#query !== '' && (this.#asked === undefined || this.#later !== undefined);
  }

  press(data: string): SearchStep {
    const { match } = this;
    if (LEAVE.has(data)) return { type: 'back' };
    if (data === ENTER || data === ESCAPE) {
      if (match === undefined) return { type: 'back' };
      return data === ENTER ? { type: 'send', asked: match } : { type: 'edit', asked: match, key: '' };
    }
    if (data === OLDER) this.#go(1);
    else if (data === NEWER) this.#go(-1);
    else if (BACKSPACE.has(data)) this.#ask([...this.#query].slice(0, -1).join(''));
    else if (data === CLEAR) this.#ask('');
    else if (isText(data)) this.#ask(this.#query + data);
    // Any other key edits what was found.
    else return match === undefined ? GOES_ON : { type: 'edit', asked: match, key: data };
    return GOES_ON;
  }

  paste(text: string): void {
    this.#ask(this.#query + sanitiseLine(text));
  }

  stop(): void {
    clearImmediate(this.#later);
    this.#later = undefined;
  }

  #ask(query: string): void {
    this.#query = query;
    this.#begin();
  }

  #begin(): void {
    this.stop();
    this.#found = [];
    this.#at = 0;
    this.#search = this.#asked && findAsked(this.#asked, this.#query)[Symbol.iterator]();
    this.#look(0);
  }

  #go(by: -1 | 1): void {
    const wanted = Math.max(0, this.#at + by);
    if (wanted < this.#found.length) this.#at = wanted;
    else this.#look(wanted);
  }

  /** Goes on until there are so many matches and one more, or no more. */
  #look(wanted: number): void {
    this.stop();
    const slice = new Slice();
    while (this.#search && this.#found.length <= wanted) {
      const { done, value } = this.#search.next();
      if (done) this.#search = undefined;
      else if (value !== undefined) this.#found.push(value);
      if (this.#found.length > wanted) this.#at = wanted;
      if (!slice.isOver || !this.#search) continue;
      this.#later = setImmediate(() => {
        this.#later = undefined;
        this.#look(wanted);
        this.#onChange();
      });
      return;
    }
  }
}
