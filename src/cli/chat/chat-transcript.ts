// The transcript of one `qmux chat`: chats/ID.jsonl under its lock, which a server later lists as an archived
// session. Owns when it begins (with the first question: a chat in which nothing was asked leaves no file)
// and its first record. Leaves writing to store/transcript-log.ts. Invariant: this process alone writes it.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TranscriptRecord } from '../../chat/transcript-record.js';
import { ensureDirectory } from '../../paths/paths.js';
import { acquireLock, type Lock } from '../../process/lock.js';
import { nameFromQuestion } from '../../session/names/names.js';
import { newId } from '../../session/names/new-id.js';
import { chatFile, chatLockDir } from '../../session/chat/plain-chats.js';
import { openDisk, type Disk } from '../../files/disk.js';
import { explainSystemError } from '../../files/disk-failure.js';
import { TranscriptLog } from '../../store/transcript-log.js';
import { UserError } from '../../text/user-error.js';

export class ChatTranscript {
  /** Records of a chat that has not begun: notes. */
  #waiting: TranscriptRecord[] = [];
  #name: string | undefined;
  #created = 0;

  readonly #chatsDir: string;
  readonly #id: string;
  readonly #cwd: string;
  readonly #lock: Lock;
  readonly #log: TranscriptLog;
  readonly #disk: Disk;

  /** Of the chat as a session. */
  get id(): string {
    return this.#id;
  }

  /** undefined: nothing has been asked. */
  get name(): string | undefined {
    return this.#name;
  }

  private constructor(chatsDir: string, id: string, cwd: string, lock: Lock, log: TranscriptLog, disk: Disk) {
    this.#chatsDir = chatsDir;
    this.#id = id;
    this.#cwd = cwd;
    this.#lock = lock;
    this.#log = log;
    this.#disk = disk;
  }

  /** onProblem: what waits in memory, and later that it is saved. Rejects with a UserError. */
  static async open(options: {
    chatsDir: string;
    cwd: string;
    onProblem: (message: string) => void;
  }): Promise<ChatTranscript> {
    const { chatsDir, cwd, onProblem } = options;
    const id = newId();
    ensureDirectory(chatsDir);
    const lock = await acquireLock(chatLockDir(chatsDir), id).catch((error: unknown) => {
      throw explainSystemError(error) ?? error;
    });
    if ('heldBy' in lock) throw new Error(`the new id ${id} is taken`);
    const disk = openDisk();
    const { unsaved } = disk;
    unsaved.onChange(() => onProblem(unsaved.sentence ?? 'everything is saved again'));
    const log = TranscriptLog.open(chatFile(chatsDir, id), { disk, id });
    return new ChatTranscript(chatsDir, id, cwd, lock, log, disk);
  }

  /** As TranscriptLog.append. */
  append(records: readonly TranscriptRecord[]): void {
    if (this.#name !== undefined) return this.#log.append(records);
    const first = records.find((record) => record.type === 'question');
    if (!first) {
      this.#waiting.push(...records);
      return;
    }
    const name =
      nameFromQuestion(first.text, { prefix: '', taken: [], typeNames: [] }) ??
      `chat-${this.#id.slice(0, 4)}`;
    this.#log.append([this.#firstRecord(name, first.at), ...this.#waiting, ...records]);
    this.#name = name;
    this.#created = first.at;
    this.#waiting = [];
  }

  /** So that a server can go on with the agent's own conversation. Once a question was asked. */
  noteAgentSession(agentSession: string): void {
    if (this.#name === undefined) return;
    this.#log.append([{ ...this.#firstRecord(this.#name, this.#created), agentSession }]);
  }

  sync(): Promise<void> {
    return this.#log.sync();
  }

  /**
   * The name under which a server lists it; undefined: nothing was asked, and no file is left. Rejects with a
   * UserError if the disk has not taken all of it.
   */
  async close(): Promise<string | undefined> {
    const { unsaved } = this.#disk;
    try {
      await this.#log.close();
      if (!unsaved.isEmpty) await unsaved.retry();
      unsaved.giveUp();
      if (unsaved.lossSentence !== undefined) throw new UserError(unsaved.lossSentence);
    } finally {
      await this.#lock.release();
    }
    // Nobody else ever knew the id, so nobody waits for its lock.
    if (this.#name === undefined)
      await rm(join(chatLockDir(this.#chatsDir), `${this.#id}.1`), { force: true });
    return this.#name;
  }

  #firstRecord(name: string, created: number): Extract<TranscriptRecord, { type: 'session' }> {
    const id = this.#id;
    const cwd = this.#cwd;
    return { type: 'session', version: 1, id, name, kind: 'chat', sessionType: 'chat', created, cwd };
  }
}
