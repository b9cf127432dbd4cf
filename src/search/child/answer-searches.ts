// The other end: searches that are asked over the standard input, until it ends or nobody has asked for a
// while. Owns which of them still count, and that the index is brought up to date only between them. Leaves
// the process to entrance/search.ts and searching to search-run.ts.

import { agentFiles, type AgentEnvironment } from '../agents/agent-files.js';
import { AgentTranscripts } from '../agents/agent-transcripts.js';
import { messagesOf } from '../../process/message-lines.js';
import type { FromSearcher, ToSearcher } from '../messages.js';
import { IGNORED } from '../places/folders.js';
import type { OwnPlaces } from '../places/own-files.js';
import { Kernel } from '../scan/kernel.js';
import { KeptIndex } from './kept-index.js';
import { SearchRun } from './search-run.js';
import { indexedFiles, searchedFiles } from './searched-files.js';
import { sendConversation } from './send-conversation.js';

/** Its memory is given back after this long. */
const IDLE_MS = 60_000;

export interface SearcherPlaces extends OwnPlaces {
  indexFile: string;
}

export interface AnswerPorts {
  places: SearcherPlaces;
  env: AgentEnvironment;
  input: AsyncIterable<Uint8Array>;
  send(message: FromSearcher): void;
  log(text: string): void;
  /** Default: a minute. */
  idleMs?: number;
}

/** Resolves when the input has ended, or nobody has asked for a while. */
export async function answerSearches(ports: AnswerPorts): Promise<void> {
  const answering = new Answering(ports);
  try {
    await answering.untilIdle();
  } finally {
    await answering.close();
  }
}

class Answering {
  readonly #running = new Map<number, { isStopped: boolean }>();
  readonly #index: KeptIndex;
  readonly #reader: AgentTranscripts;
  #kernel: Kernel | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isIdle = (): void => {};
  /** Those who wait until no search runs. */
  #waiting: (() => void)[] = [];

  readonly #ports: AnswerPorts;

  constructor(ports: AnswerPorts) {
    this.#ports = ports;
    this.#reader = new AgentTranscripts(() => (this.#kernel ??= new Kernel()));
    this.#index = new KeptIndex({
      file: ports.places.indexFile,
      listFiles: () => indexedFiles(ports),
      readWhole: (file) =>
        file.kind === 'chat'
          ? undefined
          : this.#reader.read(file, IGNORED).then((all) => all.flatMap(({ units }) => units)),
      unlessSearching: () =>
        this.#running.size === 0
          ? Promise.resolve()
          : new Promise((resolve) => void this.#waiting.push(resolve)),
      log: (text) => ports.log(text),
    });
  }

  async untilIdle(): Promise<void> {
    const idle = new Promise<void>((resolve) => {
      this.#isIdle = resolve;
    });
    this.#wait();
    void this.#index.open();
    this.#ports.send({ type: 'ready' });
    await Promise.race([this.#listen(), idle]);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const state of this.#running.values()) state.isStopped = true;
    this.#running.clear();
    this.#letOn();
    await this.#index.close();
  }

  async #listen(): Promise<void> {
    for await (const message of messagesOf<ToSearcher>(this.#ports.input)) {
      const state = this.#running.get(message.id);
      if (message.type === 'search') this.#begin(message);
      else if (message.type === 'read') this.#readWhole(message);
      else if (state) state.isStopped = true;
    }
  }

  #begin({ id, query, nowMs }: Extract<ToSearcher, { type: 'search' }>): void {
    clearTimeout(this.#timer);
    const state = { isStopped: false };
    this.#running.set(id, state);
    const run = new SearchRun(id, query, {
      listFiles: (asked, fault) => searchedFiles(asked, this.#ports, fault),
      index: () => this.#index.open(),
      indexDamaged: (index, error) => this.#index.damaged(index, error),
      reader: this.#reader,
      nowMs,
      isStopped: () => state.isStopped,
      send: (message) => this.#ports.send(message),
    });
    void this.#finish(id, run.run());
  }

  #readWhole(message: Extract<ToSearcher, { type: 'read' }>): void {
    clearTimeout(this.#timer);
    this.#running.set(message.id, { isStopped: false });
    const files = agentFiles(this.#ports.env, IGNORED);
    const send = (part: FromSearcher): void => this.#ports.send(part);
    void this.#finish(message.id, sendConversation(message, { files, reader: this.#reader, send }));
  }

  async #finish(id: number, run: Promise<void>): Promise<void> {
    try {
      await run;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.#ports.send({ type: 'failed', id, words });
    }
    this.#running.delete(id);
    if (this.#running.size > 0) return;
    this.#letOn();
    await this.#index.update();
    if (this.#running.size === 0) this.#wait();
  }

  #letOn(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#isIdle(), this.#ports.idleMs ?? IDLE_MS);
  }
}
