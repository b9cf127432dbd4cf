// What the index knows of one search: which units of which files are looked at, the best or the newest first.
// Owns when that is enough. Leaves looking at them, and showing what was found, to search-run.ts.

import type { SearchQuery } from '../hit.js';
import type { IndexedUnit, SearchIndex } from '../index/search-index.js';
import { NEWEST } from '../index/search-index.js';
import { coveredOf } from '../index/update-index.js';
import type { SearchedFile } from '../places/file.js';
import type { IndexQuery } from '../words/index-query.js';
import { scoreOf } from '../words/snippet.js';
import type { HitList } from './hit-list.js';

/** Of the newest turns, as many as are looked at before asking for more of them. */
const AT_ONCE = 100;
/**
 * Of 4 KB, which takes about 40 ms: FTS5 puts all places of the words that begin like the last one together
 * before it says the first. With more of them the newest turns are looked at, for so long.
 */
const WIDE_PAGES = 200;
const LOOK_MS = 250;

export interface AskIndexPorts {
  hits: HitList;
  nowMs: number;
  /** Adds what the file says of these units to the hits. */
  lookUp(file: SearchedFile, units: readonly IndexedUnit[]): Promise<void>;
  /** Lets others have their turn. False: the search was stopped. */
  goesOn(): Promise<boolean>;
  isStopped(): boolean;
  /** Default: 200. */
  widePages?: number | undefined;
}

/** True: it knows as much as is wanted of files that it covers. Throws what the library does. */
export async function askIndex(
  index: SearchIndex,
  { expression, prefix, rest }: IndexQuery,
  { files, query, ports }: { files: readonly SearchedFile[]; query: SearchQuery; ports: AskIndexPorts },
): Promise<boolean> {
  const asking = new Asking(index, files, query, ports);
  const isWide = prefix !== undefined && index.pagesOf(prefix) > (ports.widePages ?? WIDE_PAGES);
  if (isWide && (await asking.lookThrough(rest))) return true;
  return asking.lookUpBest(index.find(expression));
}

class Asking {
  readonly #index: SearchIndex;
  readonly #byId = new Map<number, SearchedFile>();
  readonly #query: SearchQuery;
  readonly #ports: AskIndexPorts;

  constructor(index: SearchIndex, files: readonly SearchedFile[], query: SearchQuery, ports: AskIndexPorts) {
    this.#index = index;
    this.#query = query;
    this.#ports = ports;
    for (const file of files) {
      // What has become another file is scanned.
      const { offset, known } = coveredOf(index, file);
      if (known && offset > 0) this.#byId.set(known.id, file);
    }
  }

  async lookUpBest(units: readonly IndexedUnit[]): Promise<boolean> {
    const { hits } = this.#ports;
    const { limit } = this.#query;
    const found = units.filter(({ file }) => this.#byId.has(file));
    if (units.length >= NEWEST || found.length > limit) hits.leaveRest();
    await this.#lookUp(this.#best(found));
    // Others may be older than the newest, of which only some are in the files that are searched.
    return hits.isFull || units.length < NEWEST;
  }

  /**
   * The newest turns with the other words, or of all, of which nearly each has a word that begins like that.
   * False: too few had one.
   */
  async lookThrough(rest: string): Promise<boolean> {
    const { hits } = this.#ports;
    const until = performance.now() + LOOK_MS;
    for (let below = Number.MAX_SAFE_INTEGER; ;) {
      const units = this.#index.findBelow(below, AT_ONCE, rest);
      const last = units.at(-1);
      if (!last) return true;
      below = last.id;
      await this.#lookUp(
        units.filter(({ file }) => this.#byId.has(file)),
        until,
      );
      const goesOn = await this.#ports.goesOn();
      if (goesOn && hits.size < NEWEST && performance.now() < until) continue;
      if (hits.isFull) hits.leaveRest();
      return hits.isFull || this.#ports.isStopped();
    }
  }

  async #lookUp(units: readonly IndexedUnit[], until = Infinity): Promise<void> {
    for (const [id, ofFile] of groupByFile(units)) {
      const file = this.#byId.get(id);
      if (file) await this.#ports.lookUp(file, ofFile);
      if (!(await this.#ports.goesOn()) || performance.now() > until) return;
    }
  }

  #best(units: readonly IndexedUnit[]): readonly IndexedUnit[] {
    const { limit } = this.#query;
    if (units.length <= limit) return units;
    if (units[0]?.relevance === undefined) return units.slice(0, limit);
    const { nowMs } = this.#ports;
    const score = ({ relevance = 0, at }: IndexedUnit): number => scoreOf(relevance, at, nowMs);
    return units.toSorted((one, other) => score(other) - score(one)).slice(0, limit);
  }
}

/** In the order of the first of each. */
function groupByFile(units: readonly IndexedUnit[]): Map<number, IndexedUnit[]> {
  const groups = new Map<number, IndexedUnit[]>();
  for (const unit of units) {
    const group = groups.get(unit.file);
    if (group) group.push(unit);
    else groups.set(unit.file, [unit]);
  }
  return groups;
}
