// `qmux view PATH`: this terminal watches a session that somebody shares. Owns the connection from its token
// to its end, and the keys that leave. The other side may be another user: only drawing reaches this terminal
// (viewed-bytes.ts), and nothing goes there but the token, a size and how many colours. Leaves the terminal's
// modes to in-terminal.ts.

import { lstatSync, openSync, type Stats } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { ReadStream, type WriteStream } from 'node:tty';

import type { Environment } from '../paths/paths.js';
import { ownUid } from '../paths/private-directory.js';
import { FrameDecoder } from '../protocol/framing.js';
import { FRAME_BYTES, FRAME_JSON } from '../protocol/messages.js';
import { encodeShareMessage, parseShareMessage, type ViewerColours } from '../protocol/share-messages.js';
import { boundSize } from '../protocol/terminal-size.js';
import { commandWord } from '../text/mentions.js';
import { sanitiseLine } from '../text/sanitise.js';
import { abilitiesOf, takesUtf8 } from '../text/terminal-family.js';
import { enterSequence } from '../text/terminal-setup.js';
import { UserError } from '../text/user-error.js';
import { askBackground } from './ask-background.js';
import { detectColours } from './hello.js';
import { inTerminal, refuseUndrawable, type Held } from './in-terminal.js';
import { terminalSize } from './relay.js';
import { readPipedToken, typeToken } from './token-input.js';
import { ViewedBytes } from './viewed-bytes.js';

export interface ViewOptions {
  /** Of the share's socket. */
  path: string;
  env: Environment;
  stdin: ReadStream;
  stdout: WriteStream;
}

/** q, Ctrl-C, Ctrl-D. */
const LEAVING_KEYS = [0x71, 0x03, 0x04];
const HINT = ' q leaves ';
const HINT_MS = 2_000;
const MOST_MESSAGE_CHARACTERS = 200;
/** Where many connect at once the server makes room for the newest, perhaps before it has read this token. */
const MOST_TRIES = 10;
const RETRY_MS = 50;

/** Resolves with the exit code. Rejects with a UserError; the terminal is as it was then too. */
export async function viewShare(options: ViewOptions): Promise<number> {
  const { path, env, stdin, stdout } = options;
  checkSocket(path, env);
  refuseTerminal(stdout, env);
  // Keys come from the terminal, wherever the token comes from.
  const keys = stdin.isTTY ? stdin : openTerminal();
  return inTerminal({ stdin: keys, stdout, env }, async (held) => {
    const token = stdin.isTTY ? await typeToken(held.keys, stdout) : await readPipedToken(stdin);
    if (token === undefined) return 130;
    const depth = depthOf(env);
    const asks = depth !== 'none' && abilitiesOf(env).questions;
    const background = asks ? await askBackground(held.keys, (text) => stdout.write(text)) : null;
    for (let tried = 1; ; tried++) {
      const socket = await connectTo(path);
      const exitCode = await new Promise<number | undefined>((resolve, reject) =>
        new Watching(options, held, socket, { resolve, reject }).start(token, { depth, background }),
      );
      if (exitCode !== undefined) return exitCode;
      if (tried === MOST_TRIES) throw new UserError(`${path} is busy with others who connect; try it again`);
      await pause(RETRY_MS);
    }
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Done {
  /** undefined: it was disconnected without a word. */
  resolve(exitCode: number | undefined): void;
  reject(error: UserError): void;
}

class Watching {
  readonly #filter = new ViewedBytes();
  readonly #decoder = new FrameDecoder();
  #hasDrawn = false;
  #isOver = false;
  #hint: NodeJS.Timeout | undefined;

  readonly #options: ViewOptions;
  readonly #held: Held;
  readonly #socket: Socket;
  readonly #done: Done;

  constructor(options: ViewOptions, held: Held, socket: Socket, done: Done) {
    this.#options = options;
    this.#held = held;
    this.#socket = socket;
    this.#done = done;
  }

  start(token: string, colours: ViewerColours): void {
    const socket = this.#socket;
    const { stdout } = this.#options;
    const { keys, signal } = this.#held;
    socket.on('data', (bytes) => this.#receive(bytes));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => (this.#hasDrawn ? this.#ended() : this.#dropped()));
    signal.addEventListener('abort', () => this.#end());
    socket.write(encodeShareMessage({ type: 'view', token, colours, ...this.#size }));
    stdout.on('resize', this.#sendSize);
    keys.forward((bytes) => this.#press(bytes));
    if (signal.aborted) this.#end();
  }

  get #size(): { rows: number; cols: number } {
    return boundSize(terminalSize(this.#options.stdout));
  }

  /** Draws everything again, too. */
  readonly #sendSize = (): void => {
    if (!this.#isOver) this.#socket.write(encodeShareMessage({ type: 'resize', ...this.#size }));
  };

  #receive(bytes: Uint8Array): void {
    for (const { kind, payload } of this.#decoder.push(bytes)) {
      if (this.#isOver) return;
      const message = kind === FRAME_JSON ? parseShareMessage(payload) : undefined;
      if (kind === FRAME_BYTES) this.#draw(payload);
      else if (message?.type === 'ended') this.#ended();
      else if (message) this.#failed(sanitiseLine(message.message, MOST_MESSAGE_CHARACTERS));
    }
    if (this.#decoder.error !== undefined) this.#failed(`${this.#options.path} is not a share of qmux`);
  }

  #draw(bytes: Uint8Array): void {
    const { env, stdout } = this.#options;
    const { terminal } = this.#held;
    // What is pasted here goes nowhere, and nobody asks for the focus.
    const has = { ...abilitiesOf(env), pasteAndFocus: false };
    if (!this.#hasDrawn) terminal.write(Buffer.from(enterSequence(has)));
    this.#hasDrawn = true;
    if (terminal.write(this.#filter.pass(bytes))) return;
    this.#socket.pause();
    stdout.once('drain', () => this.#socket.resume());
  }

  #press(bytes: Uint8Array): void {
    if (LEAVING_KEYS.some((key) => bytes.includes(key))) {
      this.#end();
      this.#done.resolve(0);
    } else if (this.#hasDrawn) this.#showHint();
  }

  /** Over the last row, until the frame is drawn again. */
  #showHint(): void {
    const { terminal } = this.#held;
    terminal.write(Buffer.from(`\x1b7\x1b[${this.#size.rows};1H\x1b[7m${HINT}\x1b[m\x1b8`));
    clearTimeout(this.#hint);
    this.#hint = setTimeout(this.#sendSize, HINT_MS);
  }

  #ended(): void {
    if (this.#isOver) return;
    this.#end();
    this.#options.stdout.write('share ended\n');
    this.#done.resolve(0);
  }

  #dropped(): void {
    if (this.#isOver) return;
    this.#end();
    this.#done.resolve(undefined);
  }

  #failed(message: string): void {
    if (this.#isOver) return;
    this.#end();
    this.#done.reject(new UserError(message));
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#hint);
    this.#options.stdout.off('resize', this.#sendSize);
    this.#held.keys.hold();
    this.#held.terminal.reset();
    this.#socket.destroy();
  }
}

function connectTo(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('error', (error) => reject(cannotView(path, error)));
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

/** Throws a UserError if what the server sends cannot be shown in this terminal. */
function refuseTerminal(stdout: WriteStream, env: Environment): void {
  if (!stdout.isTTY) throw new UserError('standard output is not a terminal; run qmux view in one');
  refuseUndrawable(env);
  if (!takesUtf8(env, abilitiesOf(env)))
    throw new UserError('this terminal does not take UTF-8, by its locale; qmux view needs that');
}

/** Throws a UserError before a token is asked for. */
function checkSocket(path: string, env: Environment): void {
  let found: Stats;
  try {
    found = lstatSync(path);
  } catch (error) {
    throw cannotView(path, error as NodeJS.ErrnoException);
  }
  if (!found.isSocket())
    throw new UserError(`${path} is not a socket; the line that qmux share printed names one`, {
      exitCode: 2,
    });
  // A pane that shows itself would be drawn for ever.
  if (env['QMUX_SESSION'] !== undefined && found.uid === ownUid())
    throw new UserError(
      `this share is your own, and you are inside qmux; ${commandWord('switch')} goes there`,
    );
}

function cannotView(path: string, { code, message }: NodeJS.ErrnoException): UserError {
  if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ENOTDIR')
    return new UserError(`cannot view ${path}: there is no such share, or it has ended`);
  if (code === 'EACCES')
    return new UserError(
      `cannot view ${path}: it is shared with users of a group, and you are not one of them`,
    );
  return new UserError(`cannot view ${path}: ${message}`);
}

function openTerminal(): ReadStream {
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    throw new UserError('there is no terminal to read keys from; run qmux view in one');
  }
}

/** A server that knows nothing else of this terminal sends it no more than it takes. */
function depthOf(env: Environment): ViewerColours['depth'] {
  const { colours } = abilitiesOf(env);
  if (colours === 'none' || colours === '8') return 'none';
  return colours === '16' && detectColours(env) !== 'none' ? '16' : detectColours(env);
}
