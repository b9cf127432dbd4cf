// One search: what the index knows, screens, then the rest of the transcripts, the newest first, scanned as
// grep would. Owns the order, when enough is found, and what is said meanwhile. Leaves bytes to scan/ and
// what a file holds to places/ and transcripts/. Invariants: it gives way after each slice of a file, so that
// it can be stopped; what the index says is shown only if the file says so too.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchQuery } from '../hit.js';
import type { IndexedUnit, SearchIndex } from '../index/search-index.js';
import { NEWEST } from '../index/search-index.js';
import { coveredOf } from '../index/update-index.js';
import type { FromSearcher } from '../messages.js';
import { newestFirst, type SearchedFile } from '../places/file.js';
import { readScreenLines } from '../places/screen-lines.js';
import type { Fault } from '../places/folders.js';
import type { TranscriptReader } from '../places/transcript-reader.js';
import { ByteScanner } from '../scan/byte-scanner.js';
import { Kernel } from '../scan/kernel.js';
import { scanFile } from '../scan/scan-file.js';
import { OwnTranscript } from '../transcripts/own-transcript.js';
import type { PlacedUnit, ReadConversation } from '../transcripts/unit.js';
import { indexQuery } from '../words/index-query.js';
import { Matcher, readTerms, whatIsCut, type Term } from '../words/query.js';
import { scoreOf } from '../words/snippet.js';
import { HitList } from './hit-list.js';
import { hitIn, hitsOnScreen } from './found-units.js';
import { OpenedFiles } from './opened-files.js';

/** What was found is shown at most so often, and how far it is. */
const TELL_EVERY_MS = 50;
/** With fewer hits all files are scanned: words may begin within others. */
const FEW = 20;

export interface SearchPorts {
  listFiles(query: SearchQuery, fault: Fault): readonly SearchedFile[];
  /** undefined: there is none. */
  index(): Promise<SearchIndex | undefined>;
  indexDamaged(error: unknown): void;
  reader: TranscriptReader;
  nowMs: number;
  isStopped(): boolean;
  send(message: FromSearcher): void;
}

export class SearchRun {
  readonly #id: number;
  readonly #query: SearchQuery;
  readonly #ports: SearchPorts;
  readonly #terms: readonly Term[];
  readonly #matcher: Matcher;
  readonly #hits: HitList;
  readonly #opened = new OpenedFiles();
  readonly #fault: Fault = (sentence) => void this.#opened.problems.push(sentence);
  #toldAt = 0;
  #toldHits = 0;
  #doneBytes = 0;
  #totalBytes = 0;

  constructor(id: number, query: SearchQuery, ports: SearchPorts) {
    this.#id = id;
    this.#query = query;
    this.#ports = ports;
    this.#terms = readTerms(query.words, query);
    const cut = whatIsCut(query.words, query);
    if (cut !== undefined) this.#fault(cut);
    this.#matcher = new Matcher(this.#terms, query);
    this.#hits = new HitList(query.limit);
  }

  async run(): Promise<void> {
    if (this.#terms.length > 0) await this.#search();
    if (this.#ports.isStopped()) return;
    this.#ports.send({
      type: 'end',
      id: this.#id,
      hits: this.#hits.best(),
      more: this.#hits.more,
      problems: [...new Set(this.#opened.problems)],
    });
  }

  async #search(): Promise<void> {
    const files = this.#ports.listFiles(this.#query, this.#fault);
    const transcripts = newestFirst(files.filter(({ kind }) => kind !== 'screen'));
    const index = await this.#askIndex(transcripts);
    if (this.#ports.isStopped()) return;
    // What the index knew is shown before anything is scanned.
    this.#tell();
    const isKnown = index !== undefined && this.#hits.size >= Math.min(FEW, this.#query.limit);
    const rest = transcripts
      .map((file) => ({ file, from: isKnown ? coveredOf(index, file).offset : 0 }))
      .filter(({ file, from }) => from < file.size);
    const screens = newestFirst(files.filter(({ kind }) => kind === 'screen'));
    this.#totalBytes = screens.reduce((sum, { size }) => sum + size, 0);
    this.#totalBytes += rest.reduce((sum, { file, from }) => sum + file.size - from, 0);
    for (const screen of screens) {
      this.#searchScreen(screen);
      if (!(await this.#goesOn())) return;
    }
    await this.#scan(rest);
  }

  /** Returns it if it could be asked. */
  async #askIndex(files: readonly SearchedFile[]): Promise<SearchIndex | undefined> {
    const expression = this.#query.exact ? '' : indexQuery(this.#terms);
    const index = expression === '' ? undefined : await this.#ports.index();
    if (!index || this.#ports.isStopped()) return undefined;
    let units: IndexedUnit[];
    try {
      units = index.find(expression);
    } catch (error) {
      this.#ports.indexDamaged(error);
      return undefined;
    }
    const byPath = new Map(files.map((file) => [file.path, file]));
    const byId = new Map<number, SearchedFile>();
    for (const { id, path } of index.files.values()) {
      const file = byPath.get(path);
      // What has become another file is scanned.
      if (file && coveredOf(index, file).offset > 0) byId.set(id, file);
    }
    const found = units.filter(({ file }) => byId.has(file));
    if (units.length >= NEWEST || found.length > this.#query.limit) this.#hits.leaveRest();
    for (const [id, ofFile] of groupByFile(this.#best(found))) {
      const file = byId.get(id);
      if (file) await this.#lookUp(file, ofFile);
      if (!(await this.#goesOn())) break;
    }
    return index;
  }

  #best(units: readonly IndexedUnit[]): readonly IndexedUnit[] {
    const { limit } = this.#query;
    if (units.length <= limit) return units;
    if (units[0]?.relevance === undefined) return units.slice(0, limit);
    const { nowMs } = this.#ports;
    const score = ({ relevance = 0, at }: IndexedUnit): number => scoreOf(relevance, at, nowMs);
    return units.toSorted((one, other) => score(other) - score(one)).slice(0, limit);
  }

  async #lookUp(file: SearchedFile, units: readonly IndexedUnit[]): Promise<void> {
    if (file.kind !== 'chat') {
      const places = new Set(units.map(({ place }) => place));
      this.#addOf(await this.#ports.reader.read(file, this.#fault), ({ place }) => places.has(place));
      return;
    }
    const { path, session } = file;
    await this.#opened.use(path, (descriptor) => {
      const transcript = new OwnTranscript(descriptor);
      const conversation = { source: 'chat' as const, file: path, session, name: transcript.name ?? session };
      for (const { place, turn } of units) {
        const unit = transcript.unitAt(place);
        if (unit) this.#add(hitIn(conversation, { ...unit, turn }, this.#at));
      }
    });
  }

  #searchScreen(file: SearchedFile): void {
    if (file.kind !== 'screen') return;
    this.#doneBytes += file.size;
    const { path, session, mtimeMs: at } = file;
    const screen = { source: 'screen' as const, file: path, session, name: session, at };
    try {
      for (const hit of hitsOnScreen(screen, readScreenLines(path), this.#at)) this.#hits.add(hit);
    } catch (error) {
      this.#opened.failed(path, error);
    }
  }

  async #scan(files: readonly { file: SearchedFile; from: number }[]): Promise<void> {
    const kernel = new Kernel();
    const needles = this.#matcher.needles.map((needle) => ByteScanner.all(kernel, needle));
    for (const { file, from } of files) {
      if (this.#hits.isFull) return this.#hits.leaveRest();
      if (file.kind === 'chat')
        await this.#opened.use(file.path, (descriptor) =>
          this.#scanOne(file, { descriptor, from, kernel, needles }),
        );
      else {
        // These are small, or only a part of each is what was said.
        this.#doneBytes += file.size;
        this.#addOf(await this.#ports.reader.readWith(file, this.#matcher, this.#fault), () => true);
      }
      if (!(await this.#goesOn())) return;
    }
  }

  async #scanOne(
    { session, path }: SearchedFile & { kind: 'chat' },
    of: { descriptor: number; from: number; kernel: Kernel; needles: readonly (readonly ByteScanner[])[] },
  ): Promise<void> {
    const { descriptor, needles } = of;
    let fewest: readonly number[] | undefined;
    for (const scanners of needles) {
      const lines = await this.#linesOf(scanners, of, { counts: fewest === undefined });
      if (!lines) return;
      if (!fewest || lines.length < fewest.length) fewest = lines;
      if (fewest.length === 0) return;
    }
    const transcript = new OwnTranscript(descriptor);
    const name = transcript.name ?? session;
    for (const line of fewest ?? []) {
      for (const unit of transcript.unitsOf(line)) {
        const hit = hitIn({ source: 'chat', file: path, session, name }, unit, this.#at);
        if (!hit) continue;
        this.#add(hit);
        break;
      }
      if (!(await this.#goesOn())) return;
    }
  }

  /** Where lines begin that may have a needle; undefined: it was stopped. counts: its bytes are progress. */
  async #linesOf(
    scanners: readonly ByteScanner[],
    { kernel, descriptor, from }: { kernel: Kernel; descriptor: number; from: number },
    { counts }: { counts: boolean },
  ): Promise<number[] | undefined> {
    const found: number[] = [];
    for (const { bytes, lines } of scanFile(kernel, scanners, { descriptor, from, joins: true })) {
      if (counts) this.#doneBytes += bytes;
      found.push(...lines);
      if (!(await this.#goesOn())) return undefined;
    }
    return found;
  }

  #addOf(conversations: readonly ReadConversation[], isWanted: (unit: PlacedUnit) => boolean): void {
    for (const conversation of conversations)
      for (const unit of conversation.units)
        if (isWanted(unit)) this.#add(hitIn(conversation, unit, this.#at));
  }

  #add(hit: ReturnType<typeof hitIn>): void {
    if (hit) this.#hits.add(hit);
  }

  get #at(): { matcher: Matcher; nowMs: number } {
    return { matcher: this.#matcher, nowMs: this.#ports.nowMs };
  }

  /** Says how far it is, and gives way. */
  async #goesOn(): Promise<boolean> {
    if (performance.now() - this.#toldAt >= TELL_EVERY_MS) {
      this.#tell();
      const { send } = this.#ports;
      const [doneBytes, totalBytes] = [this.#doneBytes, this.#totalBytes];
      if (totalBytes > 0) send({ type: 'progress', id: this.#id, progress: { doneBytes, totalBytes } });
    }
    await nextTurn();
    return !this.#ports.isStopped();
  }

  #tell(): void {
    this.#toldAt = performance.now();
    if (this.#hits.size === this.#toldHits) return;
    this.#toldHits = this.#hits.size;
    this.#ports.send({ type: 'hits', id: this.#id, hits: this.#hits.best() });
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
