// The server's side of searching: the process that searches, started at the first query, and whose hits are
// whose. Owns its start, and asking again once when it dies. Leaves when it ends to the process itself, and
// the names of sessions to whoever gives nameSessions(). Invariant: nothing here grows with what is searched.

import { dirname, join } from 'node:path';
import type { AgentProcess, StartAgent } from '../chat/agents/agent-process.js';
import type { WatchedChild } from '../process/child-records.js';
import { messagesOf } from '../process/message-lines.js';
import { UserError } from '../text/user-error.js';
import type { Hit, SearchQuery, SearchResult } from './hit.js';
import type { SearchHandlers, SearchPort } from './search-port.js';
import type { FoundHit, FromSearcher, ToSearcher } from './messages.js';
import type { AgentReadPort } from './read-port.js';
import type { Unit } from './transcripts/unit.js';

/** Of the build; when qmux runs from its sources, it is there all the same. */
const CHILD = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? '../../dist/search.js' : 'search.js',
);

/** All it needs to know of where agents keep their transcripts. */
const VARIABLES = [
  'HOME',
  'CLAUDE_CONFIG_DIR',
  'CODEX_HOME',
  'GEMINI_CLI_HOME',
  'XDG_DATA_HOME',
  'OPENCODE_DB',
  'NODE_EXTRA_CA_CERTS',
  'TZ',
];

const NOT_READ = 'the transcript was not read: the process that reads it has ended; go there again';

export interface SearcherPorts {
  start: StartAgent;
  sessionsDir: string;
  chatsDir: string;
  /** Of the index, which need not be there. */
  indexFile: string;
  env(): Readonly<Record<string, string>>;
  record(child: WatchedChild, command: string): void;
  /** Has what sessions show, and is in no file yet, written. */
  saveShown(): Promise<void>;
  /** Those of them that there are, by id. */
  nameSessions(ids: ReadonlySet<string>): ReadonlyMap<string, SessionName>;
  nowMs(): number;
}

export interface SessionName {
  name: string;
  archived: boolean;
}

interface Asked {
  query: SearchQuery;
  handlers: SearchHandlers;
  resolve(result: SearchResult): void;
  reject(reason: unknown): void;
  wasAskedAgain: boolean;
}

/** A conversation of an agent that is being read. */
interface Reading {
  units: Unit[];
  resolve(units: readonly Unit[]): void;
  reject(reason: unknown): void;
}

export class Searcher implements SearchPort, AgentReadPort {
  #process: AgentProcess | undefined;
  #starting: Promise<AgentProcess> | undefined;
  readonly #asked = new Map<number, Asked>();
  readonly #readings = new Map<number, Reading>();
  #lastId = 0;

  readonly #ports: SearcherPorts;

  constructor(ports: SearcherPorts) {
    this.#ports = ports;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  prepare(): void {
    this.#running().catch(() => undefined);
  }

  async search(query: SearchQuery, handlers: SearchHandlers): Promise<SearchResult> {
    handlers.signal.throwIfAborted();
    await Promise.all([this.#running(), this.#ports.saveShown()]);
    const process = await this.#running();
    handlers.signal.throwIfAborted();
    const id = ++this.#lastId;
    const stop = (): void => {
      this.#asked.get(id)?.reject(handlers.signal.reason);
      this.#send(this.#process, { type: 'stop', id });
    };
    try {
      return await new Promise<SearchResult>((resolve, reject) => {
        this.#asked.set(id, { query, handlers, resolve, reject, wasAskedAgain: false });
        handlers.signal.addEventListener('abort', stop);
        // Unless it has ended just now.
        if (process === this.#process) this.#ask(process, id);
        else void this.#askAgain([id]);
      });
    } finally {
      handlers.signal.removeEventListener('abort', stop);
      this.#asked.delete(id);
    }
  }

  async read({ file, conversation }: Hit): Promise<readonly Unit[]> {
    const process = await this.#running();
    const id = ++this.#lastId;
    try {
      return await new Promise((resolve, reject) => {
        this.#readings.set(id, { units: [], resolve, reject });
        this.#send(process, { type: 'read', id, file, conversation });
        if (process !== this.#process) reject(new UserError(NOT_READ));
      });
    } finally {
      this.#readings.delete(id);
    }
  }

  /** Resolves when no process runs any more. */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    await this.#process?.end();
  }

  #ask(process: AgentProcess | undefined, id: number): void {
    const asked = this.#asked.get(id);
    if (!asked) return;
    this.#send(process, { type: 'search', id, query: asked.query, nowMs: this.#ports.nowMs() });
  }

  /** What cannot be written belongs to a process that has ended, which is noticed where it is read. */
  #send(process: AgentProcess | undefined, message: ToSearcher): void {
    process?.write(`${JSON.stringify(message)}\n`).catch(() => undefined);
  }

  #running(): Promise<AgentProcess> {
    if (this.#process) return Promise.resolve(this.#process);
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #start(): Promise<AgentProcess> {
    const { start, sessionsDir, chatsDir, indexFile, record } = this.#ports;
    const env = this.#ports.env();
    const process = await start({
      agent: {
        name: 'search',
        command: globalThis.process.execPath,
        args: [CHILD, sessionsDir, chatsDir, indexFile],
        env: {},
        install: undefined,
        wayOut: 'start qmux again, with a Node that is there',
      },
      directory: '/',
      env: Object.fromEntries(VARIABLES.flatMap((name) => (name in env ? [[name, env[name] ?? '']] : []))),
      logFile: undefined,
      redact: (text) => text,
      record,
    });
    this.#process = process;
    void this.#read(process)
      .then(() => process.exited)
      .then((how) => this.#ended(process, how));
    return process;
  }

  async #read(process: AgentProcess): Promise<void> {
    try {
      for await (const message of messagesOf<FromSearcher>(process.output)) this.#heard(message);
    } catch {
      // The pipe broke with its process.
    }
  }

  #heard(message: FromSearcher): void {
    if (message.type === 'ready') return;
    if (this.#hasRead(message)) return;
    const asked = this.#asked.get(message.id);
    if (!asked) return;
    switch (message.type) {
      case 'hits':
        return asked.handlers.onHits?.(this.#named(message.hits));
      case 'progress':
        return asked.handlers.onProgress?.(message.progress);
      case 'end':
        return asked.resolve({
          hits: this.#named(message.hits),
          more: message.more,
          problems: message.problems,
        });
      case 'failed':
        return asked.reject(new UserError(`nothing can be searched: ${message.words}`));
      case 'units':
        return;
    }
  }

  /** Whether it is about something that is read. */
  #hasRead(message: Exclude<FromSearcher, { type: 'ready' }>): boolean {
    const reading = this.#readings.get(message.id);
    if (!reading) return false;
    if (message.type === 'failed') reading.reject(new UserError(message.words));
    if (message.type !== 'units') return true;
    for (const unit of message.units) reading.units.push(unit);
    if (message.isLast) reading.resolve(reading.units);
    return true;
  }

  /** Those of sessions that are gone by now are left out. */
  #named(hits: readonly FoundHit[]): Hit[] {
    const { chatsDir, nameSessions } = this.#ports;
    const names = nameSessions(new Set(hits.flatMap(({ session }) => session ?? [])));
    return hits.flatMap((hit): Hit[] => {
      const { session, name, file } = hit;
      if (session === undefined) return [{ ...hit, archived: false }];
      // What `qmux chat` left is not known here before somebody lists it.
      const isPlain = dirname(file) === chatsDir;
      const named = names.get(session) ?? (isPlain ? { name, archived: true } : undefined);
      return named ? [{ ...hit, ...named }] : [];
    });
  }

  /** It ends by itself when nobody has asked for a while, perhaps just as somebody does. */
  #ended(process: AgentProcess, how: string): void {
    if (this.#process !== process) return;
    this.#process = undefined;
    const words = [how, ...process.lastLines.slice(-1)].join(': ');
    for (const reading of this.#readings.values()) reading.reject(new UserError(NOT_READ));
    for (const asked of this.#asked.values()) {
      if (asked.wasAskedAgain)
        asked.reject(new UserError(`the search failed: its process ended (${words}); search again`));
      else asked.wasAskedAgain = true;
    }
    if (this.#asked.size > 0) void this.#askAgain([...this.#asked.keys()]);
  }

  async #askAgain(ids: readonly number[]): Promise<void> {
    try {
      const process = await this.#running();
      for (const id of ids) this.#ask(process, id);
    } catch (error) {
      for (const id of ids) this.#asked.get(id)?.reject(error);
    }
  }
}
