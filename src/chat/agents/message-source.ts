// An agent's standard output as messages for the SDK. Owns what does not reach it: updates, garbage and
// answers to nothing, since it would lose them or print them to standard error. Leaves what they mean to the
// listener. Invariant: messages are handled one by one, in the agent's order, whatever chunks they came in.

import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { AnyMessage } from '@agentclientprotocol/sdk';
import type { AgentProcess } from './agent-process.js';
import { MessageLines, type Line } from '../../process/message-lines.js';

export interface MessageListener {
  /** params of a `session/update`. A promise: nothing more is read until it resolves. */
  onUpdate(params: unknown): Promise<void> | undefined;
  /** A line that is not a message, by its beginning. */
  onGarbage(start: string): void;
  /** A message over the bound was skipped. */
  onTooLong(): void;
  /** Anything came. */
  onHeard(): void;
  /** A message could not be handled: a fault of qmux. */
  onFault(error: unknown): void;
}

/** For how long the pipe of a process that has ended is read on, if others hold it open. */
const QUIET_MS = 500;

export class MessageSource {
  readonly readable: ReadableStream<AnyMessage>;
  #isClosed = false;
  /** Nothing is being handled. */
  #isWaiting = false;
  readonly #done: Promise<void>;

  readonly #process: AgentProcess;
  readonly #listener: MessageListener;
  readonly #awaited: Set<unknown>;

  /** awaited: ids of requests whose answers are still to come. */
  constructor(process: AgentProcess, listener: MessageListener, awaited: Set<unknown>) {
    this.#process = process;
    this.#listener = listener;
    this.#awaited = awaited;
    let tellDone = (): void => {};
    this.#done = new Promise((resolve) => (tellDone = resolve));
    this.readable = new ReadableStream({
      start: (controller) => this.#read(controller).finally(tellDone),
      cancel: () => {
        this.#isClosed = true;
      },
    });
  }

  /**
   * Resolves when everything that the process said before it ended was handled. Its children may hold the
   * pipe open, and say nothing.
   */
  async drained(): Promise<void> {
    const patience = new AbortController();
    await Promise.race([this.#done, this.#becomeQuiet(patience.signal)]);
    patience.abort();
  }

  async #becomeQuiet(signal: AbortSignal): Promise<void> {
    do await sleep(QUIET_MS, undefined, { signal }).catch(() => undefined);
    while (!this.#isWaiting && !signal.aborted);
  }

  async #read(controller: ReadableStreamDefaultController<AnyMessage>): Promise<void> {
    const lines = new MessageLines();
    const handle = (line: Line): Promise<void> =>
      this.#handle(line, controller).catch((error: unknown) => this.#listener.onFault(error));
    try {
      this.#isWaiting = true;
      for await (const bytes of this.#process.output) {
        this.#isWaiting = false;
        this.#listener.onHeard();
        for (const line of lines.push(bytes)) if (!this.#isClosed) await handle(line);
        if (this.#isClosed) return;
        this.#isWaiting = true;
      }
      for (const line of lines.end()) await handle(line);
    } catch {
      // The pipe broke: the process has ended, or is about to.
    }
    if (!this.#isClosed) controller.close();
  }

  async #handle(line: Line, controller: ReadableStreamDefaultController<AnyMessage>): Promise<void> {
    if (line.type === 'garbage') return this.#listener.onGarbage(line.start);
    if (line.type === 'too-long') return this.#listener.onTooLong();
    const { message } = line;
    if (message['method'] === 'session/update') return this.#listener.onUpdate(message['params']);
    const isAnswer = !('method' in message);
    if (isAnswer && !this.#awaited.delete(message['id'])) return undefined;
    controller.enqueue(message as unknown as AnyMessage);
    // The SDK hands it on in later steps: what comes after it must not overtake it.
    return nextTurn();
  }
}
