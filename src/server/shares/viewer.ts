// One connection to a share: the token first, then frames one way and sizes the other. Owns what a viewer may
// say: two messages, in this order and no larger than they need to be; anything else ends the connection.
// Leaves who is let in to share.ts and what is drawn to viewer-picture.ts.

import type { Socket } from 'node:net';

import { encodeFrame, FrameDecoder, type Frame } from '../../protocol/framing.js';
import { FRAME_BYTES, FRAME_JSON } from '../../protocol/messages.js';
import {
  encodeShareMessage,
  MOST_VIEWER_BYTES,
  parseViewerMessage,
  type ViewerMessage,
} from '../../protocol/share-messages.js';
import { encodeUtf8 } from '../../protocol/utf8.js';
import { ViewerPicture, type SharedPane } from './viewer-picture.js';

/** Until its token: the program of the viewer connects once that was typed. */
const TOKEN_TIMEOUT_MS = 5_000;
/** For what was sent last. */
const LEAVE_MS = 1_000;
/** Between two reads of sizes: each costs a frame of all cells. */
const READ_EACH_MS = 50;

export interface Door {
  readonly pane: SharedPane;
  /** Before it hears that its token is wrong. */
  readonly wrongWaitMs: number;
  /** Why it is not let in; undefined: it is. */
  refusal(token: string): string | undefined;
  /** It is let in, and has left. */
  changed(): void;
  /** The connection is over, whether it was let in or not. */
  closed(viewer: Viewer): void;
}

export class Viewer {
  readonly #decoder = new FrameDecoder(MOST_VIEWER_BYTES);
  #picture: ViewerPicture | undefined;
  /** Nothing more is taken from it. */
  #isOver = false;
  #timer: NodeJS.Timeout;

  readonly #socket: Socket;
  readonly #door: Door;

  constructor(socket: Socket, door: Door) {
    this.#socket = socket;
    this.#door = door;
    this.#timer = setTimeout(() => socket.destroy(), TOKEN_TIMEOUT_MS);
    socket.on('data', (bytes) => this.#read(bytes));
    // A reset by the peer counts as an ordinary end.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#closed());
  }

  get isIn(): boolean {
    return this.#picture !== undefined;
  }

  /** The session's screen or name is another. */
  changed(): void {
    this.#picture?.changed();
  }

  /** The share is over. */
  end(): void {
    if (this.#isOver && !this.#picture) return this.#leave(0);
    this.#isOver = true;
    this.#picture?.stop();
    this.#socket.write(encodeShareMessage({ type: 'ended' }));
    this.#leave(LEAVE_MS);
  }

  /** It has not been let in, and others wait. */
  makeRoom(): void {
    this.#break();
    this.#door.closed(this);
  }

  #read(bytes: Uint8Array): void {
    if (this.#isOver) return;
    const wasIn = this.isIn;
    for (const frame of this.#decoder.push(bytes)) if (!this.#receive(frame)) return this.#break();
    if (this.#decoder.error !== undefined) return this.#break();
    if (!wasIn) return;
    this.#socket.pause();
    this.#timer = setTimeout(() => this.#socket.resume(), READ_EACH_MS);
  }

  /** False: it has no place here. */
  #receive({ kind, payload }: Frame): boolean {
    const message = kind === FRAME_JSON && !this.#isOver ? parseViewerMessage(payload) : undefined;
    if (!message) return false;
    if (message.type === 'view') return !this.#picture && this.#view(message);
    this.#picture?.resize(message);
    return this.#picture !== undefined;
  }

  #view({ token, colours, rows, cols }: Extract<ViewerMessage, { type: 'view' }>): true {
    clearTimeout(this.#timer);
    const refusal = this.#door.refusal(token);
    if (refusal !== undefined) this.#refuse(refusal);
    else this.#begin({ size: { rows, cols }, colours });
    return true;
  }

  #refuse(message: string): void {
    this.#isOver = true;
    this.#timer = setTimeout(() => {
      this.#socket.write(encodeShareMessage({ type: 'refused', message }));
      this.#leave(LEAVE_MS);
    }, this.#door.wrongWaitMs);
  }

  #begin(traits: ConstructorParameters<typeof ViewerPicture>[1]): void {
    const socket = this.#socket;
    this.#picture = new ViewerPicture(this.#door.pane, traits, {
      // As for clients (connection.ts): a frame is skipped for a single byte that waits.
      send: (text) =>
        void socket.write(encodeFrame(FRAME_BYTES, encodeUtf8(text)), () => {
          if (socket.writableLength === 0) this.#picture?.drained();
        }),
      isBlocked: () => socket.writableLength > 0,
    });
    this.#door.changed();
    this.#picture.changed();
  }

  #break(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  #leave(ms: number): void {
    clearTimeout(this.#timer);
    this.#socket.end();
    this.#timer = setTimeout(() => this.#socket.destroy(), ms);
  }

  #closed(): void {
    clearTimeout(this.#timer);
    this.#isOver = true;
    this.#picture?.stop();
    this.#door.closed(this);
  }
}
