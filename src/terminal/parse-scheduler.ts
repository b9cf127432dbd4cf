// Who may parse how much in one turn of the event loop, so that a flood in one pane is never felt in another.
// Owns the queues between PTYs and emulators, their fairness and their watermarks. Leaves parsing to the sink.
// Invariant: bytes of one queue reach its sink in order, and a paused source is resumed or its queue closed.

import { stepLength } from './parse-step.js';

/** Parsed per queue and turn: half a millisecond of work, so that the urgent queue is never far behind. */
const SLICE_BYTES = 16 * 1024;
/** Parsed by all queues per turn; the rest of a 10 ms turn is for input and drawing. */
const BUDGET_MS = 4;
/** A source is paused above this many unparsed bytes and resumed below the low mark: a few turns of work. */
const HIGH_WATER_BYTES = 256 * 1024;
const LOW_WATER_BYTES = 64 * 1024;

export interface ParseSink {
  parse(bytes: Uint8Array): void;
  pause(): void;
  resume(): void;
}

export interface ParseQueue {
  /** Takes bytes that are only valid during the call. */
  push(bytes: Uint8Array): void;
  /** Runs once everything pushed so far was parsed; at once when nothing waits. */
  whenDrained(listener: () => void): void;
  /** Drops what waits. */
  close(): void;
  /** Urgent queues (a focused pane's) are parsed first. */
  urgent: boolean;
}

export class ParseScheduler {
  readonly #waiting = new Set<Queue>();
  #spentMs = 0;
  #turnPlanned = false;

  open(sink: ParseSink): ParseQueue {
    return new Queue(sink, this);
  }

  /** Parses now if this turn has budget left; false: queue it. */
  tryParse(sink: ParseSink, bytes: Uint8Array): boolean {
    if (this.#spentMs >= BUDGET_MS || stepLength(bytes, SLICE_BYTES) < bytes.length) return false;
    const startedAt = performance.now();
    sink.parse(bytes);
    this.#spentMs += performance.now() - startedAt;
    // The budget is per turn: the check phase of this turn sets it back.
    this.#planTurn();
    return true;
  }

  wait(queue: Queue): void {
    this.#waiting.add(queue);
    this.#planTurn();
  }

  forget(queue: Queue): void {
    this.#waiting.delete(queue);
  }

  #planTurn(): void {
    if (this.#turnPlanned) return;
    this.#turnPlanned = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#turnPlanned = false;
    this.#spentMs = 0;
    if (this.#waiting.size === 0) return;
    const startedAt = performance.now();
    const order = [...this.#waiting].sort((a, b) => Number(b.urgent) - Number(a.urgent));
    for (const queue of order) {
      // Moved to the back, so that the queues beyond the budget come first in the next turn.
      this.#waiting.delete(queue);
      if (queue.parseSlice(SLICE_BYTES)) this.#waiting.add(queue);
      if (performance.now() - startedAt >= BUDGET_MS) break;
    }
    if (this.#waiting.size > 0) this.#planTurn();
  }
}

class Queue implements ParseQueue {
  urgent = false;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #paused = false;
  #closed = false;
  #drained: (() => void)[] = [];

  constructor(
    private readonly sink: ParseSink,
    private readonly scheduler: ParseScheduler,
  ) {}

  push(bytes: Uint8Array): void {
    if (this.#closed) return;
    if (this.#size === 0 && this.scheduler.tryParse(this.sink, bytes)) return;
    this.#chunks.push(Uint8Array.from(bytes));
    this.#size += bytes.length;
    if (this.#size > HIGH_WATER_BYTES && !this.#paused) {
      this.#paused = true;
      this.sink.pause();
    }
    this.scheduler.wait(this);
  }

  /** Parses up to limit bytes, fewer when they take long; true when more waits. */
  parseSlice(limit: number): boolean {
    const startedAt = performance.now();
    let left = limit;
    while (left > 0 && (left === limit || performance.now() - startedAt < BUDGET_MS)) {
      const chunk = this.#chunks[0];
      if (!chunk) break;
      const slice = chunk.subarray(0, stepLength(chunk, left));
      if (slice.length === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(slice.length);
      this.#size -= slice.length;
      left -= slice.length;
      this.sink.parse(slice);
    }
    if (this.#paused && this.#size < LOW_WATER_BYTES) {
      this.#paused = false;
      this.sink.resume();
    }
    if (this.#size === 0) for (const listener of this.#drained.splice(0)) listener();
    return this.#size > 0;
  }

  whenDrained(listener: () => void): void {
    if (this.#size === 0) listener();
    else this.#drained.push(listener);
  }

  close(): void {
    this.#closed = true;
    this.#chunks = [];
    this.#size = 0;
    this.#drained = [];
    this.scheduler.forget(this);
  }
}
