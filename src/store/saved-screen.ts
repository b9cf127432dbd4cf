// A program's last screen and the lines above it, in two files: the screen in full each time, of the lines
// only new ones. Owns both files and which lines belong to which screen. Leaves what the text means to
// terminal/.
// Invariant: after any crash, what is loaded is a screen with lines above it as they were at one moment;
// lines that the screen's own header does not count are not loaded. Neither throws: what fails waits in
// memory, damage is reported.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { withOpenFile, writeAll } from '../files/file-port.js';
import { readRegularFileNow, UnreadableFile } from '../files/read-file.js';
import { CoalescedWrite } from '../files/coalesced-write.js';
import type { Disk } from '../files/disk.js';
import { causeOf } from '../files/disk-failure.js';
import { writeDurably, writeWhole } from '../files/durable-file.js';
import { setAsideNow } from '../files/set-aside.js';

/** Lines above a screen, numbered from the first that the program ever printed. */
export interface LinesToSave {
  first: number;
  /** Number of the line with which the screen begins. */
  end: number;
  /** Lines from a number on, each ended by LF, valid until the program prints again. */
  read(from: number): readonly Uint8Array[];
}

export interface LoadedScreen {
  screen: string;
  /** Each ended by LF. */
  lines: Uint8Array;
  /** Number of the first of them. */
  first: number;
}

/**
 * More new lines than this wait until a printing program is quiet: in a flood most would be written in vain.
 */
const PRINTING_LINES = 1_000;
/** Unreachable lines may be this many times the reachable ones before the file is rewritten. */
const STALE_SHARE = 1;
const LEAST_STALE_LINES = 10_000;
const LF = 0x0a;

// oxlint-disable-next-line no-control-regex -- an APC string, which a terminal swallows
const SCREEN_HEADER = /^\x1b_qmux screen (\d+);(\d+);(\d+)\x1b\\/;
// oxlint-disable-next-line no-control-regex -- as above; files without it were written before it was
const SCREEN_LENGTH = /^\x1b_qmux length (\d+)\x1b\\/;
const LINES_HEADER = /^qmux scrollback (\d+);(\d+)\n/;
const VERSION = 1;

/** Many times the largest scrollback that the options allow. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/**
 * New lines of a printing program that wait for room on the disk; beyond it everything is rewritten once
 * there is room.
 */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

interface SavedScreenOptions {
  folder: string;
  /** Of the session. */
  id: string;
  disk: Disk;
  owner: object;
  /** Resolves when the folder would survive a power cut. */
  syncParents(): Promise<void>;
  /** Before a save is retried: somebody may have removed it. Throws if it cannot be created. */
  makeFolder(): void;
}

/** Which lines must be written: all of them, or those after the ones in the file. */
interface Waiting {
  anew: boolean;
  pieces: Uint8Array[];
}

export class SavedScreen {
  readonly #screenFile: string;
  readonly #linesFile: string;
  readonly #writer = new CoalescedWrite(() => this.#write());
  #stopped = false;
  #screen = '';
  #isPrinting = false;
  /**
   * The contents of the file of lines once everything waiting is written; undefined: it must be rewritten.
   */
  #kept: { first: number; end: number } | undefined;
  /** Size of the file of lines as far as it is known to be good: more lines are written from there. */
  #linesBytes = 0;
  #waiting: Waiting = { anew: false, pieces: [] };
  /** Files that could not be read, or that a newer qmux wrote: the first may be renamed, the second stay. */
  readonly #foreign = new Set<string>();
  #refusal: string | undefined;

  readonly #options: SavedScreenOptions;

  constructor(options: SavedScreenOptions) {
    this.#options = options;
    this.#screenFile = join(options.folder, 'screen.txt');
    this.#linesFile = join(options.folder, 'scrollback.txt');
  }

  /**
   * Resolves when this screen, or a newer one, would survive a power cut (or waits in memory). printing: more
   * will follow soon, so many new lines may wait, and the screen need only survive this process.
   */
  async save(screen: string, lines: LinesToSave, options: { printing: boolean }): Promise<void> {
    if (this.#stopped || this.#refusal !== undefined) return;
    this.#screen = formatScreen(screen, lines);
    this.#isPrinting = options.printing;
    this.#takeLines(lines, options);
    try {
      await this.#writer.request();
    } catch (error) {
      const { id, disk, owner } = this.#options;
      if (this.#stopped) return;
      disk.unsaved.failed({
        key: this.#key,
        what: `screen of ${disk.nameSession(id)}`,
        error,
        owner,
        retry: () => this.#retry(),
      });
    }
  }

  /** undefined: none was saved, or it cannot be read. */
  load(): LoadedScreen | undefined {
    const bytes = this.#read(this.#screenFile, 'screen');
    if (!bytes) return undefined;
    const text = bytes.toString('utf8');
    const header = SCREEN_HEADER.exec(text);
    if (header && Number(header[1]) > VERSION) return this.#refuse(this.#screenFile, Number(header[1]));
    if (text === '' || text.includes('\0')) {
      this.#tellDamage(this.#screenFile, 'screen', 'is damaged');
      return undefined;
    }
    // Written before lines had a file of their own; where they have one, this is something else.
    if (!header && existsSync(this.#linesFile)) {
      this.#tellDamage(this.#screenFile, 'screen', 'is damaged');
      return undefined;
    }
    if (!header) return { screen: text, lines: new Uint8Array(0), first: 0 };
    const screen = this.#checkLength(text.slice(header[0].length));
    return { screen, ...this.#loadLines(Number(header[2]), Number(header[3])) };
  }

  idle(): Promise<void> {
    return this.#writer.idle();
  }

  stop(): void {
    this.#stopped = true;
    this.#options.disk.unsaved.saved(this.#key);
  }

  get #session(): string {
    return this.#options.disk.nameSession(this.#options.id);
  }

  get #key(): string {
    return `${this.#options.id}/screen`;
  }

  #takeLines(lines: LinesToSave, { printing }: { printing: boolean }): void {
    const kept = this.#kept;
    const stale = kept ? Math.max(0, lines.first - kept.first) : 0;
    const mostStale = Math.max(LEAST_STALE_LINES, (lines.end - lines.first) * STALE_SHARE);
    const fits = kept && kept.end >= lines.first && kept.end <= lines.end && stale <= mostStale;
    if (printing && lines.end - Math.max(kept?.end ?? 0, lines.first) > PRINTING_LINES) return;
    if (fits && kept.end === lines.end) return;
    if (fits) {
      // Copied: the pieces are the emulator's.
      this.#waiting.pieces.push(Buffer.concat(lines.read(kept.end)));
      this.#kept = { first: kept.first, end: lines.end };
      return;
    }
    const header = Buffer.from(`qmux scrollback ${VERSION};${lines.first}\n`);
    this.#waiting = { anew: true, pieces: [Buffer.concat([header, ...lines.read(lines.first)])] };
    this.#kept = { first: lines.first, end: lines.end };
  }

  async #retry(): Promise<void> {
    this.#options.makeFolder();
    await this.#writer.request();
  }

  /** The lines first: a screen never counts lines that are not on disk. */
  async #write(): Promise<void> {
    const { disk, syncParents } = this.#options;
    const { files } = disk;
    for (const file of this.#foreign) setAsideNow(disk, file);
    this.#foreign.clear();
    const taken = this.#waiting;
    const screen = this.#screen;
    this.#waiting = { anew: false, pieces: [] };
    try {
      if (taken.anew || taken.pieces.length > 0) await this.#writeLines(taken);
    } catch (error) {
      this.#putBack(taken);
      throw error;
    }
    if (this.#isPrinting) await writeWhole(this.#screenFile, screen, files);
    else await writeDurably(this.#screenFile, screen, { files });
    await syncParents();
    if (screen === this.#screen) disk.unsaved.saved(this.#key);
  }

  async #writeLines({ anew, pieces }: Waiting): Promise<void> {
    const { files } = this.#options.disk;
    const bytes = Buffer.concat(pieces);
    if (anew) {
      await writeDurably(this.#linesFile, bytes, { files });
      this.#linesBytes = bytes.length;
      return;
    }
    // At the end of the good part, not of the file: a write that failed may have left a part of itself there.
    const at = this.#linesBytes;
    await withOpenFile(files, { path: this.#linesFile, flags: 'r+' }, async (descriptor) => {
      await writeAll(files, descriptor, bytes, at);
      await files.truncate(descriptor, at + bytes.length);
      await files.sync(descriptor);
    });
    this.#linesBytes = at + bytes.length;
  }

  /** Before what arrived meanwhile, unless that is all there is. */
  #putBack(failed: Waiting): void {
    if (this.#waiting.anew) return;
    this.#waiting = { anew: failed.anew, pieces: [...failed.pieces, ...this.#waiting.pieces] };
    if (failed.anew || sizeOf(this.#waiting.pieces) <= MAX_WAITING_BYTES) return;
    this.#waiting = { anew: false, pieces: [] };
    this.#kept = undefined;
  }

  #loadLines(first: number, end: number): { lines: Uint8Array; first: number } {
    const bytes = this.#read(this.#linesFile, 'scrollback');
    const header = bytes ? LINES_HEADER.exec(bytes.toString('latin1', 0, 64)) : null;
    if (header && Number(header[1]) > VERSION) this.#refuse(this.#linesFile, Number(header[1]));
    if (!bytes || !header || this.#refusal !== undefined) {
      if (bytes && !header) this.#tellDamage(this.#linesFile, 'scrollback', 'is damaged');
      else if (!bytes && end > first && !this.#foreign.has(this.#linesFile))
        this.#tellLost(`scrollback of ${this.#session} is lost (${this.#linesFile})`);
      return { lines: new Uint8Array(0), first: end };
    }
    const fileFirst = Number(header[2]);
    let number = fileFirst;
    let at = header[0].length;
    let from = at;
    while (number < end) {
      const found = bytes.indexOf(LF, at);
      if (found === -1) break;
      at = found + 1;
      number++;
      if (number <= first) from = at;
    }
    if (number < end)
      this.#tellLost(
        `scrollback of ${this.#session} lacks its last ${end - number} lines (${this.#linesFile})`,
      );
    else if (bytes.subarray(from, at).includes(0))
      this.#tellDamage(this.#linesFile, 'scrollback', 'is damaged in places');
    else if (at === bytes.length) {
      this.#kept = { first: fileFirst, end };
      this.#linesBytes = at;
    }
    return { lines: bytes.subarray(from, at), first: Math.min(number, Math.max(fileFirst, first)) };
  }

  #read(file: string, what: string): Buffer | undefined {
    try {
      return readRegularFileNow(file, { maxBytes: MAX_FILE_BYTES });
    } catch (error) {
      const isMendable = error instanceof UnreadableFile && error.isMendable;
      const reason = error instanceof Error ? error.message : String(error);
      if (isMendable) {
        this.#foreign.add(file);
        this.#tellLost(`${what} of ${this.#session} cannot be loaded: ${reason}`);
      } else this.#tellDamage(file, what, `is lost: ${reason}`);
      return undefined;
    }
  }

  #checkLength(text: string): string {
    const length = SCREEN_LENGTH.exec(text);
    if (!length) return text;
    const screen = text.slice(length[0].length);
    if (Buffer.byteLength(screen) !== Number(length[1]))
      this.#tellLost(`screen of ${this.#session} is incomplete (${this.#screenFile})`);
    return screen;
  }

  /** Reported, and set aside: the next save rewrites it. */
  #tellDamage(file: string, what: string, fault: string): void {
    const { disk } = this.#options;
    try {
      disk.damage.add(`${what} of ${this.#session} ${fault}; set aside as ${setAsideNow(disk, file)}`);
    } catch (error) {
      this.#foreign.add(file);
      disk.damage.add(
        `${what} of ${this.#session} ${fault}; it stays where it is: ${causeOf(error).long} (${file})`,
      );
    }
  }

  #tellLost(text: string): void {
    this.#options.disk.damage.add(text);
  }

  /** Nothing is written over it. */
  #refuse(file: string, version: number): undefined {
    const message = `${file} was written by a newer qmux (version ${version}); this one neither shows nor saves that screen`;
    this.#refusal = message;
    this.#options.disk.damage.add(message);
    return undefined;
  }
}

function formatScreen(screen: string, { first, end }: LinesToSave): string {
  const length = Buffer.byteLength(screen);
  return `\x1b_qmux screen ${VERSION};${first};${end}\x1b\\\x1b_qmux length ${length}\x1b\\${screen}`;
}

const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);
