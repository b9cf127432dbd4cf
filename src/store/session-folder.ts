// One session's folder: its transcript, its draft, and a program's last screen with its scrollback.
// Owns the folder and its draft. Leaves the transcript to transcript-log.ts, the screen to saved-screen.ts.
// Invariants: a save never throws, what fails is told to onProblem; a folder that is being removed never comes back,
// also not by a crash in between.

import { readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureDirectory } from '../log/paths.js';
import { CoalescedWrite } from './coalesced-write.js';
import { diskFailure } from './disk-failure.js';
import { syncDirectory, writeDurably } from './durable-file.js';
import { readTranscript, type Transcript } from './read-transcript.js';
import { SavedScreen, type LinesToSave, type LoadedScreen } from './saved-screen.js';
import { TranscriptLog } from './transcript-log.js';

/** Ids have no dot, so no session's folder can be called so. */
const REMOVED = '.removed';

export interface SessionFolderOptions {
  sessionsDir: string;
  id: string;
  /** message: lower case, for the user: what could not be saved. */
  onProblem: (message: string) => void;
}

export class SessionFolder {
  readonly path: string;
  readonly transcript: TranscriptLog;
  private readonly draft: KeptText;
  private readonly screen: SavedScreen;

  private constructor({ sessionsDir, id, onProblem }: SessionFolderOptions) {
    this.path = join(sessionsDir, id);
    this.transcript = TranscriptLog.open(transcriptIn(this.path), {
      onProblem: (error) => onProblem(error.message),
    });
    this.draft = new KeptText(
      join(this.path, 'draft.txt'),
      `draft of session ${id} cannot be saved`,
      onProblem,
    );
    this.screen = new SavedScreen({
      folder: this.path,
      complaint: `screen of session ${id} cannot be saved`,
      onProblem,
    });
  }

  /** Makes the folder where there is none. Throws a UserError when it cannot. */
  static open(options: SessionFolderOptions): SessionFolder {
    const folder = new SessionFolder(options);
    ensureDirectory(folder.path);
    return folder;
  }

  readTranscript(): Transcript {
    return readTranscript(transcriptIn(this.path));
  }

  /** Resolves when this text, or a newer one, would survive a power cut (or could not be saved). */
  saveDraft(text: string): Promise<void> {
    return this.draft.save(text);
  }

  /** Empty: none was saved. */
  loadDraft(): string {
    return this.draft.load() ?? '';
  }

  /** As SavedScreen.save. */
  saveScreen(screen: string, lines: LinesToSave, options: { printing: boolean }): Promise<void> {
    return this.screen.save(screen, lines, options);
  }

  /** undefined: none was saved. */
  loadScreen(): LoadedScreen | undefined {
    return this.screen.load();
  }

  /** Resolves when everything is on disk. Rejects with a UserError where the transcript cannot be synced. */
  async close(): Promise<void> {
    await Promise.all([this.transcript.close(), this.draft.idle(), this.screen.idle()]);
  }

  /** Removes the folder for good; texts saved after this are dropped. */
  async remove(): Promise<void> {
    this.draft.stop();
    this.screen.stop();
    await this.close();
    // Renamed first: a crash amid the removing leaves no half session to be recovered.
    await rename(this.path, this.path + REMOVED);
    // Not before this does a power cut leave it removed.
    await syncDirectory(dirname(this.path));
    await rm(this.path + REMOVED, { recursive: true, force: true });
  }
}

export const transcriptIn = (folderPath: string): string => join(folderPath, 'transcript.jsonl');

/** A folder whose removal a crash cut short. */
export const isRemovedFolder = (name: string): boolean => name.endsWith(REMOVED);

/** A small text file, of which only the newest state counts. */
class KeptText {
  private text = '';
  private stopped = false;
  private readonly writer = new CoalescedWrite(() => writeDurably(this.file, this.text));

  constructor(
    private readonly file: string,
    private readonly complaint: string,
    private readonly onProblem: (message: string) => void,
  ) {}

  async save(text: string): Promise<void> {
    if (this.stopped) return;
    this.text = text;
    try {
      await this.writer.request();
    } catch (error) {
      this.onProblem(diskFailure(this.complaint, error).message);
    }
  }

  load(): string | undefined {
    try {
      return readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  idle(): Promise<void> {
    return this.writer.idle();
  }

  stop(): void {
    this.stopped = true;
  }
}
