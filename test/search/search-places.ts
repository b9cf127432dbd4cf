// A place with conversations and screens to be searched, and searches in it without a process.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SearchQuery } from '../../src/search/hit.js';
import type { FoundHit, FromSearcher } from '../../src/search/messages.js';
import { AgentTranscripts } from '../../src/search/agents/agent-transcripts.js';
import { indexedFiles, searchedFiles, type SearchedPlaces } from '../../src/search/child/searched-files.js';
import { KeptIndex } from '../../src/search/child/kept-index.js';
import type { SearchedFile } from '../../src/search/places/file.js';
import { Kernel } from '../../src/search/scan/kernel.js';
import { SearchRun } from '../../src/search/child/search-run.js';
import { newDirectory } from '../temporary-directory.js';

export type Line = Readonly<Record<string, unknown>>;

export class SearchPlaces {
  readonly directory = newDirectory();
  readonly places = {
    sessionsDir: join(this.directory, 'sessions'),
    chatsDir: join(this.directory, 'chats'),
    indexFile: join(this.directory, 'search', 'index.db'),
  };
  messages: FromSearcher[] = [];
  readonly logged: string[] = [];
  /** Asked by searches once useIndex() was called. */
  index: KeptIndex | undefined;
  /** As of a search. */
  widePages = 200;
  freeBytes = Number.MAX_SAFE_INTEGER;

  /** Of agents whose transcripts are searched too. */
  agentHome: string | undefined;
  readonly reader = new AgentTranscripts(() => new Kernel());

  get #searched(): SearchedPlaces {
    return { places: this.places, env: { HOME: this.agentHome } };
  }

  /** All that belongs into the index. */
  files(): SearchedFile[] {
    return indexedFiles(this.#searched);
  }

  /** Opened, and up to date. */
  async useIndex(): Promise<KeptIndex> {
    this.index ??= new KeptIndex({
      file: this.places.indexFile,
      listFiles: () => this.files(),
      readWhole: (file) =>
        file.kind === 'chat'
          ? undefined
          : this.reader.read(file, () => {}).then((all) => all.flatMap(({ units }) => units)),
      unlessSearching: () => Promise.resolve(),
      log: (text) => void this.logged.push(text),
      freeBytes: () => this.freeBytes,
    });
    await this.index.update();
    return this.index;
  }

  /** How many units the index has for an expression of FTS5. */
  async indexed(expression: string): Promise<number> {
    const index = await this.index?.open();
    return index?.find(expression).length ?? -1;
  }

  async closeIndex(): Promise<void> {
    await this.index?.close({ inPeace: true });
    this.index = undefined;
  }

  write(path: string, text: string): string {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  transcript(session: string, lines: readonly Line[]): string {
    const all = [{ type: 'session', version: 1, id: session, name: `name-${session}` }, ...lines];
    return this.write(
      `sessions/${session}/transcript.jsonl`,
      all.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  }

  async search(words: string, query: Partial<SearchQuery> = {}): Promise<FoundHit[]> {
    this.messages = [];
    await new SearchRun(
      1,
      { words, exact: false, limit: 1_000, ...query },
      {
        listFiles: (asked, fault) => searchedFiles(asked, this.#searched, fault),
        index: () => this.index?.open() ?? Promise.resolve(undefined),
        indexDamaged: (index, error) => this.index?.damaged(index, error),
        reader: this.reader,
        nowMs: 1_000_000,
        isStopped: () => false,
        widePages: this.widePages,
        send: (message) => void this.messages.push(message),
      },
    ).run();
    const end = this.messages.at(-1);
    if (end?.type !== 'end') throw new Error(`it ended with ${end?.type}`);
    return [...end.hits];
  }
}

/** A turn, whose answer is torn into pieces of so many characters. */
export function turn(
  id: string,
  {
    question,
    answer,
    pieces = 15,
    at = 1,
  }: { question: string; answer: string; pieces?: number; at?: number },
): Line[] {
  const torn = answer.match(new RegExp(`.{1,${pieces}}`, 'gsu')) ?? [];
  return [
    { type: 'question', id, parent: null, text: question, at },
    { type: 'begin', id, model: 'x/y', at },
    ...torn.map((text, which) => ({ type: 'piece', id, text, ...(which === 0 && { at }) })),
    { type: 'finish', id, finish: 'stop', at },
  ];
}
