// One search: screens, then transcripts, the newest first, each scanned as grep would. Owns the order, when
// enough is found, and what is said meanwhile. Leaves bytes to scan/ and what a file holds to places/ and
// transcripts/. Invariant: it gives way after each slice of a file, so that it can be stopped.

import { closeSync, constants, openSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchQuery } from '../hit.js';
import type { FromSearcher } from '../messages.js';
import { newestFirst, type SearchedFile } from '../places/file.js';
import { ownFiles, type OwnPlaces } from '../places/own-files.js';
import { readScreenLines } from '../places/screen-lines.js';
import { ByteScanner } from '../scan/byte-scanner.js';
import { Kernel } from '../scan/kernel.js';
import { scanFile } from '../scan/scan-file.js';
import { OwnTranscript } from '../transcripts/own-transcript.js';
import { Matcher, readTerms } from '../words/query.js';
import { HitList } from './hit-list.js';
import { hitIn, hitsOnScreen } from './found-units.js';

/** What was found is shown at most so often, and how far it is. */
const TELL_EVERY_MS = 50;

export interface SearchPorts {
  places: OwnPlaces;
  nowMs: number;
  isStopped(): boolean;
  send(message: FromSearcher): void;
}

export class SearchRun {
  readonly #id: number;
  readonly #query: SearchQuery;
  readonly #ports: SearchPorts;
  readonly #matcher: Matcher;
  readonly #hits: HitList;
  readonly #problems: string[] = [];
  #toldAt = 0;
  #toldHits = 0;
  #doneBytes = 0;
  #totalBytes = 0;

  constructor(id: number, query: SearchQuery, ports: SearchPorts) {
    this.#id = id;
    this.#query = query;
    this.#ports = ports;
    this.#matcher = new Matcher(readTerms(query.words, query), query);
    this.#hits = new HitList(query.limit);
  }

  async run(): Promise<void> {
    if (this.#matcher.finders.length > 0) await this.#search();
    if (this.#ports.isStopped()) return;
    this.#ports.send({
      type: 'end',
      id: this.#id,
      hits: this.#hits.best(),
      more: this.#hits.more,
      problems: this.#problems,
    });
  }

  async #search(): Promise<void> {
    const { session, in: only } = this.#query;
    const files = ownFiles(this.#ports.places, {
      session,
      chats: only === undefined || only === 'chats',
      screens: only === undefined || only === 'screens',
    });
    const screens = newestFirst(files.filter(({ kind }) => kind === 'screen'));
    const transcripts = newestFirst(files.filter(({ kind }) => kind !== 'screen'));
    this.#totalBytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const screen of screens) {
      this.#searchScreen(screen);
      if (!(await this.#goesOn())) return;
    }
    await this.#scan(transcripts);
  }

  #searchScreen(file: SearchedFile): void {
    if (file.kind !== 'screen') return;
    this.#doneBytes += file.size;
    const { path, session, mtimeMs: at } = file;
    try {
      const screen = { source: 'screen' as const, file: path, session, name: session, at };
      for (const hit of hitsOnScreen(screen, readScreenLines(path), this.#at)) this.#hits.add(hit);
    } catch (error) {
      this.#cannotRead(path, error);
    }
  }

  async #scan(files: readonly SearchedFile[]): Promise<void> {
    const kernel = new Kernel();
    const scanners = ByteScanner.all(kernel, this.#matcher.needle);
    for (const file of files) {
      if (this.#hits.isFull) return this.#hits.leaveRest();
      const descriptor = this.#open(file.path);
      if (descriptor === undefined) continue;
      try {
        if (!(await this.#scanOne(file, descriptor, kernel, scanners))) return;
      } catch (error) {
        this.#cannotRead(file.path, error);
      } finally {
        closeSync(descriptor);
      }
    }
  }

  async #scanOne(
    file: SearchedFile,
    descriptor: number,
    kernel: Kernel,
    scanners: readonly ByteScanner[],
  ): Promise<boolean> {
    if (file.kind !== 'chat') return true;
    const { session, path } = file;
    const transcript = new OwnTranscript(descriptor);
    const conversation = { source: 'chat' as const, file: path, session, name: session };
    for (const { bytes, lines } of scanFile(kernel, scanners, { descriptor, from: 0, joins: true })) {
      this.#doneBytes += bytes;
      for (const line of lines)
        for (const unit of transcript.unitsOf(line)) {
          const hit = hitIn(conversation, unit, this.#at);
          if (!hit) continue;
          this.#hits.add({ ...hit, name: transcript.name ?? session });
          break;
        }
      if (!(await this.#goesOn())) return false;
    }
    return true;
  }

  get #at(): { matcher: Matcher; nowMs: number } {
    return { matcher: this.#matcher, nowMs: this.#ports.nowMs };
  }

  /** Says how far it is, and gives way. */
  async #goesOn(): Promise<boolean> {
    const now = performance.now();
    if (now - this.#toldAt >= TELL_EVERY_MS) {
      this.#toldAt = now;
      const { send } = this.#ports;
      if (this.#hits.size !== this.#toldHits) send({ type: 'hits', id: this.#id, hits: this.#hits.best() });
      this.#toldHits = this.#hits.size;
      const progress = {
        what: 'scanning' as const,
        doneBytes: this.#doneBytes,
        totalBytes: this.#totalBytes,
      };
      send({ type: 'progress', id: this.#id, progress });
    }
    await nextTurn();
    return !this.#ports.isStopped();
  }

  #open(path: string): number | undefined {
    try {
      return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    } catch (error) {
      this.#cannotRead(path, error);
      return undefined;
    }
  }

  /** What was deleted in between is nobody's problem. */
  #cannotRead(path: string, error: unknown): void {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    this.#problems.push(
      `${path} cannot be searched: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
