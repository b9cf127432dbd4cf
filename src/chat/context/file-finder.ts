// The files below a directory that fit a few letters, best first, newer ones before older. Owns when the
// directory is walked again, and searching what is known of it while the rest is still read. Invariant: the
// event loop is never held, however many files there are; nothing runs that nobody has asked for.

import { lstatSync } from 'node:fs';

import { Pace, Slice } from '../../loop/slice.js';
import { fuzzyScore } from '../../text/fuzzy.js';
import { walkFiles } from './walk-files.js';

export interface FoundFile {
  /** From the directory; a folder ends with `/`. */
  path: string;
  modifiedMs: number;
}

interface Match extends FoundFile {
  score: number;
}

/** As many as anybody looks through. */
const MOST_MATCHES = 50;
/** After this long the directory is walked again, behind what is known of it. */
const FRESH_MS = 5_000;
/** What is known is forgotten if nobody asks. */
const KEPT_MS = 5 * 60_000;
/** More files are not looked at: their names alone take hundreds of megabytes. */
const MOST_FILES = 1_000_000;

export class FileFinder {
  #files: FoundFile[] = [];
  /** What is being walked, until stop(): the files that it adds to. */
  #walking: FoundFile[] | undefined;
  #walkedAtMs = -Infinity;
  #forgetting: NodeJS.Timeout | undefined;
  #search: Search | undefined;
  /** Searches what there is so far. */
  #searching = false;

  readonly #directory: string;
  readonly #changed: () => void;

  /** changed: find() would return something else. */
  constructor(directory: string, changed: () => void) {
    this.#directory = directory;
    this.#changed = changed;
  }

  /** What is found so far; more may come. */
  find(query: string): readonly FoundFile[] {
    this.#keep();
    this.#walkIfOld();
    if (this.#search?.query !== query) this.#search = new Search(query, this.#files, this.#search);
    const search = this.#search;
    // The first of them are there at once.
    for (const slice = new Slice(); search.step(this.#files) && !slice.isOver;);
    void this.#finish();
    return search.best;
  }

  /** Nobody asks any more. */
  stop(): void {
    clearTimeout(this.#forgetting);
    this.#search = undefined;
    this.#walking = undefined;
    this.#files = [];
    this.#walkedAtMs = -Infinity;
  }

  #keep(): void {
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => this.stop(), KEPT_MS).unref();
  }

  #walkIfOld(): void {
    if (this.#walking || performance.now() - this.#walkedAtMs < FRESH_MS) return;
    this.#walking = this.#files.length === 0 ? this.#files : [];
    const files = this.#walking;
    void this.#walk(files).finally(() => {
      if (this.#walking === files) this.#walking = undefined;
    });
  }

  async #walk(files: FoundFile[]): Promise<void> {
    const isFirst = files === this.#files;
    const pace = new Pace();
    for await (const entries of walkFiles(this.#directory)) {
      for (const { path, isDirectory } of entries) {
        files.push({
          path: isDirectory ? `${path}/` : path,
          modifiedMs: timeOf(`${this.#directory}/${path}`),
        });
        await pace.pause();
      }
      // After stop() it is for nobody.
      if (this.#walking !== files) return;
      if (files.length >= MOST_FILES) break;
      if (isFirst) void this.#finish();
    }
    if (this.#walking !== files) return;
    this.#walkedAtMs = performance.now();
    if (isFirst) return void this.#finish();
    this.#files = files;
    this.#search = this.#search && new Search(this.#search.query, files, undefined);
    await this.#finish();
  }

  async #finish(): Promise<void> {
    if (this.#searching) return;
    this.#searching = true;
    try {
      const pace = new Pace();
      while (this.#search?.step(this.#files)) await pace.pause();
      if (this.#search?.takeNews()) this.#changed();
    } finally {
      this.#searching = false;
    }
  }
}

/** One query over a list of files that may still grow. */
class Search {
  best: readonly Match[] = [];
  /** Of those looked at: where the ones that fit are. */
  readonly #fitting: number[] = [];
  #looked = 0;
  #hasNews = false;
  /** Only these fit among those that an earlier, shorter query has looked at. */
  readonly #narrowed: readonly number[];
  #narrowedAt = 0;

  readonly query: string;

  constructor(query: string, files: readonly FoundFile[], before: Search | undefined) {
    this.query = query;
    const narrows = before !== undefined && before.isWhole(files) && query.startsWith(before.query);
    this.#narrowed = narrows ? before.#fitting : [];
    this.#looked = narrows ? before.#looked : 0;
  }

  /** All that fits among the files that it has looked at is known. */
  isWhole(files: readonly FoundFile[]): boolean {
    return this.#narrowedAt === this.#narrowed.length && this.#looked <= files.length;
  }

  /** Looks at a few more; false: there are none. */
  step(files: readonly FoundFile[]): boolean {
    for (let count = 0; count < FILES_A_STEP; count++) {
      const at =
        this.#narrowedAt < this.#narrowed.length ? this.#narrowed[this.#narrowedAt++] : this.#looked++;
      const file = files[at as number];
      if (!file) {
        this.#looked = Math.min(this.#looked, files.length);
        return false;
      }
      this.#look(file, at as number);
    }
    return true;
  }

  takeNews(): boolean {
    const hasNews = this.#hasNews;
    this.#hasNews = false;
    return hasNews;
  }

  #look(file: FoundFile, at: number): void {
    const score = scoreOf(this.query, file.path);
    if (score === undefined) return;
    this.#fitting.push(at);
    const match = { ...file, score };
    const last = this.best.at(-1);
    if (last && this.best.length === MOST_MATCHES && !isBefore(match, last)) return;
    const place = this.best.findIndex((each) => isBefore(match, each));
    const best = [...this.best];
    best.splice(place === -1 ? best.length : place, 0, match);
    this.best = best.slice(0, MOST_MATCHES);
    this.#hasNews = true;
  }
}

/** A fraction of a millisecond. */
const FILES_A_STEP = 50;

const isBefore = (a: Match, b: Match): boolean =>
  a.score > b.score || (a.score === b.score && a.modifiedMs > b.modifiedMs);

/** The name counts more than where it is. */
function scoreOf(query: string, path: string): number | undefined {
  if (query === '') return 0;
  const ofPath = fuzzyScore(query, path);
  if (ofPath === undefined) return undefined;
  const name = path.slice(path.lastIndexOf('/', path.length - 2) + 1);
  return ofPath + (fuzzyScore(query, name) ?? 0);
}

/** 0: it is gone. */
function timeOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
