// One search: what the index knows, screens, then the rest of the transcripts, the newest first, scanned as
// grep would. Owns the order, when enough is found, and what is said meanwhile. Leaves bytes to scan/ and
// what a file holds to places/ and transcripts/. Invariants: it gives way after each slice of a file, so that
// it can be stopped; what the index says is shown only if the file says so too.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchQuery } from '../hit.js';
import type { IndexedUnit, SearchIndex } from '../index/search-index.js';
import { coveredOf } from '../index/update-index.js';
import type { FromSearcher } from '../messages.js';
import { newestFirst, type SearchedFile } from '../places/file.js';
import { readScreenLines } from '../places/screen-lines.js';
import type { Fault } from '../places/folders.js';
import type { TranscriptReader } from '../places/transcript-reader.js';
import type { ByteScanner } from '../scan/byte-scanner.js';
import { Kernel } from '../scan/kernel.js';
import { Needles } from '../scan/needles.js';
import { scanFile } from '../scan/scan-file.js';
import { describeBytes } from '../../text/text-size.js';
import { MOST_LINE_BYTES } from '../transcripts/read-lines.js';
import { OwnTranscript } from '../transcripts/own-transcript.js';
import type { PlacedUnit, ReadConversation } from '../transcripts/unit.js';
import { indexQuery } from '../words/index-query.js';
import { Matcher, readTerms, whatIsCut, type Term } from '../words/query.js';
import { askIndex } from './ask-index.js';
import { HitList } from './hit-list.js';
import { hitIn, hitsOnScreen } from './found-units.js';
import { OpenedFiles } from './opened-files.js';

/** What was found is shown at most so often, and how far it is. */
const TELL_EVERY_MS = 50;
/** Scanning so many takes as long as reading one turn and looking at its words. */
const BYTES_FOR_A_TURN = 128 << 10;
const MOST_LINE = describeBytes(MOST_LINE_BYTES);
/** With fewer hits all files are scanned: words may begin within others. */
const FEW = 20;

export interface SearchPorts {
  listFiles(query: SearchQuery, fault: Fault): readonly SearchedFile[];
  /** undefined: there is none. */
  index(): Promise<SearchIndex | undefined>;
  indexDamaged(index: SearchIndex, error: unknown): void;
  reader: TranscriptReader;
  nowMs: number;
  isStopped(): boolean;
  /** Of words in the index that begin like the last one: with more, turns are looked at. Default: 200. */
  widePages?: number;
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
    const asked = await this.#askIndex(transcripts);
    if (this.#ports.isStopped()) return;
    // What the index knew is shown before anything is scanned.
    this.#tell();
    const rest = transcripts
      .map((file) => ({ file, from: asked?.isEnough === true ? coveredOf(asked.index, file).offset : 0 }))
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

  /** Returns it if it could be asked, and whether what it knows is enough. */
  async #askIndex(
    files: readonly SearchedFile[],
  ): Promise<{ index: SearchIndex; isEnough: boolean } | undefined> {
    // Of one session, scanning takes no longer.
    const isAsked = !this.#query.exact && this.#query.session === undefined;
    const asked = isAsked ? indexQuery(this.#terms) : undefined;
    const index = asked && (await this.#ports.index());
    if (!index || this.#ports.isStopped()) return undefined;
    const { nowMs, isStopped, widePages } = this.#ports;
    const ports = {
      hits: this.#hits,
      nowMs,
      lookUp: (file: SearchedFile, units: readonly IndexedUnit[]) => this.#lookUp(file, units),
      goesOn: () => this.#goesOn(),
      isStopped,
      widePages,
    };
    try {
      const isEnough = await askIndex(index, asked, { files, query: this.#query, ports });
      return { index, isEnough: isEnough && this.#hits.size >= Math.min(FEW, this.#query.limit) };
    } catch (error) {
      this.#ports.indexDamaged(index, error);
      return undefined;
    }
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
    const needles = new Needles(kernel, this.#matcher.needles);
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
    { session, path, size }: SearchedFile & { kind: 'chat' },
    of: { descriptor: number; from: number; kernel: Kernel; needles: Needles },
  ): Promise<void> {
    const { descriptor, needles } = of;
    let fewest: readonly number[] | undefined;
    for (const needle of needles.inOrder()) {
      const lines = await this.#linesOf(needle.scanners, of, { path, counts: fewest === undefined });
      if (!lines) return;
      needle.count(lines.length, size);
      if (!fewest || lines.length < fewest.length) fewest = lines;
      // So few are read sooner than another needle is looked for.
      if (fewest.length * BYTES_FOR_A_TURN <= size) break;
    }
    const transcript = new OwnTranscript(descriptor);
    const conversation = { source: 'chat' as const, file: path, session, name: transcript.name ?? session };
    /** By their place: most have several of the lines. */
    const looked = new Map<number, boolean>();
    for (const line of fewest ?? []) {
      for (const unit of transcript.unitsOf(line)) {
        let isHit = looked.get(unit.place);
        if (isHit === undefined) {
          const hit = hitIn(conversation, unit, this.#at);
          isHit = hit !== undefined;
          looked.set(unit.place, isHit);
          if (hit) this.#add({ ...hit, turn: transcript.numberOf(unit) });
        }
        if (isHit) break;
      }
      if (!(await this.#goesOn())) return;
    }
  }

  /** Where lines begin that may have a needle; undefined: it was stopped. counts: its bytes are progress. */
  async #linesOf(
    scanners: readonly ByteScanner[],
    { kernel, descriptor, from }: { kernel: Kernel; descriptor: number; from: number },
    { path, counts }: { path: string; counts: boolean },
  ): Promise<number[] | undefined> {
    const found: number[] = [];
    for (const { bytes, lines, hasLong } of scanFile(kernel, scanners, { descriptor, from, joins: true })) {
      if (counts) this.#doneBytes += bytes;
      if (hasLong) this.#fault(`a line of ${path} cannot be searched: it has more than ${MOST_LINE}`);
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
