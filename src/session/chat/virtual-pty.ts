// An in-memory pair of ends: a Pty for the session, a terminal for a program in this process (the chat loop).
// Owns only passing data on. Delivery is synchronous both ways, so that a key's echo is on the screen within
// the same turn; it needs no back-pressure, since a write returns only when the emulator has parsed it or
// queued it.

import type { ChatTerminal } from '../../chat/ports.js';
import type { Pty } from '../../terminal/pty.js';
import type { Undo } from '../../text/undo.js';

class Listeners<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  on(listener: (value: Value) => void): Undo {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }
}

const encoder = new TextEncoder();

export function createVirtualPty(size: { rows: number; cols: number }): { pty: Pty; terminal: ChatTerminal } {
  let { rows, cols } = size;
  let watched = false;
  const output = new Listeners<Uint8Array>();
  const input = new Listeners<Uint8Array>();
  const resized = new Listeners<void>();
  const watching = new Listeners<boolean>();

  const pty: Pty = {
    get rows() {
      return rows;
    },
    get cols() {
      return cols;
    },
    pid: undefined,
    foregroundGroup: () => undefined,
    wake() {},
    write: (bytes) => input.tell(typeof bytes === 'string' ? encoder.encode(bytes) : bytes),
    resize(toRows, toCols) {
      if (toRows === rows && toCols === cols) return;
      [rows, cols] = [toRows, toCols];
      resized.tell();
    },
    onData: (listener) => output.on(listener),
    // The chat loop lives as long as its session: it has no exit of its own.
    onExit: () => () => {},
    setWatched(now) {
      if (now === watched) return;
      watched = now;
      watching.tell(now);
    },
    pause() {},
    resume() {},
    hangUp: () => Promise.resolve(),
  };
  const terminal: ChatTerminal = {
    get rows() {
      return rows;
    },
    get cols() {
      return cols;
    },
    get watched() {
      return watched;
    },
    write: (text) => output.tell(encoder.encode(text)),
    onInput: (listener) => input.on(listener),
    onResize: (listener) => resized.on(listener),
    onWatched: (listener) => watching.on(listener),
  };
  return { pty, terminal };
}
