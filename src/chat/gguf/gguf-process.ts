// One model's file in a process of its own: loaded at its first question, again after it has died, until
// nobody has asked it for a while. Owns its state and whose question an answer belongs to. Leaves which files
// there are to gguf-models.ts, and what node-llama-cpp does to gguf-child.ts.

import { basename, dirname, join } from 'node:path';
import type { WatchedChild } from '../../process/child-records.js';
import { UserError } from '../../text/user-error.js';
import type { AgentProcess, StartAgent } from '../agents/agent-process.js';
import { EventQueue } from '../agents/event-queue.js';
import { messagesOf } from '../../process/message-lines.js';
import { UsedProcess } from '../agents/shared-processes.js';
import type { AnswerMessage, FromChild, RefusalReason, SaidText, ToChild } from './gguf-messages.js';

/** Of the build; when qmux runs from its sources, it is there all the same. */
const CHILD = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? '../../../dist/gguf.js' : 'gguf.js',
);

/** Both absolute. */
export interface GgufPlace {
  file: string;
  module: string;
}

export interface GgufProcessPorts {
  start: StartAgent;
  nowMs(): number;
  /** All of it, without providers' keys. */
  env(): Readonly<Record<string, string>>;
  redact(text: string): string;
  record(child: WatchedChild, command: string): void;
  onChange(process: GgufProcess): void;
}

/** Of one question; lost: its process has ended. */
export type GgufEvent = AnswerMessage | { type: 'lost'; words: string };

interface Running {
  process: AgentProcess;
  window: number;
}

export class GgufProcess extends UsedProcess {
  readonly place: GgufPlace;
  #running: Running | undefined;
  #starting: Promise<Running> | undefined;
  #process: AgentProcess | undefined;
  #percent = 0;
  #isEnding = false;
  readonly #asked = new Map<number, { process: AgentProcess; events: EventQueue<GgufEvent> }>();
  #lastId = 0;

  readonly #ports: GgufProcessPorts;

  constructor(place: GgufPlace, ports: GgufProcessPorts) {
    super(() => ports.nowMs());
    this.place = place;
    this.#ports = ports;
  }

  get name(): string {
    return basename(this.place.file);
  }

  get state(): 'stopped' | 'starting' | 'ready' {
    if (this.#running) return 'ready';
    return this.#starting ? 'starting' : 'stopped';
  }

  /** How far loading is; undefined: it does not load. */
  get percent(): number | undefined {
    return this.#starting ? this.#percent : undefined;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get isIdle(): boolean {
    return this.#asked.size === 0;
  }

  /** Starts it if it does not run; resolves with its window in tokens. Rejects with a UserError. */
  async load(): Promise<number> {
    const { window } = await this.#loaded();
    this.used();
    return window;
  }

  /** Ends when the signal fires, and then the model stops too. Rejects with a UserError. */
  async *ask(
    instruction: string | undefined,
    turns: readonly SaidText[],
    signal: AbortSignal,
  ): AsyncGenerator<GgufEvent> {
    const { process } = await this.#loaded();
    if (signal.aborted) return;
    if (this.#running?.process !== process) return yield { type: 'lost', words: await process.exited };
    const id = ++this.#lastId;
    const events = new EventQueue<GgufEvent>();
    this.#asked.set(id, { process, events });
    this.used();
    const stop = (): void => {
      events.close();
      this.#send(process, { type: 'stop', id });
    };
    signal.addEventListener('abort', stop);
    try {
      this.#send(process, { type: 'ask', id, instruction, turns });
      for await (const event of events) {
        yield event;
        if (event.type === 'end' || event.type === 'failed' || event.type === 'lost') return;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      this.#asked.delete(id);
      this.used();
    }
  }

  /** Ends it, even while it loads; it starts again at its next use. */
  async sleep(): Promise<void> {
    this.#isEnding = true;
    this.#running = undefined;
    await this.#process?.end();
    await this.#starting?.catch(() => undefined);
    this.#isEnding = false;
    this.#running = undefined;
    this.changed();
  }

  protected changed(): void {
    this.#ports.onChange(this);
  }

  /** What cannot be written belongs to a process that has ended, which is noticed where it is read. */
  #send(process: AgentProcess, message: ToChild): void {
    process.write(`${JSON.stringify(message)}\n`).catch(() => undefined);
  }

  #loaded(): Promise<Running> {
    if (this.#running) return Promise.resolve(this.#running);
    this.#percent = 0;
    this.#starting ??= this.#open()
      .then((running) => (this.#running = running))
      .finally(() => {
        this.#starting = undefined;
        this.used();
      });
    this.changed();
    return this.#starting;
  }

  async #open(): Promise<Running> {
    const { file, module } = this.place;
    const { start, env, redact, record } = this.#ports;
    const process = await start({
      agent: {
        name: this.name,
        command: globalThis.process.execPath,
        args: [CHILD, module, file],
        env: {},
        install: undefined,
        wayOut: 'start qmux again, with a Node that is there',
      },
      directory: dirname(file),
      env: env(),
      logFile: undefined,
      redact,
      record,
    });
    this.#process = process;
    return new Promise((resolve, reject) => {
      const heard = (message: FromChild): void => {
        if (message.type === 'loading') this.#percent = message.percent;
        else if (message.type === 'ready') {
          // What was printed on the way is not why it dies later.
          process.forgetLines();
          resolve({ process, window: message.window });
        } else if (message.type === 'refused') reject(new UserError(this.#describeRefusal(message)));
        else this.#asked.get(message.id)?.events.push(message);
      };
      void this.#read(process, heard)
        .then(() => process.exited)
        .then((how) => {
          const words = describeEnd(how, process.lastLines.at(-1));
          reject(new UserError(`${this.name} cannot be loaded: its process ended (${words})`));
          this.#ended(process, words);
        });
    });
  }

  async #read(process: AgentProcess, heard: (message: FromChild) => void): Promise<void> {
    try {
      for await (const message of messagesOf<FromChild>(process.output)) heard(message);
    } catch {
      // The pipe broke with its process.
    }
  }

  #ended(process: AgentProcess, words: string): void {
    const waiting = [...this.#asked.values()].filter((asked) => asked.process === process);
    for (const { events } of waiting) events.push({ type: 'lost', words });
    if (this.#running?.process !== process || this.#isEnding) return;
    this.#running = undefined;
    if (waiting.length === 0) this.lose(words);
    this.changed();
  }

  #describeRefusal({ why, words }: { why: RefusalReason; words: string }): string {
    const { module } = this.place;
    switch (why) {
      case 'module':
        return `local_module in the config is not node-llama-cpp: ${module} (${words}); name the folder node_modules/node-llama-cpp where it is installed`;
      case 'build':
        return `node-llama-cpp has no build for this machine (${words}); run "npx node-llama-cpp source download" in the folder above ${module}`;
      case 'memory':
        return `${this.name} does not fit into memory (${words}); close something, or choose a smaller file`;
      case 'file':
        return `${this.name} cannot be loaded (${words}); download it again, or choose another file`;
    }
  }
}

function describeEnd(how: string, lastLine: string | undefined): string {
  const guess = how === 'killed by SIGKILL' ? ', as the system does when memory runs out' : '';
  return `${how}${guess}${lastLine === undefined ? '' : `: ${lastLine}`}`;
}
