// Recorded conversations of real agents with a client (fixtures/acp), played to an agent of ours: what the agent
// said is fed to it, in any chunks, and it is made to do what the client did. Requests are matched by method and
// order. Also the truth about the session's state, which knows only prompts, questions and their answers.

import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { AgentProcess } from '../../../src/chat/agents/agent-process.js';

export interface Message {
  id?: string | number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: unknown;
}

export interface Entry {
  dir: 'client' | 'agent';
  msg: Message;
}

/** One process of the agent: from `initialize` to the last message before the next one. */
export type Life = readonly Entry[];

export function loadLives(name: string): Life[] {
  const file = new URL(`../../../fixtures/acp/${name}.jsonl`, import.meta.url);
  const entries = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
  const lives: Entry[][] = [];
  for (const entry of entries) {
    if (entry.msg.method === 'initialize') lives.push([]);
    lives.at(-1)?.push(entry);
  }
  return lives;
}

export type Activity = 'processing' | 'waiting' | 'idle';

/** The state after each message. A cancelled turn has no open questions: the protocol says so. */
export class Truth {
  readonly #prompts = new Set<unknown>();
  readonly #questions = new Set<unknown>();

  add({ dir, msg }: Entry): void {
    const own = dir === 'client' ? this.#prompts : this.#questions;
    const others = dir === 'client' ? this.#questions : this.#prompts;
    if (msg.method === 'session/cancel') this.#questions.clear();
    else if (msg.method === undefined) others.delete(msg.id);
    else if (ASKS.has(msg.method)) own.add(msg.id);
  }

  get activity(): Activity {
    if (this.#questions.size > 0) return 'waiting';
    return this.#prompts.size > 0 ? 'processing' : 'idle';
  }
}

const ASKS = new Set(['session/prompt', 'session/request_permission', 'elicitation/create']);

/** What the client did, to be done by the client under test. false: it does not do that. */
export interface Driver {
  request(msg: Message): boolean;
  /** The answer to a question of the agent. */
  reply(msg: Message): void;
  cancel(): void;
  /** The message was handled. */
  handled(entry: Entry): void;
  /** All messages so far were. */
  sample(truth: Activity): void;
}

/** How the agent's output is cut. */
export interface Cutting {
  /** Of each chunk, bytes. */
  sizeOf(): number;
  /** Chunks may hold several messages; otherwise one message at most. */
  joined?: boolean;
}

export class PlayedProcess implements AgentProcess {
  readonly pid = undefined;
  readonly lastLines: readonly string[] = [];
  readonly output: AsyncIterable<Uint8Array>;
  readonly exited: Promise<string>;
  /** What the client wrote. */
  readonly written: Message[] = [];
  #tellExit: (words: string) => void = () => {};
  #wake: () => void = () => {};
  /** Ids of the recording's requests by those of the client's. */
  readonly #ids = new Map<unknown, unknown>();
  readonly #matched = new Set<Message>();

  readonly #life: Life;
  readonly #driver: Driver;
  readonly #cutting: Cutting;

  constructor(life: Life, driver: Driver, cutting: Cutting) {
    this.#life = life;
    this.#driver = driver;
    this.#cutting = cutting;
    this.exited = new Promise((resolve) => (this.#tellExit = resolve));
    this.output = this.#play();
  }

  onComplaint(): void {}

  forgetLines(): void {}

  write(text: string): Promise<void> {
    this.written.push(JSON.parse(text) as Message);
    this.#wake();
    return Promise.resolve();
  }

  end(): Promise<void> {
    this.#tellExit('killed by SIGTERM');
    return Promise.resolve();
  }

  async *#play(): AsyncGenerator<Uint8Array> {
    const truth = new Truth();
    for (const run of this.#runs()) {
      yield* this.#cut(run.flatMap(({ dir, msg }) => (dir === 'agent' ? this.#lineOf(msg) : [])).join(''));
      for (const { dir, msg } of run) if (dir === 'client') await this.#act(msg);
      await nextTurn();
      for (const entry of run) {
        truth.add(entry);
        this.#driver.handled(entry);
      }
      this.#driver.sample(truth.activity);
    }
    this.#tellExit('killed by SIGKILL');
  }

  /** What the client does always stands alone. */
  #runs(): Entry[][] {
    const runs: Entry[][] = [];
    for (const entry of this.#life) {
      const before = runs.at(-1);
      const isSame = entry.dir === 'agent' && before?.at(-1)?.dir === 'agent';
      if (this.#cutting.joined && before && isSame) before.push(entry);
      else runs.push([entry]);
    }
    return runs;
  }

  *#cut(text: string): Generator<Uint8Array> {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) {
      const size = this.#cutting.sizeOf();
      yield bytes.slice(at, at + size);
      at += size;
    }
  }

  /** Nothing: the answer to a request that this client did not make. */
  #lineOf(msg: Message): string[] {
    if (msg.method !== undefined || msg.id === undefined) return [`${JSON.stringify(msg)}\n`];
    const id = this.#ids.get(msg.id);
    return id === undefined ? [] : [`${JSON.stringify({ ...msg, id })}\n`];
  }

  async #act(msg: Message): Promise<void> {
    if (msg.method === undefined) {
      this.#driver.reply(msg);
      await this.#find(({ method, id }) => method === undefined && id === msg.id);
    } else if (msg.id === undefined) {
      this.#driver.cancel();
      await this.#find(({ method }) => method === msg.method);
    } else if (this.#driver.request(msg)) {
      const sent = await this.#find(({ method }) => method !== undefined && isAlike(method, msg.method));
      this.#ids.set(msg.id, sent.id);
    }
  }

  /** The first message like that which no other has matched, once it was written. */
  async #find(isIt: (msg: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.written.find((msg) => !this.#matched.has(msg) && isIt(msg));
      if (found) {
        this.#matched.add(found);
        return found;
      }
      await new Promise<void>((wake) => (this.#wake = wake));
    }
  }
}

/** Modes can be set in two ways. */
const isAlike = (method: string, recorded: string | undefined): boolean =>
  method === recorded ||
  (recorded === 'session/set_mode' && method === 'session/set_config_option') ||
  (recorded === 'session/load' && method === 'session/resume');
