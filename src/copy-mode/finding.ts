// The searches of copy mode (pure): started, typed, repeated, cancelled. Owns which search there is and where
// one that is being typed started. Leaves finding hits to copy-mode/search.ts and the place it moves to
// copy-mode/place.ts.

import type { CopyCommand, CopyEffect } from './command.js';
import { MAX_STEPS } from './command.js';
import type { CopyPlace } from './place.js';
import { CopySearch, typedPattern, type Direction, type Pattern } from './search.js';
import { wordText } from './words.js';
import type { Position, Reading } from './reading.js';

/** unread: rows that decide it have not been searched; the same command finds more after some work. */
export type FindingResult = CopyEffect[] | 'unread';

export class CopyFinding {
  #search: CopySearch | undefined;
  #typing: { cursor: Position; top: number; search: CopySearch | undefined } | undefined;

  readonly #reading: Reading;
  readonly #place: CopyPlace;

  constructor(reading: Reading, place: CopyPlace) {
    this.#reading = reading;
    this.#place = place;
  }

  get search(): CopySearch | undefined {
    return this.#search;
  }

  /** No hits are marked any more. */
  forget(): void {
    this.#search = undefined;
  }

  /** The rows were wrapped again: what was found is searched again. */
  restart(): void {
    if (this.#search) this.#begin(this.#search.pattern, this.#search.direction);
  }

  /** It is what is marked from now on, and what the next repetition looks for. */
  mark(pattern: Pattern): void {
    this.#typing = undefined;
    this.#begin(pattern, 'forward');
  }

  /** undefined: the command is not part of a search. */
  run(command: CopyCommand): FindingResult | undefined {
    switch (command.name) {
      case 'search-forward':
      case 'search-backward':
        if (command.text !== undefined) return this.#find(command, command.text, directionOf(command));
        this.#typing = { cursor: this.#place.cursor, top: this.#place.top, search: this.#search };
        return [{ type: 'ask', for: command.name }];
      case 'search-cancel':
        if (this.#typing) this.#place.restore(this.#typing);
        this.#search = this.#typing?.search;
        this.#typing = undefined;
        return [];
      case 'search-again':
      case 'search-reverse': {
        const direction = this.#search?.direction ?? 'forward';
        return this.#next(command, command.name === 'search-again' ? direction : opposite(direction));
      }
      case 'search-word-forward':
      case 'search-word-backward': {
        const word = wordText(this.#reading, this.#place.cursor);
        if (word === undefined) return [{ type: 'say', text: 'there is no word under the cursor' }];
        return this.#find(command, word, directionOf(command));
      }
      default:
        return undefined;
    }
  }

  #find(command: CopyCommand, query: string, direction: Direction): FindingResult {
    if (this.#typing) this.#place.restore(this.#typing);
    if (!command.incremental) this.#typing = undefined;
    if (query === '') {
      this.#search = undefined;
      return [];
    }
    if (this.#search?.pattern.text !== query || this.#search.direction !== direction)
      this.#begin(typedPattern(query), direction);
    return this.#next(command, direction);
  }

  #begin(pattern: Pattern, direction: Direction): void {
    this.#search = new CopySearch(pattern, direction, this.#place.cursor.row, this.#reading);
  }

  #next(command: CopyCommand, direction: Direction): FindingResult {
    const search = this.#search;
    if (!search) return [{ type: 'say', text: 'nothing has been searched for yet' }];
    let at = this.#place.cursor;
    for (let left = Math.min(command.count ?? 1, MAX_STEPS); left > 0; left--) {
      const hit = search.next(this.#reading, at, direction);
      if (hit === 'unknown') return 'unread';
      if (!hit)
        return command.incremental ? [] : [{ type: 'say', text: `nothing matches ${search.pattern.text}` }];
      at = hit.start;
    }
    this.#place.moveTo(at);
    return [];
  }
}

const directionOf = ({ name }: CopyCommand): Direction =>
  name.endsWith('backward') ? 'backward' : 'forward';

const opposite = (direction: Direction): Direction => (direction === 'forward' ? 'backward' : 'forward');
