// One attachment: bytes both ways between the terminal and a connected server, from hello to the end. Owns
// flow control and size reports. Leaves the bytes as they are, and what to do after the end to attach.ts.
// Invariant: nothing is drawn before the server's welcome, and the drawn screen is left before the end is
// reported.

import type { Socket } from 'node:net';
import type { ReadStream, WriteStream } from 'node:tty';
import { encodeFrame, encodeMessage } from '../protocol/framing.js';
import { FRAME_BYTES, type ServerMessage } from '../protocol/messages.js';
import { listenToServer } from './listen-to-server.js';
import type { KeyInput } from './key-input.js';
import type { TakenTerminal } from './tty-modes.js';
import type { Hello } from './hello.js';

/** What Backspace sends in some terminals; almost everywhere it is DEL. */
const CONTROL_H = 0x08;

export type RelayEnd =
  | { type: 'bye'; message: string }
  | { type: 'refused'; message: string; exitCode: number }
  | { type: 'server-gone' }
  /** The signal was aborted. */
  | { type: 'left' };

export interface RelayOptions {
  socket: Socket;
  hello: Hello;
  stdin: ReadStream;
  stdout: WriteStream;
  /** Of stdin and stdout. */
  terminal: TakenTerminal;
  keys: KeyInput;
  signal: AbortSignal;
  /** The server has welcomed this client. */
  onWelcomed?: () => void;
}

export function relay(options: RelayOptions): Promise<RelayEnd> {
  return new Promise((resolve) => new Relay(options, resolve).start());
}

class Relay {
  #welcomed = false;
  #ended = false;
  #hasDrawn = false;

  readonly #options: RelayOptions;
  readonly #onEnd: (end: RelayEnd) => void;

  constructor(options: RelayOptions, onEnd: (end: RelayEnd) => void) {
    this.#options = options;
    this.#onEnd = onEnd;
  }

  start(): void {
    const { socket, hello, signal } = this.#options;
    listenToServer(socket, {
      onMessage: (message) => this.#receive(message),
      onBytes: (bytes) => this.#draw(bytes),
      onClose: () => this.#end({ type: 'server-gone' }),
    });
    signal.addEventListener('abort', this.#leave);
    socket.write(encodeMessage(hello));
    if (signal.aborted) this.#leave();
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'welcome') {
      this.#options.onWelcomed?.();
      this.#begin();
    }
    if (message.type === 'bye' || message.type === 'refused') this.#end(message);
  }

  #begin(): void {
    if (this.#welcomed || this.#ended) return;
    this.#welcomed = true;
    const { stdout, keys, hello } = this.#options;
    stdout.on('resize', this.#sendSize);
    keys.forward(this.#sendKeys);
    const size = terminalSize(stdout);
    if (size.rows !== hello.terminal?.rows || size.cols !== hello.terminal.cols) this.#sendSize();
  }

  #draw(bytes: Uint8Array): void {
    if (!this.#welcomed) return;
    if (!this.#hasDrawn) this.#tellErase();
    this.#hasDrawn = true;
    const { socket, stdout, terminal } = this.#options;
    if (terminal.write(bytes)) return;
    socket.pause();
    stdout.once('drain', () => socket.resume());
  }

  readonly #sendKeys = (bytes: Buffer): void => {
    const { socket, stdin } = this.#options;
    if (socket.write(encodeFrame(FRAME_BYTES, bytes))) return;
    stdin.pause();
    socket.once('drain', () => {
      if (!this.#ended) stdin.resume();
    });
  };

  readonly #sendSize = (): void => {
    const { socket, stdout } = this.#options;
    socket.write(encodeMessage({ type: 'resize', ...terminalSize(stdout) }));
  };

  /** Once the first frame is on its way: it costs a process. */
  #tellErase(): void {
    const { socket, stdin } = this.#options;
    if (!stdin.isTTY) return;
    const tell = async (): Promise<void> => {
      const { findEraseByte } = await import('./erase-key.js');
      const byte = await findEraseByte((stdin as ReadStream & { fd: number }).fd);
      if (byte === CONTROL_H && !this.#ended) socket.write(encodeMessage({ type: 'erase', byte }));
    };
    // Unknown is treated as the usual one.
    tell().catch(() => {});
  }

  readonly #leave = (): void => this.#end({ type: 'left' });

  #end(end: RelayEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    const { socket, stdout, keys, terminal, signal } = this.#options;
    signal.removeEventListener('abort', this.#leave);
    keys.hold();
    stdout.off('resize', this.#sendSize);
    terminal.reset();
    socket.destroy();
    this.#onEnd(end);
  }
}

/** Some terminals say 0 by 0 at first; then the classic 80 by 24 is used. */
export function terminalSize(stdout: WriteStream): { rows: number; cols: number } {
  return { rows: stdout.rows || 24, cols: stdout.columns || 80 };
}
