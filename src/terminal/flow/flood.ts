// A flood of lines in one backlog: it is not parsed while it lasts; only its end is shown, frame by frame,
// and lines that would leave the scrollback again are skipped. Owns when that begins and ends. Leaves the
// lines to backlog.ts. While the user types elsewhere, a flood is read and shown at a lower rate, so that it
// is not felt in the used pane.
// Invariant: what was held back is shown within a frame and parsed when the flood is over; no timer runs
// otherwise.

import type { Backlog, BacklogEnd } from './backlog.js';

/** A smaller backlog is parsed faster than a screen is drawn. */
const LEAST_BYTES = 64 * 1024;
/** This much within a frame is more than three screens full: most of it will never be seen. */
const FAST_BYTES = 16 * 1024;
/** Lines of 800 bytes on average in a scrollback of 10,000: longer ones are parsed as they arrive. */
const MOST_BYTES = 8 * 1024 * 1024;
/** One frame at 60 a second: without more output in it, the flood is over. */
const FRAME_MS = 16;
/** Beside the pane that is typed in: twenty draws a second still show that it runs. */
const ASIDE_FRAME_MS = 48;
/** Read of it in such a frame: 16 MB a second, more than programs print that are not floods. */
const ASIDE_BYTES = 768 * 1024;
/**
 * While somebody types: 1.3 MB a second. A program that prints all it can takes the processor from what
 * echoes the key.
 */
const TYPED_ASIDE_BYTES = 64 * 1024;

export interface FloodPort {
  /**
   * At least this much of lines of text must be parsed; undefined: everything, since other things count now
   * too.
   */
  room(): { rows: number; lines: number } | undefined;
  /**
   * Shows the screen at the end of the backlog; undefined: as it is parsed. leftOut: lines that will not be
   * parsed.
   */
  lookAhead(end: BacklogEnd | undefined, leftOut: number): void;
}

export class Flood {
  #timer: NodeJS.Timeout | undefined;
  #grew = false;
  #frameBeganAt = Number.NEGATIVE_INFINITY;
  #frameBytes = 0;
  #isFast = false;
  #leftOut = 0;
  /** Bytes that arrived since the last frame. */
  #heldBytes = 0;
  /** Bytes to parse until the parsed screen has caught up with the one shown ahead. */
  #ahead = 0;

  readonly #backlog: Backlog;
  readonly #port: FloodPort;
  readonly #queue: {
    /** Somebody types in this pane. */
    isUrgent(): boolean;
    /** Somebody types, here or elsewhere. */
    isTyping(): boolean;
    /** The backlog must be parsed from now on. */
    onEnd(): void;
    /** Reading may continue. */
    onFrame(): void;
  };

  constructor(
    backlog: Backlog,
    port: FloodPort,
    queue: {
      /** Somebody types in this pane. */
      isUrgent(): boolean;
      /** Somebody types, here or elsewhere. */
      isTyping(): boolean;
      /** The backlog must be parsed from now on. */
      onEnd(): void;
      /** Reading may continue. */
      onFrame(): void;
    },
  ) {
    this.#backlog = backlog;
    this.#port = port;
    this.#queue = queue;
  }

  /** Nothing of the backlog needs parsing. */
  get isHolding(): boolean {
    return this.#timer !== undefined;
  }

  /** Enough arrived since the last frame: reading waits until the next. */
  get isEnough(): boolean {
    if (!this.isHolding || this.#queue.isUrgent()) return false;
    return this.#heldBytes >= (this.#queue.isTyping() ? TYPED_ASIDE_BYTES : ASIDE_BYTES);
  }

  /** Counts arriving bytes. Returns whether so many arrive that they should wait for a frame. */
  arrived(bytes: number): boolean {
    const now = performance.now();
    this.#heldBytes += bytes;
    if (now - this.#frameBeganAt >= FRAME_MS) {
      this.#isFast = this.#frameBytes >= FAST_BYTES && now - this.#frameBeganAt < 2 * FRAME_MS;
      this.#frameBeganAt = now;
      this.#frameBytes = 0;
    }
    this.#frameBytes += bytes;
    this.#isFast ||= this.#frameBytes >= FAST_BYTES;
    return this.#isFast;
  }

  /** The backlog has grown. Returns whether it is now held back. */
  grown(): boolean {
    this.#grew = true;
    if (this.isHolding) {
      if (!this.#backlog.isPlain) this.#end();
      else if (this.#backlog.size > MOST_BYTES) this.#leaveOut();
      return this.isHolding;
    }
    return this.#tryBegin();
  }

  /** Bytes were taken from the backlog. Returns whether the rest is now held back. */
  parsed(bytes: number): boolean {
    if (this.#ahead > 0) {
      this.#ahead -= bytes;
      if (this.#ahead > 0) return false;
      this.#showParsed();
    }
    return this.#tryBegin();
  }

  /** The whole backlog is parsed before anything is held back again. */
  catchUp(): void {
    this.#end();
    this.#ahead = this.#backlog.size;
  }

  /** Nothing is parsed or shown any more. */
  stop(): void {
    if (this.isHolding || this.#ahead > 0) this.#showParsed();
    this.#clear();
  }

  #tryBegin(): boolean {
    const isFlood = this.#isFast || this.#backlog.size >= LEAST_BYTES;
    if (this.#ahead > 0 || !isFlood || !this.#backlog.isPlain || !this.#port.room()) return false;
    // The first look is immediate; if there are too few lines for it, it waits for the rest of its frame.
    if (!this.#show() && this.#backlog.size >= LEAST_BYTES) return false;
    this.#wait();
    return true;
  }

  #wait(): void {
    this.#grew = false;
    this.#heldBytes = 0;
    this.#timer = setTimeout(() => this.#frame(), this.#queue.isUrgent() ? FRAME_MS : ASIDE_FRAME_MS);
  }

  #frame(): void {
    const isOver = !this.#grew;
    this.#leaveOut();
    const isShown = this.#show();
    if (!isShown || isOver) this.#end();
    else if (this.isHolding) {
      this.#wait();
      this.#queue.onFrame();
    }
  }

  #show(): boolean {
    const room = this.#port.room();
    const end = room && this.#backlog.end(room.rows);
    if (!end) return false;
    this.#look(end);
    return true;
  }

  #showParsed(): void {
    this.#ahead = 0;
    this.#look(undefined);
  }

  #look(end: BacklogEnd | undefined): void {
    this.#port.lookAhead(end, this.#leftOut);
    this.#leftOut = 0;
  }

  #leaveOut(): void {
    const room = this.#port.room();
    if (room) this.#leftOut += this.#backlog.trim(room.lines);
    // What cannot be skipped is parsed.
    if (this.#backlog.size > MOST_BYTES) this.#end();
  }

  #end(): void {
    if (!this.isHolding) return;
    this.#clear();
    this.#ahead = this.#backlog.size;
    this.#queue.onEnd();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
