// One shared session: its socket, who is let in, and its end. Owns how many viewers it has, and how many
// connections wait that have not shown the token.
// Leaves a viewer's connection to viewer.ts, files to share-place.ts, and when it ends to shares.ts.
// Invariant: the session is drawn for viewers only while there are any, in the size that it has anyway.

import { createServer, type Server, type Socket } from 'node:net';

import type { AnySession } from '../../session/any-session.js';
import type { Size } from '../../session/session-screen.js';
import type { Undo } from '../../text/undo.js';
import { makePlace, openPlace, removePlace, socketIn } from './share-place.js';
import { isToken, makeToken } from './share-token.js';
import { Viewer, type Door } from './viewer.js';

const MOST_VIEWERS = 20;
/**
 * Connections that have not shown the token. Then the oldest of them goes, so that whoever holds many keeps
 * nobody out who has it.
 */
const MOST_WAITING = 50;
/** Nobody mistypes it so often: its user is told. No number of them finds one of 99 bits. */
const MANY_WRONG = 20;
const WRONG_WAIT_MS = 1_000;

export interface ShareOptions {
  readonly session: AnySession;
  readonly place: { readonly parent: string; readonly tag: string };
  /** Only its users may connect. */
  readonly gid: number | undefined;
  /** The session's size if it was never shown. */
  readonly size: Size;
  readonly wrongWaitMs?: number | undefined;
  /** Somebody connects: it may be over by the clock. */
  onConnect(): void;
  /** Somebody seems to guess its token. */
  onGuessed(wrong: number): void;
}

export class Share implements Door {
  readonly token = makeToken();
  readonly #viewers = new Set<Viewer>();
  readonly #listener: Server;
  #unwatch: Undo | undefined;
  #wrong = 0;
  #isOver = false;

  readonly #directory: string;
  readonly #options: ShareOptions;

  /** Rejects if its files cannot be made; there are none then. */
  static async begin(options: ShareOptions): Promise<Share> {
    const { parent, tag } = options.place;
    const share = new Share(options, makePlace(parent, tag));
    try {
      await share.#listen();
    } catch (error) {
      share.end();
      throw error;
    }
    options.session.setViewers(0);
    return share;
  }

  private constructor(options: ShareOptions, directory: string) {
    this.#options = options;
    this.#directory = directory;
    this.#listener = createServer((socket) => this.#connected(socket));
  }

  get pane(): AnySession {
    return this.#options.session;
  }

  get wrongWaitMs(): number {
    return this.#options.wrongWaitMs ?? WRONG_WAIT_MS;
  }

  /** Of its socket. */
  get path(): string {
    return socketIn(this.#directory);
  }

  get count(): number {
    return [...this.#viewers].filter(({ isIn }) => isIn).length;
  }

  refusal(token: string): string | undefined {
    if (!isToken(this.token, token)) {
      this.#wrong++;
      if (this.#wrong === MANY_WRONG) this.#options.onGuessed(this.#wrong);
      return 'wrong token';
    }
    return this.count >= MOST_VIEWERS
      ? `the share has ${MOST_VIEWERS} viewers already; try again when one has left`
      : undefined;
  }

  /** The session's screen or name is another. */
  redraw(): void {
    for (const viewer of this.#viewers) viewer.changed();
  }

  changed(): void {
    if (this.#isOver) return;
    const { count } = this;
    const { session, size } = this.#options;
    if (count > 0) this.#unwatch ??= session.watch(size);
    else this.#rest();
    session.setViewers(count);
  }

  closed(viewer: Viewer): void {
    if (this.#viewers.delete(viewer) && viewer.isIn) this.changed();
  }

  /** Every viewer is told; its files are gone when this returns. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#rest();
    this.#options.session.setViewers(undefined);
    for (const viewer of this.#viewers) viewer.end();
    this.#listener.close();
    removePlace(this.#directory);
  }

  #rest(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #connected(socket: Socket): void {
    this.#options.onConnect();
    if (this.#isOver) return void socket.destroy();
    const waiting = [...this.#viewers].filter(({ isIn }) => !isIn);
    if (waiting.length >= MOST_WAITING) waiting[0]?.makeRoom();
    this.#viewers.add(new Viewer(socket, this));
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#listener.once('error', reject);
      this.#listener.listen(this.path, () => {
        this.#listener.off('error', reject);
        try {
          openPlace(this.#directory, this.#options.gid);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  }
}
