// The reading end of a kernel PTY: node-pty's stream replaced by one that reads into a single buffer, again
// and again. Owns the order at the end: everything that was printed, then the close, then node-pty's exit;
// and whether it is read when something arrives or by the clock (docs/decisions/0013). Leaves starting and
// writing to program-pty.ts.
// Invariant: after close() no listener is called, and the descriptor is closed.

import { readSync } from 'node:fs';
import { Socket } from 'node:net';

import type { ReadClock } from './read-clock.js';
import { MOST_CLOCKED_BYTES, SteadyOutput } from './steady-output.js';

/**
 * The most that a terminal returns at a time on Linux: its line discipline's 4 KiB minus one. A read that
 * fills the buffer makes libuv continue reading at once (up to 32 times) instead of polling: a tenth of the
 * processor time of reading.
 */
const READ_BYTES = 4095;
/**
 * Full reads in a row before the event loop turns: a key that arrives meanwhile does not wait for more of a
 * flood.
 */
const MOST_READS = 8;
/**
 * A program that closes its terminal before it ends, as cat does, is not hung up for it: that would be its
 * exit status. One that goes on without a terminal is, this much later.
 */
const HELD_MS = 1_000;
/** Ticks of the clock without output after which polling stops: 0.1 s. */
const QUIET_TICKS = 3;

/**
 * What node-pty does not expose: its own stream, of which only closing is used, and the descriptor of the
 * master.
 */
export interface PtyInternals {
  readonly fd: number;
  readonly _socket: { _handle: unknown; destroy(): void };
}

export class PtyReader {
  readonly #socket: Socket;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  #closed = false;
  /** Nobody has the terminal any more, and it is not closed yet. */
  #letGo: (() => void) | undefined;
  #paused = false;
  readonly #steady = new SteadyOutput();
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  #isClocked = false;
  #quietTicks = 0;
  /** Since a read that was not full, or a turn of the event loop. */
  #fullReads = 0;

  readonly #internals: PtyInternals;
  readonly #clock: ReadClock;

  /** Reads from the next turn of the event loop on. */
  constructor(internals: PtyInternals, clock: ReadClock) {
    this.#internals = internals;
    this.#clock = clock;
    const own = internals._socket;
    const buffer = this.#buffer;
    const options = {
      // The handle that node-pty made but has not read from yet; two on one descriptor would be refused.
      handle: own._handle,
      manualStart: true,
      onread: {
        buffer,
        callback: (length: number): boolean => {
          this.#tell(buffer.subarray(0, length));
          // A pause right after a resume leaves the stream reading: it starts in the turn after.
          return !this.#paused && this.#mayReadOn(length);
        },
      },
    };
    own._handle = null;
    this.#socket = new Socket(options as unknown as ConstructorParameters<typeof Socket>[0]);
    // EIO, the usual end: the last process has closed the terminal, and everything was read.
    this.#socket.on('error', () => {});
    this.#socket.once('end', () => this.#readRest());
    this.#socket.once('close', () => {
      this.#closed = true;
      this.#leaveClock();
    });
    const destroy = this.#socket._destroy.bind(this.#socket);
    this.#socket._destroy = (...how) => {
      // node-pty reports the exit when its own stream has closed.
      own.destroy();
      this.#hold(() => destroy(...how));
    };
    this.#socket.resume();
  }

  /** The descriptor was closed: its number may be another file's by now. */
  get isClosed(): boolean {
    return this.#closed || this.#socket.destroyed;
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something was written to the program: what it prints now is the response. */
  attend(): void {
    this.#steady.attend(performance.now());
    if (this.#isClocked) this.#listen();
  }

  /** One more read may follow. */
  pause(): void {
    this.#paused = true;
    this.#leaveClock();
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    if (!this.#closed) this.#socket.resume();
  }

  /** The program has ended: reads what is left, even when paused, and closes. */
  close(): void {
    if (this.#closed) return;
    this.#readRest();
    this.#closed = true;
    this.#leaveClock();
    this.#socket.destroy();
    this.#letGo?.();
  }

  /** Closes the descriptor, which hangs up whoever still runs there, when the program has ended. */
  #hold(close: () => void): void {
    if (this.#closed) return close();
    const timer = setTimeout(() => this.#letGo?.(), HELD_MS).unref();
    this.#letGo = () => {
      clearTimeout(timer);
      this.#letGo = undefined;
      close();
    };
  }

  #mayReadOn(length: number): boolean {
    if (this.#steady.isSteady(length, performance.now())) {
      this.#isClocked = true;
      this.#clock.add(this.#read);
      return false;
    }
    this.#fullReads = length === READ_BYTES ? this.#fullReads + 1 : 0;
    if (this.#fullReads < MOST_READS) return true;
    this.#fullReads = 0;
    setImmediate(() => {
      if (!this.#isClocked) this.#listen();
    });
    return false;
  }

  /** By the clock. */
  readonly #read = (): void => {
    try {
      const length = readSync(this.#internals.fd, this.#buffer);
      this.#quietTicks = 0;
      if (length > 0) this.#tell(this.#buffer.subarray(0, length));
      // The end, as the stream reports it.
      if (length > MOST_CLOCKED_BYTES || length === 0) this.#listen();
    } catch (error) {
      const isQuiet = (error as NodeJS.ErrnoException).code === 'EAGAIN';
      if (!isQuiet || ++this.#quietTicks >= QUIET_TICKS) this.#listen();
    }
  };

  #leaveClock(): void {
    this.#isClocked = false;
    this.#quietTicks = 0;
    this.#clock.remove(this.#read);
  }

  /** Reads when something arrives. */
  #listen(): void {
    this.#leaveClock();
    if (!this.#paused && !this.isClosed) this.#socket.resume();
  }

  #tell(bytes: Uint8Array): void {
    for (const listener of this.#listeners) listener(bytes);
  }

  /**
   * What a program printed last: libuv takes a short read from a terminal that has hung up for its end,
   * although more may wait (up to 10 KB were lost in a third of all ends).
   */
  #readRest(): void {
    const buffer = Buffer.alloc(READ_BYTES);
    try {
      for (let left = MOST_REST_READS; left > 0; left--) {
        const length = readSync(this.#internals.fd, buffer);
        if (length === 0) return;
        this.#tell(buffer.subarray(0, length));
      }
    } catch {
      // EIO: everything was read. EAGAIN: another process still holds the terminal and is silent now.
    }
  }
}

/** A terminal holds less than 16 KB; more is from a child that floods on after its leader's end. */
const MOST_REST_READS = 16;
