// What `qmux chat` left: transcripts chats/ID.jsonl that belong to no server. Owns listing them as archived sessions,
// each read again only when it changed, and making one a server's own by a rename under its lock.
// Leaves their meaning to store/. Invariants: a chat that is open in a terminal is left alone; of servers that want the
// same one, one gets it.

import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureDirectory } from '../log/paths.js';
import { describeTranscript } from '../store/describe-transcript.js';
import { syncDirectory } from '../store/durable-file.js';
import { decodeOutline } from '../store/read-transcript.js';
import type { SessionMeta } from '../store/schema.js';
import { transcriptIn } from '../store/session-folder.js';
import { UserError } from '../text/user-error.js';
import { acquireLock, describeUnknownHolder } from '../process/lock.js';

export const chatFile = (chatsDir: string, id: string): string => join(chatsDir, `${id}.jsonl`);

export const chatLockDir = (chatsDir: string): string => join(chatsDir, 'lock');

const CHAT_FILE = /^([A-Za-z0-9_-]{1,64})\.jsonl$/;

interface KnownChat {
  mtimeMs: number;
  sizeBytes: number;
  /** undefined: no transcript of this name's session. */
  meta: SessionMeta | undefined;
}

export interface PlainChatsOptions {
  chatsDir: string;
  sessionsDir: string;
  /** Directory of chats that name none. */
  home: string;
}

export class PlainChats {
  #known = new Map<string, KnownChat>();

  constructor(private readonly options: PlainChatsOptions) {}

  /** Found by the last list(). */
  has(id: string): boolean {
    return this.#known.get(id)?.meta !== undefined;
  }

  /** Closed last at the end. Equal objects for files that did not change. Rejects with errors of the disk. */
  async list(): Promise<SessionMeta[]> {
    const known = new Map<string, KnownChat>();
    for (const name of await readNames(this.options.chatsDir)) {
      const id = CHAT_FILE.exec(name)?.[1];
      // One after the other: a thousand files at once would take a thousand descriptors.
      const chat = id === undefined ? undefined : await this.#read(id);
      if (id !== undefined && chat) known.set(id, chat);
    }
    this.#known = known;
    return [...known.values()]
      .flatMap(({ meta }) => meta ?? [])
      .sort((a, b) => (a.archivedAt ?? 0) - (b.archivedAt ?? 0));
  }

  /** Does nothing for a session that is none of these. Rejects with a UserError where another process has it. */
  async takeOver({ id, name }: SessionMeta): Promise<void> {
    if (!this.has(id)) return;
    const folder = join(this.options.sessionsDir, id);
    await this.#locked(id, name, async (file) => {
      ensureDirectory(folder);
      await rename(file, transcriptIn(folder));
      await syncDirectory(folder);
      await syncDirectory(dirname(folder));
      await syncDirectory(dirname(file));
    });
  }

  /** Removes one for good. As takeOver. */
  async remove(id: string): Promise<void> {
    await this.#locked(id, this.#known.get(id)?.meta?.name ?? id, async (file) => {
      await rm(file);
      await syncDirectory(dirname(file));
    });
  }

  async #locked(id: string, name: string, use: (file: string) => Promise<void>): Promise<void> {
    const { chatsDir } = this.options;
    const lock = await acquireLock(chatLockDir(chatsDir), id);
    if ('heldBy' in lock)
      throw new UserError(
        lock.liveness === 'unknown'
          ? `${name} is ${describeUnknownHolder(lock, Date.now())}`
          : `${name} is open in qmux chat, process ${lock.heldBy.pid}; end it there first (Ctrl-D)`,
      );
    try {
      await use(chatFile(chatsDir, id));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new UserError(`${name} is no longer there: another server took it, or it was deleted`);
    } finally {
      await lock.release();
    }
    this.#known.delete(id);
    await this.#removeLock(id);
  }

  /** Its file is gone: who takes the lock of this id from now on finds nothing to write. */
  async #removeLock(id: string): Promise<void> {
    const directory = chatLockDir(this.options.chatsDir);
    for (const name of await readNames(directory))
      if (name.startsWith(`${id}.`)) await rm(join(directory, name), { force: true });
  }

  async #read(id: string): Promise<KnownChat | undefined> {
    const file = chatFile(this.options.chatsDir, id);
    try {
      const { mtimeMs, size: sizeBytes } = await stat(file);
      const before = this.#known.get(id);
      if (before?.mtimeMs === mtimeMs && before.sizeBytes === sizeBytes) return before;
      const at = Math.trunc(mtimeMs);
      const records = decodeOutline(await readFile(file));
      const meta = describeTranscript(records, { id, cwd: this.options.home, lastUsed: at });
      return { mtimeMs, sizeBytes, meta: meta && { ...meta, archivedAt: at } };
    } catch (error) {
      // Taken by another server in between.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

/** Empty for a directory that is not there. */
async function readNames(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
