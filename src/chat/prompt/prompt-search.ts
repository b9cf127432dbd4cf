// The search of Ctrl-R in its chat: when it opens and ends, and what its keys lead to. Owns that. Leaves the
// search itself to history-search.ts, sending and the draft to chat-prompt.ts. Invariant: the draft stays
// until what was found takes its place, and undo brings it back then.

import type { ChatHistory } from '../ports.js';
import type { AskedQuestion } from './find-asked.js';
import { HistorySearch } from './history-search.js';
import type { PromptView } from './line-editor.js';
import { searchView } from './search-view.js';

const HINT = 'Enter sends · Esc edits · Ctrl-R older · Ctrl-C goes back';

export interface SearchOwner {
  /** undefined: only what this prompt remembers is searched. */
  readonly history: ChatHistory | undefined;
  /** The latest first. */
  remembered(): readonly AskedQuestion[];
  send(asked: AskedQuestion): void;
  /** It becomes the draft, and this key is pressed; '': none. */
  edit(asked: AskedQuestion, key: string): void;
  hint(text: string): void;
  draw(): void;
}

export class PromptSearch {
  #search: HistorySearch | undefined;
  /** A question stands above the prompt. */
  #isAsked = false;

  readonly #owner: SearchOwner;

  constructor(owner: SearchOwner) {
    this.#owner = owner;
  }

  /** A question stands above the prompt from now on, or no longer. */
  questionStands(isOpen: boolean): void {
    this.#isAsked = isOpen;
    if (isOpen) this.end();
  }

  begin(): void {
    const owner = this.#owner;
    if (this.#isAsked) return owner.hint('answer the question first');
    const asked = owner.history?.all() ?? Promise.resolve({ here: owner.remembered(), elsewhere: [] });
    this.#search = new HistorySearch(asked, () => owner.draw());
    owner.hint(HINT);
  }

  end(): void {
    this.#search?.stop();
    this.#search = undefined;
  }

  /** False: it is not open. */
  press(data: string): boolean {
    const search = this.#search;
    if (!search) return false;
    const step = search.press(data);
    if (step.type === 'goes-on') this.#owner.hint(HINT);
    else this.end();
    if (step.type === 'send') this.#owner.send(step.asked);
    if (step.type === 'edit') this.#owner.edit(step.asked, step.key);
    return true;
  }

  /** As press(). isQuoted: it is for the draft, and ends the search. */
  paste(text: string, { isQuoted } = { isQuoted: false }): boolean {
    if (isQuoted) this.end();
    this.#search?.paste(text);
    return this.#search !== undefined;
  }

  /** undefined: it is not open. */
  render(cols: number, maxRows: number): PromptView | undefined {
    return this.#search && searchView(this.#search, cols, maxRows);
  }
}
