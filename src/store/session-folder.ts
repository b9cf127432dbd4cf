// One session's folder: its transcript, its draft, what a program is, its last screen with its scrollback.
// Owns the folder. Leaves the transcript to transcript-log.ts, texts to kept-text.ts, the screen to
// saved-screen.ts.
// Invariants: opening, loading and saving never throw, failures are reported to the disk; a folder that is
// being removed never comes back, not even after a crash in between.

import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Attached } from '../chat/context/attached.js';
import type { StashedDraft } from '../chat/ports.js';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import { diskFailure } from '../files/disk-failure.js';
import { UserError } from '../text/user-error.js';
import { ensureDirectory } from '../paths/paths.js';
import type { Disk } from '../files/disk.js';
import { removeOldTemporariesNow, syncDirectory } from '../files/durable-file.js';
import { KeptText } from './kept-text.js';
import { loadTranscript, readForLoading, type LoadedTranscript } from './load-transcript.js';
import { SavedScreen, type LinesToSave, type LoadedScreen } from './saved-screen.js';
import type { SessionRecord } from './session-record.js';
import { formatSessionFile } from './session-file.js';
import { formatList, parsePrinted, parseStash } from './stash-file.js';
import { TranscriptLog } from './transcript-log.js';

/** Ids have no dot, so no session's folder can have such a name. */
const REMOVED = '.removed';

export interface SessionFolderOptions {
  sessionsDir: string;
  id: string;
  disk: Disk;
}

/** What stands in and beside a prompt, and was not sent. */
export interface Unsent {
  draft: string;
  stash: readonly StashedDraft[];
  printed: readonly Attached[];
}

export const NOTHING_UNSENT: Unsent = { draft: '', stash: [], printed: [] };

export class SessionFolder {
  readonly path: string;
  readonly transcript: TranscriptLog;
  readonly #draft: KeptText;
  readonly #stash: KeptText;
  readonly #printed: KeptText;
  readonly #facts: KeptText;
  readonly #screen: SavedScreen;
  #parents: Promise<void> | undefined;
  #isRemoved = false;

  readonly #options: SessionFolderOptions;

  private constructor(options: SessionFolderOptions) {
    this.#options = options;
    const { sessionsDir, id, disk } = options;
    this.path = join(sessionsDir, id);
    const syncParents = (): Promise<void> => this.#syncParents();
    const makeFolder = (): void => this.#make();
    this.transcript = TranscriptLog.open(transcriptIn(this.path), {
      disk,
      files: disk.files,
      id,
      owner: this,
      syncParents,
      makeFolder,
    });
    const text = (name: string, what: string): KeptText =>
      new KeptText({
        file: join(this.path, name),
        key: `${id}/${name}`,
        what: () => `${what} of ${disk.nameSession(id)}`,
        disk,
        owner: this,
        syncParents,
        makeFolder,
      });
    this.#draft = text('draft.txt', 'draft');
    this.#stash = text('stash.json', 'stash');
    this.#printed = text('printed.json', 'output for the next question');
    this.#facts = text(SESSION_FILE, 'description');
    this.#screen = new SavedScreen({ folder: this.path, id, disk, owner: this, syncParents, makeFolder });
  }

  /**
   * Creates the folder if there is none. While something of it is unsaved, the same object is returned again.
   */
  static open(options: SessionFolderOptions): SessionFolder {
    const { disk, id } = options;
    const kept = disk.unsaved.owner(`${id}/`);
    if (kept instanceof SessionFolder) return kept;
    const folder = new SessionFolder(options);
    try {
      folder.#make();
      removeOldTemporariesNow(folder.path, disk.files);
    } catch (error) {
      // Everything saved in it will fail, and waits in memory.
      disk.damage.add(
        `${disk.nameSession(id)} has no folder: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    return folder;
  }

  loadTranscript(): LoadedTranscript {
    const { disk, id } = this.#options;
    return loadTranscript(transcriptIn(this.path), { disk, id, unwritten: this.transcript.unwritten });
  }

  /** In bytes; 0: there is none, or it cannot be examined. */
  get transcriptSize(): number {
    try {
      return statSync(transcriptIn(this.path)).size;
    } catch {
      return 0;
    }
  }

  /** As loadTranscript(), for a long one: in the short steps that it resolves with. */
  readTranscript(): ReturnType<typeof readForLoading> {
    const { disk, id } = this.#options;
    const { unwritten } = this.transcript;
    return readForLoading(transcriptIn(this.path), { disk, id, unwritten });
  }

  /** Only to a transcript that has begun; a refusal is reported elsewhere. */
  appendToBegun(records: readonly TranscriptRecord[]): void {
    if (existsSync(transcriptIn(this.path))) this.transcript.append(records);
  }

  /** Resolves when this text, or a newer one, would survive a power cut (or waits in memory). */
  saveDraft(text: string): Promise<void> {
    return this.#draft.save(text);
  }

  /** Empty: none was saved. */
  loadDraft(): string {
    return this.#draft.load() ?? '';
  }

  /** Drafts that were put aside. As saveDraft. */
  saveStash(drafts: readonly StashedDraft[]): Promise<void> {
    return this.#stash.save(formatList(drafts));
  }

  loadStash(): StashedDraft[] {
    return parseStash(this.#stash.load() ?? '');
  }

  /** Outputs of commands for the next question. As saveDraft. */
  savePrinted(printed: readonly Attached[]): Promise<void> {
    return this.#printed.save(formatList(printed));
  }

  loadPrinted(): Attached[] {
    return parsePrinted(this.#printed.load() ?? '');
  }

  loadUnsent(): Unsent {
    return { draft: this.loadDraft(), stash: this.loadStash(), printed: this.loadPrinted() };
  }

  /** Resolves when all of it would survive a power cut (or waits in memory). */
  async saveUnsent({ draft, stash, printed }: Unsent): Promise<void> {
    await Promise.all([this.saveDraft(draft), this.saveStash(stash), this.savePrinted(printed)]);
  }

  /** What the session is, for the day when it is in no index. As saveDraft. */
  saveFacts(record: SessionRecord): Promise<void> {
    return this.#facts.save(formatSessionFile(record));
  }

  /** As SavedScreen.save. */
  saveScreen(screen: string, lines: LinesToSave, options: { printing: boolean }): Promise<void> {
    return this.#screen.save(screen, lines, options);
  }

  /** undefined: none was saved. */
  loadScreen(): LoadedScreen | undefined {
    return this.#screen.load();
  }

  /** Resolves when everything is on disk or waits in memory, where it is still retried. */
  async close(): Promise<void> {
    await Promise.all([
      this.transcript.close(),
      this.#draft.idle(),
      this.#stash.idle(),
      this.#printed.idle(),
      this.#facts.idle(),
      this.#screen.idle(),
    ]);
  }

  /**
   * It becomes the folder of another session, durably; this object is of no use any more. Rejects with a
   * UserError: it stays where it is.
   */
  async moveTo(id: string): Promise<SessionFolder> {
    const { sessionsDir, disk } = this.#options;
    await this.close();
    if (disk.unsaved.owner(`${this.#options.id}/`) !== undefined)
      throw new UserError(
        `what ${disk.nameSession(this.#options.id)} holds is not saved yet; wait until it is`,
      );
    try {
      await disk.files.rename(this.path, join(sessionsDir, id));
    } catch (error) {
      throw diskFailure('the conversation cannot be moved', error);
    }
    this.#isRemoved = true;
    await syncDirectory(sessionsDir, disk.files).catch(() => undefined);
    return SessionFolder.open({ ...this.#options, id });
  }

  /** Throws a UserError. */
  #make(): void {
    if (this.#isRemoved) return;
    ensureDirectory(this.path);
  }

  /** Removes the folder for good; texts saved after this are dropped. Rejects with errors of the disk. */
  async remove(): Promise<void> {
    const { files } = this.#options.disk;
    // Renamed first: a crash during the removal leaves no half session to be recovered.
    await this.close();
    await files.rename(this.path, this.path + REMOVED);
    this.#isRemoved = true;
    this.transcript.discard();
    this.#draft.stop();
    this.#stash.stop();
    this.#printed.stop();
    this.#facts.stop();
    this.#screen.stop();
    // Only after this does the removal survive a power cut.
    await syncDirectory(dirname(this.path), files);
    await rm(this.path + REMOVED, { recursive: true, force: true });
  }

  /** For a new folder, once: its own entry, and that of the directory of sessions. */
  #syncParents(): Promise<void> {
    const { files } = this.#options.disk;
    this.#parents ??= syncDirectory(dirname(this.path), files).catch((error: unknown) => {
      this.#parents = undefined;
      throw error;
    });
    return this.#parents;
  }
}

export const transcriptIn = (folderPath: string): string => join(folderPath, 'transcript.jsonl');

/** What a program's folder says about it. */
export const SESSION_FILE = 'session.json';

/** A folder whose removal was interrupted by a crash. */
export const isRemovedFolder = (name: string): boolean => name.endsWith(REMOVED);
