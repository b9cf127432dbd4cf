// A server's socket and token: created in a private directory, watched, and recreated if somebody removed
// them (the last logout removes /run/user/UID, cleaners of /tmp remove old files). Owns both files. Leaves
// the lock to elect.ts.
// Invariant: only the holder of the lock opens one, so an existing socket file belongs to a dead server.

import { chmodSync, lstatSync, rmSync, watch, type FSWatcher } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';

import { readRegularFileNow } from '../files/read-file.js';
import { writeNewFileNow } from '../files/spare-file.js';
import { ensureDirectory } from '../paths/paths.js';
import { findPrivacyFault } from '../paths/private-directory.js';
import { UserError } from '../text/user-error.js';

export interface SocketPlace {
  socketFile: string;
  tokenFile: string;
}

interface Opened {
  place: SocketPlace;
  listener: Server;
  watcher: FSWatcher | undefined;
  dev: number;
  ino: number;
}

/** A client that is stopped or gone must not keep the process alive. */
const CLOSE_TIMEOUT_MS = 1_000;
/** After the last change of the directory: a new file would get in the way of whoever is removing it. */
const QUIET_MS = 250;

export class ListeningSocket {
  #opened: Opened | undefined;
  #lastLook: Promise<void> = Promise.resolve();
  #allClosed: Promise<unknown>[] = [];
  #lookTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  readonly #options: {
    /** The places where it may be; the first usable one is used. */
    places: readonly SocketPlace[];
    token: string;
    onConnection: (socket: Socket) => void;
    /** It listens there from now on. */
    onOpened: (place: SocketPlace) => Promise<void>;
    onProblem: (what: string, error: unknown) => void;
  };

  constructor(options: {
    /** The places where it may be; the first usable one is used. */
    places: readonly SocketPlace[];
    token: string;
    onConnection: (socket: Socket) => void;
    /** It listens there from now on. */
    onOpened: (place: SocketPlace) => Promise<void>;
    onProblem: (what: string, error: unknown) => void;
  }) {
    this.#options = options;
  }

  /** Rejects with a UserError if no place can be used. */
  async open(): Promise<void> {
    const { places } = this.#options;
    let failure: unknown;
    for (const place of places)
      try {
        await this.#openAt(place);
        return await this.#options.onOpened(place);
      } catch (error) {
        failure ??= error;
      }
    throw failure;
  }

  /** Recreates what is missing. One check after another, so that two never open at once. */
  look(): Promise<void> {
    this.#lastLook = this.#lastLook.then(async () => {
      if (this.#isClosed || this.#stands()) return;
      try {
        await this.open();
      } catch (error) {
        this.#options.onProblem('making the socket again', error);
      }
    });
    return this.#lastLook;
  }

  /** Accepts no more clients and removes the files. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#lookTimer);
    const tokenFile = this.#opened?.place.tokenFile;
    this.#release();
    if (tokenFile !== undefined) rmSync(tokenFile, { force: true });
  }

  /** Resolves when the last client has taken what was sent to it, or after a second. */
  async connectionsEnded(): Promise<void> {
    const timeout = new Promise((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
    await Promise.race([Promise.all(this.#allClosed), timeout]);
  }

  async #openAt(place: SocketPlace): Promise<void> {
    const { socketFile, tokenFile } = place;
    const directory = dirname(socketFile);
    ensureDirectory(directory);
    const fault = findPrivacyFault(directory);
    if (fault !== undefined) throw new UserError(`${directory} ${fault}`);
    // Before the new one is bound: closing a listener unlinks the name that it was bound to, whoever has it
    // by then.
    this.#release();
    for (const file of [tokenFile, socketFile]) rmSync(file, { force: true });
    writeNewFileNow(tokenFile, this.#options.token);
    // Under its own name: cleaners of /tmp spare a socket that the kernel lists as bound there.
    const listener = await listen(socketFile, this.#options.onConnection);
    chmodSync(socketFile, 0o600);
    const { dev, ino } = lstatSync(socketFile);
    this.#opened = { place, listener, watcher: this.#watch(directory), dev, ino };
  }

  #watch(directory: string): FSWatcher | undefined {
    try {
      const watcher = watch(directory, { persistent: false }, () => this.#lookSoon());
      // The directory is gone: the event before reported it.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch (error) {
      // A client that finds no socket asks by SIGHUP.
      this.#options.onProblem('watching the socket', error);
      return undefined;
    }
  }

  #lookSoon(): void {
    clearTimeout(this.#lookTimer);
    this.#lookTimer = setTimeout(() => void this.look(), QUIET_MS).unref();
  }

  #stands(): boolean {
    if (!this.#opened) return false;
    const { place, dev, ino } = this.#opened;
    try {
      const socket = lstatSync(place.socketFile);
      return (
        socket.dev === dev &&
        socket.ino === ino &&
        readRegularFileNow(place.tokenFile, { maxBytes: 4096 })?.toString() === this.#options.token
      );
    } catch {
      return false;
    }
  }

  #release(): void {
    const opened = this.#opened;
    if (!opened) return;
    this.#opened = undefined;
    opened.watcher?.close();
    this.#allClosed.push(new Promise((resolve) => opened.listener.close(resolve)));
  }
}

async function listen(file: string, onConnection: (socket: Socket) => void): Promise<Server> {
  const listener = createServer(onConnection);
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(file, () => {
      listener.off('error', reject);
      resolve();
    });
  });
  return listener;
}
