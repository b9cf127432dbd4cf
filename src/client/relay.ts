// One attachment: bytes both ways between the terminal and a connected server, from hello to the end. Owns
// flow control and size reports. Leaves the bytes as they are, and what to do after the end to attach.ts.
// Invariant: nothing is drawn before the server's welcome, and the drawn screen is left before the end is
// reported.

import type { Duplex } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { encodeFrame, encodeMessage } from '../protocol/framing.js';
import { FRAME_BYTES, type OtherPlace, type ServerMessage } from '../protocol/messages.js';
import { listenToServer } from './listen-to-server.js';
import type { KeyInput } from './key-input.js';
import type { TakenTerminal } from './tty-modes.js';
import type { Hello } from './hello.js';

/** What Backspace sends in some terminals; almost everywhere it is DEL. */
const CONTROL_H = 0x08;

export type RelayEnd =
  | { type: 'bye'; message: string; next?: OtherPlace }
  | { type: 'refused'; message: string; exitCode: number }
  | { type: 'server-gone' }
  /** The signal was aborted. */
  | { type: 'left' };

/** An attachment whose connection may be lost and made again. */
export interface RelayedLink {
  /** The hello was sent. onDead: nothing came for too long, which ends the attachment. */
  begin(send: (frame: Uint8Array) => boolean, onDead: () => void): void;
  /** Sends keys in its own frames. false: wait for the connection's 'drain' before the next. */
  keys(bytes: Buffer): boolean;
  /** Something arrived. */
  heard(): void;
  /** Whether the connection is read. */
  setReading(isOn: boolean): void;
  stop(): void;
}

export interface RelayOptions {
  socket: Duplex;
  hello: Hello;
  stdin: ReadStream;
  stdout: WriteStream;
  /** Of stdin and stdout. */
  terminal: TakenTerminal;
  keys: KeyInput;
  signal: AbortSignal;
  /** The server has welcomed this client. */
  onWelcomed?: () => void;
  /** Present: when the server is gone the picture stays, until it is there again. */
  link?: RelayedLink;
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
    const { socket, hello, signal, link } = this.#options;
    listenToServer(socket, {
      onMessage: (message) => {
        link?.heard();
        this.#receive(message);
      },
      onBytes: (bytes) => {
        link?.heard();
        this.#draw(bytes);
      },
      onClose: () => this.#end({ type: 'server-gone' }),
    });
    signal.addEventListener('abort', this.#leave);
    socket.write(encodeMessage(hello));
    link?.begin(
      (frame) => socket.write(frame),
      () => this.#end({ type: 'server-gone' }),
    );
    if (signal.aborted) this.#leave();
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'welcome' && this.#options.link && !message.link)
      this.#end({ type: 'refused', message: tooOld(message.version), exitCode: 1 });
    else if (message.type === 'welcome') {
      this.#options.onWelcomed?.();
      this.#begin();
    }
    if (message.type === 'bye' || message.type === 'refused') this.#end(message);
  }

  #begin(): void {
    if (this.#welcomed || this.#ended) return;
    this.#welcomed = true;
    const { stdout, keys, hello, terminal } = this.#options;
    // What a lost connection left on the screen; the server draws from scratch.
    terminal.reset();
    stdout.on('resize', this.#sendSize);
    keys.forward(this.#sendKeys);
    const size = terminalSize(stdout);
    if (size.rows !== hello.terminal?.rows || size.cols !== hello.terminal.cols) this.#sendSize();
  }

  #draw(bytes: Uint8Array): void {
    if (!this.#welcomed) return;
    if (!this.#hasDrawn) this.#tellErase();
    this.#hasDrawn = true;
    const { socket, stdout, terminal, link } = this.#options;
    if (terminal.write(bytes)) return;
    socket.pause();
    link?.setReading(false);
    stdout.once('drain', () => {
      link?.setReading(true);
      socket.resume();
    });
  }

  readonly #sendKeys = (bytes: Buffer): void => {
    const { socket, stdin, link } = this.#options;
    if (link ? link.keys(bytes) : socket.write(encodeFrame(FRAME_BYTES, bytes))) return;
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
    const { socket, stdout, keys, terminal, signal, link } = this.#options;
    link?.stop();
    signal.removeEventListener('abort', this.#leave);
    keys.hold();
    stdout.off('resize', this.#sendSize);
    if (!link || end.type !== 'server-gone') terminal.reset();
    socket.destroy();
    this.#onEnd(end);
  }
}

const tooOld = (version: string): string =>
  `the server there was started by qmux ${version}, which cannot be attached to over ssh; ` +
  'qmux kill-server there ends it and saves everything';

/** Some terminals say 0 by 0 at first; then the classic 80 by 24 is used. */
export function terminalSize(stdout: WriteStream): { rows: number; cols: number } {
  return { rows: stdout.rows || 24, cols: stdout.columns || 80 };
}
