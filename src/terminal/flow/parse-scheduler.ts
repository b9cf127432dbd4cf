// Who may parse how much in one turn of the event loop, so that a flood in one pane is never felt in another.
// Owns the queues between PTYs and emulators, their fairness and their watermarks. Leaves parsing to the
// sink, and what need not be parsed of a flood to flood.ts.
// Invariant: bytes of one queue reach its sink in order, and a paused source is resumed or its queue closed.

import { Backlog } from './backlog.js';
import type { FloodPort } from './flood.js';
import { Flood } from './flood.js';
import { stepLength } from './parse-step.js';

/** Parsed per queue and turn: half a millisecond of work, so that the urgent queue never waits long. */
const SLICE_BYTES = 16 * 1024;
/** Parsed by all queues per turn; the rest of a 10 ms turn is for input and drawing. */
const BUDGET_MS = 4;
const TURN_MS = 10;
/** A source is paused above this many unparsed bytes and resumed below the low mark: a few turns of work. */
const HIGH_WATER_BYTES = 256 * 1024;
const LOW_WATER_BYTES = 64 * 1024;
/** Longer than the pause between two keys of somebody who types. */
const TYPING_MS = 500;

export interface ParseSink {
  parse(bytes: Uint8Array): void;
  pause(): void;
  resume(): void;
  /** undefined: everything is parsed. */
  readonly flood?: FloodPort;
}

export interface ParseQueue {
  /** Takes bytes that are only valid during the call. */
  push(bytes: Uint8Array): void;
  /**
   * Everything pushed so far is parsed, even of a flood; then the listener runs, at once if nothing waits.
   */
  catchUp(listener?: () => void): void;
  /** Drops what waits; those who wait for it to be parsed are told. */
  close(): void;
  /** Urgent queues (a focused pane's) are parsed first. */
  urgent: boolean;
}

export class ParseScheduler {
  readonly #waiting = new Set<Queue>();
  /** How much was parsed since then without waiting for a turn. */
  #spentMs = 0;
  #spentSince = 0;
  #turnPlanned = false;
  #typedAt = Number.NEGATIVE_INFINITY;

  /** A key goes to a program. */
  typed(): void {
    this.#typedAt = performance.now();
  }

  get isTyping(): boolean {
    return performance.now() - this.#typedAt < TYPING_MS;
  }

  open(sink: ParseSink): ParseQueue {
    return new Queue(sink, this);
  }

  /** Parses now if this turn has budget left; false: queue it. */
  tryParse(sink: ParseSink, bytes: Uint8Array): boolean {
    const startedAt = performance.now();
    // By the clock and not by an immediate that resets it: that takes another turn of the loop for every
    // small write.
    if (startedAt - this.#spentSince >= TURN_MS) [this.#spentMs, this.#spentSince] = [0, startedAt];
    if (this.#spentMs >= BUDGET_MS || stepLength(bytes, SLICE_BYTES) < bytes.length) return false;
    sink.parse(bytes);
    this.#spentMs += performance.now() - startedAt;
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
  readonly #backlog = new Backlog();
  readonly #flood: Flood | undefined;
  #paused = false;
  #closed = false;
  /** How many bytes must be parsed before they are told. */
  readonly #catchingUp: { bytes: number; listener: () => void }[] = [];

  readonly #sink: ParseSink;
  readonly #scheduler: ParseScheduler;

  constructor(sink: ParseSink, scheduler: ParseScheduler) {
    this.#sink = sink;
    this.#scheduler = scheduler;
    if (!sink.flood) return;
    this.#flood = new Flood(this.#backlog, sink.flood, {
      isUrgent: () => this.urgent,
      isTyping: () => scheduler.isTyping,
      onEnd: () => this.#plan(),
      onFrame: () => this.#hold(),
    });
  }

  push(bytes: Uint8Array): void {
    if (this.#closed) return;
    const waits = this.#flood?.arrived(bytes.length) ?? false;
    if (!waits && this.#backlog.size === 0 && this.#scheduler.tryParse(this.#sink, bytes)) return;
    this.#backlog.add(bytes);
    if (this.#flood?.grown()) this.#hold();
    else this.#plan();
  }

  /** Parses up to limit bytes, fewer if they take long; true if more waits. */
  parseSlice(limit: number): boolean {
    const startedAt = performance.now();
    let left = limit;
    while (left > 0 && (left === limit || performance.now() - startedAt < BUDGET_MS)) {
      const slice = this.#backlog.take(left);
      if (!slice) break;
      left -= slice.length;
      const isHeld = this.#parse(slice);
      if (this.#closed) return false;
      if (isHeld) {
        this.#hold();
        return false;
      }
    }
    if (this.#paused && this.#backlog.size < LOW_WATER_BYTES) this.#resume();
    return this.#backlog.size > 0;
  }

  catchUp(listener: () => void = () => {}): void {
    this.#flood?.catchUp();
    if (this.#backlog.size === 0) listener();
    else this.#catchingUp.push({ bytes: this.#backlog.size, listener });
  }

  close(): void {
    this.#closed = true;
    this.#flood?.stop();
    this.#backlog.clear();
    this.#scheduler.forget(this);
    for (const { listener } of this.#catchingUp.splice(0)) listener();
  }

  /** Whether the rest is now held back. */
  #parse(slice: Uint8Array): boolean {
    const { length } = slice;
    this.#sink.parse(slice);
    for (const waiting of this.#catchingUp) waiting.bytes -= length;
    while ((this.#catchingUp[0]?.bytes ?? 1) <= 0) this.#catchingUp.shift()?.listener();
    return !this.#closed && (this.#flood?.parsed(length) ?? false);
  }

  /** A flood is only read, at most as fast as its pane's use justifies. */
  #hold(): void {
    this.#scheduler.forget(this);
    if (this.#flood?.isEnough) this.#pause();
    else if (this.#paused) this.#resume();
  }

  #plan(): void {
    if (this.#backlog.size > HIGH_WATER_BYTES) this.#pause();
    this.#scheduler.wait(this);
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#sink.pause();
  }

  #resume(): void {
    this.#paused = false;
    this.#sink.resume();
  }
}
