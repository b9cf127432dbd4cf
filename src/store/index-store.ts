// The index of open sessions and the archive in memory and on disk: opened once by the server that holds the
// lock. Owns when they are written and in which order: at no moment is a session in neither file. Leaves
// their shape to schema.ts, the bytes to durable-adapter.ts. Invariant: a timer exists only while something
// is unsaved.

import { Low } from 'lowdb';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ensureDirectory } from '../paths/paths.js';
import { CoalescedWrite } from '../files/coalesced-write.js';
import { openDisk, type Disk } from '../files/disk.js';
import { diskFailure } from '../files/disk-failure.js';
import { DurableAdapter } from './durable-adapter.js';
import { areSame, IndexChange, isSame } from './index-change.js';
import { LastState } from './last-state.js';
import { removeTemporaries } from '../files/durable-file.js';
import { recoverSessions } from './recover-sessions.js';
import { changeRecord, type SessionRecord } from './session-record.js';
import { decodeArchive, decodeIndex, emptyArchive, emptyIndex, type Archive, type Index } from './schema.js';

/**
 * A write costs about 12 ms at 1,000 sessions, so what changes with every keystroke is collected for this
 * long.
 */
const SAVE_SOON_MS = 500;

/** Unread and last lines of streaming chats change all the time, and can be computed from the transcripts. */
const SAVE_LATER_MS = 2000;

export interface IndexStoreOptions {
  /** The server's data directory. */
  serverDir: string;
  sessionsDir: string;
  /** Directory of sessions that are recovered from their transcripts. */
  home: string;
  /** Collects what could not be saved, and what was found damaged. */
  disk?: Disk;
}

/** Closed at once: spelling fewer takes less than a millisecond. */
const MANY = 50;

/** In the list of what is unsaved. */
const KEY = 'index';

export class IndexStore {
  #dirty = false;
  #gather: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  /** true if the pending timer fires soon enough for save('soon'). */
  #isUrgent = false;
  #isClosed = false;
  #archived: readonly SessionRecord[];
  #archivedOnDisk: readonly SessionRecord[];
  readonly #change = new IndexChange();
  readonly #writer = new CoalescedWrite(() => this.#writeFiles());

  readonly #indexFile: Low<Index>;
  readonly #archiveFile: Low<Archive>;
  readonly #lastState: LastState;
  readonly #disk: Disk;

  private constructor(indexFile: Low<Index>, archiveFile: Low<Archive>, lastState: LastState, disk: Disk) {
    this.#indexFile = indexFile;
    this.#archiveFile = archiveFile;
    this.#lastState = lastState;
    this.#disk = disk;
    this.#archived = archiveFile.data.sessions;
    this.#archivedOnDisk = this.#archived;
  }

  /**
   * Rejects with a UserError for files of a newer qmux, or that can be made readable; they stay as they are.
   */
  static async open(options: IndexStoreOptions): Promise<IndexStore> {
    const { serverDir, sessionsDir, home, disk = openDisk() } = options;
    ensureDirectory(serverDir);
    ensureDirectory(sessionsDir);
    await removeTemporaries(serverDir, disk.files);
    const index = new DurableAdapter<Index>({
      file: join(serverDir, 'index.json'),
      decode: decodeIndex,
      disk,
    });
    const archive = new DurableAdapter<Archive>({
      file: join(serverDir, 'archive.json'),
      decode: decodeArchive,
      disk,
    });
    const indexFile = new Low(index, emptyIndex());
    const archiveFile = new Low(archive, emptyArchive());
    await Promise.all([indexFile.read(), archiveFile.read()]);
    const store = new IndexStore(
      indexFile,
      archiveFile,
      new LastState(join(serverDir, 'last-state.json'), disk),
      disk,
    );
    for (const problem of [...index.problems, ...archive.problems]) disk.damage.add(problem);
    store.#takeNewerState();
    store.#change.note(store.index);
    store.#dropReopened();
    // The archive says which folders belong to closed sessions; if it is lost too, nothing does.
    await store.#recover({ sessionsDir, home, asOpen: index.lost && !archive.lost });
    store.#settleNumbers();
    if (disk.damage.all.length > 0) store.save('soon');
    return store;
  }

  /** Open sessions, layout, view. Its fields are set, then saved; the sessions themselves are values. */
  get index(): Index {
    return this.#indexFile.data;
  }

  /** Closed sessions, the one closed last at the end. */
  get archive(): readonly SessionRecord[] {
    return this.#archived;
  }

  /**
   * Takes over the closed sessions as they are now; nothing is written before the next save.
   */
  replaceArchive(sessions: readonly SessionRecord[]): void {
    if (!areSame(sessions, this.#archived)) this.#archived = [...sessions];
  }

  /**
   * gather: brings index and archive up to date. From now on called before each write, whatever has changed.
   */
  follow(gather: () => void): void {
    this.#gather = gather;
  }

  /**
   * now: what is drawn next is on its way to disk when this returns (it survives kill -9), and a durable
   * write begins, unless nothing of it is new; soon: a durable write within 500 ms, with whatever else
   * changes; later: within 2 s.
   */
  save(when: 'now' | 'soon' | 'later'): void {
    if (this.#isClosed) return;
    this.#dirty = true;
    if (when === 'now' && this.#hasChanged()) {
      this.#writeState();
      this.#writeUnasked();
      return;
    }
    if (when === 'later') return this.#startTimer(SAVE_LATER_MS, { isUrgent: false });
    if (!this.#isUrgent) this.#stopTimer();
    this.#startTimer(SAVE_SOON_MS, { isUrgent: true });
  }

  /** Resolves when every change announced by save would survive a power cut. Rejects with a UserError. */
  async flush(): Promise<void> {
    this.#stopTimer();
    await this.#writer.idle();
    if (!this.#dirty) return;
    this.#stopTimer();
    try {
      await this.#writer.request();
    } catch (error) {
      this.#tellUnsaved(error);
      throw diskFailure('the list of sessions cannot be saved', error);
    }
  }

  /**
   * Flushes, and does not retry after a failure. Rejects with a UserError. What changes later is not saved:
   * another server may be the one who writes by then.
   */
  async close(): Promise<void> {
    try {
      do await this.flush();
      while (this.#dirty);
    } finally {
      this.#isClosed = true;
      this.#stopTimer();
    }
  }

  /** At 1,000 sessions a write takes longer than all that a client waits for when it attaches. */
  #hasChanged(): boolean {
    this.#gather();
    return !areSame(this.#archived, this.#archivedOnDisk) || !this.#change.isKnown(this.index);
  }

  #writeState(): void {
    this.index.saves++;
    try {
      this.#lastState.write({
        index: this.index,
        closed: this.#unwritten(),
        left: this.#leaving().map(({ id }) => id),
      });
      this.#change.note(this.index);
    } catch (error) {
      this.#tellUnsaved(error);
    }
  }

  #writeUnasked(): void {
    this.#stopTimer();
    this.#writer.request().catch((error: unknown) => this.#tellUnsaved(error));
  }

  #tellUnsaved(error: unknown): void {
    this.#disk.unsaved.failed({
      key: KEY,
      what: 'the list of sessions',
      error,
      retry: () => this.#writer.request(),
    });
  }

  #startTimer(delayMs: number, { isUrgent }: { isUrgent: boolean }): void {
    if (this.#timer) return;
    this.#isUrgent = isUrgent;
    this.#timer = setTimeout(() => this.#writeUnasked(), delayMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Sessions that move to the archive are written there first; those that leave it are removed there last.
   */
  async #writeFiles(): Promise<void> {
    this.#dirty = false;
    // Spelling them once more is work for a turn of its own; what is drawn next is on its way already.
    if (this.index.sessions.length > MANY || this.#unwritten().length > MANY) await nextTurn();
    this.#gather();
    if (!this.#change.isKnown(this.index)) {
      // A last state that is still there is older, and says nothing of this one.
      this.index.saves++;
      this.#change.forget();
    }
    try {
      while (this.#unwritten().length > 0) {
        await this.#writeArchive([...this.#leaving(), ...this.#archived]);
      }
      const settled = this.#archived;
      // lowdb takes the state at this call; what changes while it is written is announced by another save.
      await this.#indexFile.write();
      if (!areSame(settled, this.#archivedOnDisk)) await this.#writeArchive(settled);
      if (this.#dirty) return;
      this.#lastState.remove();
      this.#disk.unsaved.saved(KEY);
    } catch (error) {
      this.#dirty = true;
      throw error;
    }
  }

  /** Sessions that are missing in the archive on disk, or different there. */
  #unwritten(): SessionRecord[] {
    if (this.#archived === this.#archivedOnDisk) return [];
    const onDisk = new Map(this.#archivedOnDisk.map((session) => [session.id, session]));
    return this.#archived.filter((session) => !isSame(session, onDisk.get(session.id)));
  }

  /** Sessions that are in the archive on disk only: they were reopened or deleted. */
  #leaving(): SessionRecord[] {
    if (this.#archived === this.#archivedOnDisk) return [];
    const now = idsOf(this.#archived);
    return this.#archivedOnDisk.filter(({ id }) => !now.has(id));
  }

  async #writeArchive(sessions: readonly SessionRecord[]): Promise<void> {
    this.#archiveFile.data.sessions = [...sessions];
    await this.#archiveFile.write();
    this.#archivedOnDisk = sessions;
  }

  /** What a killed server had shown but not yet durably written. */
  #takeNewerState(): void {
    const state = this.#lastState.find(this.index.saves);
    if (!state) return;
    const others = new Set(state.left);
    // As new as the index: the server was killed before it wrote the archive without those that left it.
    if (state.index.saves > this.index.saves) {
      this.#indexFile.data = state.index;
      for (const { id } of state.closed) others.add(id);
      this.#archived = [...this.#archived.filter(({ id }) => !others.has(id)), ...state.closed];
    } else this.#archived = this.#archived.filter(({ id }) => !others.has(id));
  }

  /** A crash between the two writes of a reopening leaves a session in both files: then it is open. */
  #dropReopened(): void {
    const open = idsOf(this.index.sessions);
    if (this.#archived.some((session) => open.has(session.id)))
      this.#archived = this.#archived.filter((session) => !open.has(session.id));
  }

  async #recover(options: { sessionsDir: string; home: string; asOpen: boolean }): Promise<void> {
    const { sessionsDir, home, asOpen } = options;
    const disk = this.#disk;
    const recovered = await recoverSessions({ sessionsDir, known: this.#knownIds(), cwd: home, disk });
    if (recovered.length === 0) return;
    const archivedAt = disk.now();
    if (asOpen) this.index.sessions = [...this.index.sessions, ...recovered];
    else this.#archived = [...this.#archived, ...recovered.map((session) => ({ ...session, archivedAt }))];
    const chats = recovered.filter(({ kind }) => kind === 'chat').length;
    const counts = [
      ...(chats > 0 ? [`${chats} ${chats === 1 ? 'chat' : 'chats'}`] : []),
      ...(chats < recovered.length
        ? [`${recovered.length - chats} ${recovered.length - chats === 1 ? 'program' : 'programs'}`]
        : []),
    ];
    disk.damage.add(
      `${counts.join(' and ')} recovered from ${recovered.length === 1 ? 'its folder' : 'their folders'}${asOpen ? '' : ' as archived (listed with --all)'}`,
    );
  }

  #knownIds(): Set<string> {
    return new Set([...idsOf(this.index.sessions), ...idsOf(this.#archived)]);
  }

  /**
   * Gives each open session a unique number and name: a recovered or damaged one may have those of another.
   */
  #settleNumbers(): void {
    const { sessions } = this.index;
    const numbers = new Set<number>();
    const names = new Set<string>();
    const keepsNumber = sessions.map(({ number }) => {
      const keeps = number > 0 && !numbers.has(number);
      if (keeps) numbers.add(number);
      return keeps;
    });
    this.index.sessions = sessions.map((session, position) => {
      const number = keepsNumber[position] ? session.number : firstFree(1, (each) => numbers.has(each));
      numbers.add(number);
      const isTaken = (name: string): boolean => names.has(name.toLowerCase());
      const name = isTaken(session.name)
        ? `${session.name}-${firstFree(2, (suffix) => isTaken(`${session.name}-${suffix}`))}`
        : session.name;
      names.add(name.toLowerCase());
      return changeRecord<SessionRecord>(session, { number, name });
    });
  }
}

const idsOf = (sessions: readonly SessionRecord[]): Set<string> =>
  new Set(sessions.map((session) => session.id));

function firstFree(from: number, isTaken: (number: number) => boolean): number {
  let number = from;
  while (isTaken(number)) number++;
  return number;
}
