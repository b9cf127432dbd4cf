// A body that is read as soon as it arrives, and passed on once a frame: each chunk goes through five streams
// of the provider's package, which costs more than what is in it. Owns how much is held and read ahead.
// Leaves the moments to frame-grid.ts. Invariant: all that arrived is passed on, also when the connection
// breaks after it.

import { untilPassed } from './frame-grid.js';
import type { ReadBytes } from './providers/answer-body.js';

/** So much is not held: what follows is done at once with all of it. */
const MOST_HELD_BYTES = 8 * 1024;
/** When the connection breaks, the HTTP client throws away what is not read; no answer has more of it. */
const READ_AHEAD_CHUNKS = 4096;

export interface GatheredBody {
  /** What was read of it already. */
  begin: readonly Uint8Array[];
  read: ReadBytes;
  cancel(reason?: unknown): Promise<void>;
  /** Reading failed: the body ends early. */
  onFailure(error: unknown): void;
}

export const gatherChunks = (body: GatheredBody): ReadableStream<Uint8Array> =>
  new ReadableStream(new ChunkGatherer(body), { highWaterMark: READ_AHEAD_CHUNKS });

type Controller = ReadableStreamDefaultController<Uint8Array>;

/** The source of such a stream. */
class ChunkGatherer {
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  /** Since something was passed on. */
  #frame: NodeJS.Timeout | undefined;
  /** There is room again for what is read. */
  #goOn: (() => void) | undefined;
  #isCancelled = false;

  readonly #body: GatheredBody;

  constructor(body: GatheredBody) {
    this.#body = body;
  }

  start(controller: Controller): void {
    void this.#readAll(controller);
  }

  pull(): void {
    this.#goOn?.();
    this.#goOn = undefined;
  }

  cancel(reason: unknown): Promise<void> {
    this.#isCancelled = true;
    clearTimeout(this.#frame);
    this.#goOn?.();
    return this.#body.cancel(reason);
  }

  async #readAll(controller: Controller): Promise<void> {
    const { begin, read, onFailure } = this.#body;
    for (const chunk of begin) this.#take(controller, chunk);
    try {
      for (let chunk = await read(); chunk && !this.#isCancelled; chunk = await read()) {
        this.#take(controller, chunk);
        if ((controller.desiredSize ?? 1) <= 0)
          await new Promise<void>((resolve) => {
            this.#goOn = resolve;
          });
      }
    } catch (error) {
      onFailure(error);
    }
    clearTimeout(this.#frame);
    if (this.#isCancelled) return;
    this.#pass(controller);
    controller.close();
  }

  /** The first chunk after a pause is passed on at once. */
  #take(controller: Controller, chunk: Uint8Array): void {
    this.#held.push(chunk);
    this.#heldBytes += chunk.byteLength;
    if (!this.#frame || this.#heldBytes >= MOST_HELD_BYTES) this.#pass(controller);
    this.#frame ??= setTimeout(() => this.#onFrame(controller), untilPassed(performance.now()));
  }

  #onFrame(controller: Controller): void {
    this.#frame = undefined;
    if (this.#heldBytes === 0) return;
    this.#pass(controller);
    this.#frame = setTimeout(() => this.#onFrame(controller), untilPassed(performance.now()));
  }

  #pass(controller: Controller): void {
    if (this.#heldBytes > 0) controller.enqueue(Buffer.concat(this.#held));
    this.#held = [];
    this.#heldBytes = 0;
  }
}
