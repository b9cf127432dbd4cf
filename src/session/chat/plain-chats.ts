// What `qmux chat` left: transcripts chats/ID.jsonl that belong to no server. Owns listing them as archived
// sessions, each read again only if it changed, and making one a server's own by a rename under its lock.
// Leaves their meaning to store/. Invariants: a chat that is open in a terminal is left alone; if several
// servers want the same one, one gets it; one that cannot be read, or that a newer qmux wrote, is listed as
// such and not touched.

import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stampOf } from '../../files/file-stamp.js';
import { readRegularFile, UnreadableFile } from '../../files/read-file.js';
import { ensureDirectory } from '../../paths/paths.js';
import { describeTranscript } from '../../store/describe-transcript.js';
import type { Disk } from '../../files/disk.js';
import { causeOf } from '../../files/disk-failure.js';
import { syncDirectory } from '../../files/durable-file.js';
import { decodeOutline, findNewerVersion } from '../../store/read-transcript.js';
import type { ChatRecord } from '../../store/session-record.js';
import { transcriptIn } from '../../store/session-folder.js';
import { UserError } from '../../text/user-error.js';
import { acquireLock, describeUnknownHolder } from '../../process/lock.js';

export const chatFile = (chatsDir: string, id: string): string => join(chatsDir, `${id}.jsonl`);

export const chatLockDir = (chatsDir: string): string => join(chatsDir, 'lock');

const CHAT_FILE = /^([A-Za-z0-9_-]{1,64})\.jsonl$/;

interface KnownChat {
  stamp: string;
  /** undefined: no transcript of this name's session. */
  record: ChatRecord | undefined;
}

export interface PlainChatsOptions {
  chatsDir: string;
  sessionsDir: string;
  /** Directory of chats that name none. */
  home: string;
  disk: Pick<Disk, 'files' | 'damage'>;
}

/** Thousands of questions; reading more for a list would take seconds. */
const MAX_CHAT_BYTES = 64 * 1024 * 1024;

export class PlainChats {
  #known = new Map<string, KnownChat>();

  readonly #options: PlainChatsOptions;

  constructor(options: PlainChatsOptions) {
    this.#options = options;
  }

  /** Found by the last list(). */
  has(id: string): boolean {
    return this.#known.get(id)?.record !== undefined;
  }

  /**
   * Closed last at the end. Equal objects for files that did not change. Never rejects: what cannot be read
   * is reported.
   */
  async list(): Promise<ChatRecord[]> {
    const known = new Map<string, KnownChat>();
    for (const name of await this.#readNames(this.#options.chatsDir)) {
      const id = CHAT_FILE.exec(name)?.[1];
      // One after the other: a thousand files at once would take a thousand descriptors.
      const chat = id === undefined ? undefined : await this.#read(id);
      if (id !== undefined && chat) known.set(id, chat);
    }
    this.#known = known;
    return [...known.values()]
      .flatMap(({ record }) => record ?? [])
      .sort((a, b) => (a.archivedAt ?? 0) - (b.archivedAt ?? 0));
  }

  /**
   * Does nothing for a session that is not one of these. Rejects with a UserError if another process has it.
   */
  async takeOver({ id, name }: Pick<ChatRecord, 'id' | 'name'>): Promise<void> {
    if (!this.has(id)) return;
    const { unusable, lastLine } = this.#known.get(id)?.record ?? {};
    if (unusable !== undefined) throw new UserError(`${name} cannot be opened: ${lastLine ?? unusable}`);
    const { files } = this.#options.disk;
    const folder = join(this.#options.sessionsDir, id);
    await this.#locked(id, name, async (file) => {
      ensureDirectory(folder);
      await files.rename(file, transcriptIn(folder));
      await syncDirectory(folder, files);
      await syncDirectory(dirname(folder), files);
      await syncDirectory(dirname(file), files);
    });
  }

  /** Removes one for good. As takeOver. */
  async remove(id: string): Promise<void> {
    await this.#locked(id, this.#known.get(id)?.record?.name ?? id, async (file) => {
      await rm(file, { recursive: true });
      await syncDirectory(dirname(file), this.#options.disk.files);
    });
  }

  async #locked(id: string, name: string, use: (file: string) => Promise<void>): Promise<void> {
    const { chatsDir } = this.#options;
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
      throw new UserError(`${name} no longer exists: another server took it over, or it was deleted`);
    } finally {
      await lock.release();
    }
    this.#known.delete(id);
    await this.#removeLock(id);
  }

  /** Its file is gone: whoever takes the lock of this id from now on finds nothing to write. */
  async #removeLock(id: string): Promise<void> {
    const directory = chatLockDir(this.#options.chatsDir);
    for (const name of await this.#readNames(directory))
      if (name.startsWith(`${id}.`)) await rm(join(directory, name), { force: true });
  }

  async #read(id: string): Promise<KnownChat | undefined> {
    const file = chatFile(this.#options.chatsDir, id);
    let [stamp, at] = ['', 0];
    try {
      const stats = await stat(file);
      [stamp, at] = [stampOf(stats), Math.trunc(stats.mtimeMs)];
      const before = this.#known.get(id);
      if (before?.stamp === stamp) return before;
      const bytes = await readRegularFile(file, { maxBytes: MAX_CHAT_BYTES });
      return bytes && { stamp, record: this.#describe(bytes, { id, at }) };
    } catch (error) {
      // Taken by another server in between.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      const reason = error instanceof UnreadableFile ? error.reason : causeOf(error).long;
      return { stamp, record: this.#unusable(id, 'damaged', at, reason) };
    }
  }

  /** undefined: the transcript of another id, copied by hand. */
  #describe(bytes: Buffer, { id, at }: { id: string; at: number }): ChatRecord | undefined {
    const newer = findNewerVersion(bytes);
    if (newer !== undefined)
      return this.#unusable(id, 'newer', at, `was written by a newer qmux (version ${newer}); update qmux`);
    const records = decodeOutline(bytes);
    if (records.length === 0) return this.#unusable(id, 'damaged', at, 'contains nothing that can be read');
    const record = describeTranscript(records, { id, cwd: this.#options.home, lastUsed: at });
    return record && { ...record, archivedAt: at };
  }

  /** So that it is in the list: nothing else would ever report it. */
  #unusable(id: string, unusable: 'damaged' | 'newer', at: number, reason: string): ChatRecord {
    const lastLine = `${chatFile(this.#options.chatsDir, id)} ${reason}`;
    this.#options.disk.damage.add(`a conversation of qmux chat cannot be opened: ${lastLine}`);
    return {
      id,
      number: 0,
      name: `${unusable}-${id.slice(0, 8)}`,
      named: true,
      kind: 'chat',
      type: 'chat',
      cwd: this.#options.home,
      created: at,
      lastUsed: at,
      turns: 0,
      unread: 0,
      lastLine,
      unusable,
      archivedAt: at,
    };
  }

  /** Empty for a missing directory; also for one that cannot be read, which is reported. */
  async #readNames(directory: string): Promise<string[]> {
    try {
      return await readdir(directory);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.#options.disk.damage.add(
          `${directory} cannot be read, so its conversations are not listed: ${causeOf(error).long}`,
        );
      return [];
    }
  }
}
