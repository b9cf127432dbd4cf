// A program's last screen and the lines above it, in two files: the screen whole each time, of the lines only new ones.
// Owns both files and which lines of the one belong to the other. Leaves what the text means to terminal/.
// Invariant: at any crash what is loaded is a screen with lines above it as they were at one moment; lines that the
// screen's own header does not count are not loaded. A save never throws: what fails is told to onProblem.

import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { CoalescedWrite } from './coalesced-write.js';
import { diskFailure } from './disk-failure.js';
import { writeDurably, writeWhole } from './durable-file.js';

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

/** More new lines than this wait until a printing program is quiet: in a flood most would be written in vain. */
const PRINTING_LINES = 1_000;
/** Lines that are out of reach may make up this many times those in reach, before the file is written anew. */
const STALE_SHARE = 1;
const LEAST_STALE_LINES = 10_000;
const LF = 0x0a;

// oxlint-disable-next-line no-control-regex -- an APC string, which a terminal swallows
const SCREEN_HEADER = /^\u001b_qmux screen 1;(\d+);(\d+)\u001b\\/;
const LINES_HEADER = /^qmux scrollback 1;(\d+)\n/;

export class SavedScreen {
  readonly #screenFile: string;
  readonly #linesFile: string;
  readonly #complaint: string;
  readonly #onProblem: (message: string) => void;
  readonly #writer = new CoalescedWrite(() => this.#write());
  #stopped = false;
  #screen = '';
  #isPrinting = false;
  /** What the file of lines holds, once all that waits is written; undefined: it must be written anew. */
  #kept: { first: number; end: number } | undefined;
  #waiting: { anew: boolean; pieces: Uint8Array[] } = { anew: false, pieces: [] };

  constructor(options: { folder: string; complaint: string; onProblem: (message: string) => void }) {
    this.#screenFile = join(options.folder, 'screen.txt');
    this.#linesFile = join(options.folder, 'scrollback.txt');
    this.#complaint = options.complaint;
    this.#onProblem = options.onProblem;
  }

  /**
   * Resolves when this screen, or a newer one, would survive a power cut (or could not be saved).
   * printing: more will come soon, so many new lines may wait, and the screen need only outlive this process.
   */
  async save(screen: string, lines: LinesToSave, options: { printing: boolean }): Promise<void> {
    if (this.#stopped) return;
    this.#screen = `\u001b_qmux screen 1;${lines.first};${lines.end}\u001b\\${screen}`;
    this.#isPrinting = options.printing;
    this.#takeLines(lines, options);
    try {
      await this.#writer.request();
    } catch (error) {
      // What was written of the lines is unknown.
      this.#kept = undefined;
      this.#onProblem(diskFailure(this.#complaint, error).message);
    }
  }

  /** undefined: none was saved. */
  load(): LoadedScreen | undefined {
    const text = readOptional(this.#screenFile)?.toString('utf8');
    if (text === undefined) return undefined;
    const header = SCREEN_HEADER.exec(text);
    // Written before lines had a file of their own.
    if (!header) return { screen: text, lines: new Uint8Array(0), first: 0 };
    const [first, end] = [Number(header[1]), Number(header[2])];
    return { screen: text.slice(header[0].length), ...this.#loadLines(first, end) };
  }

  idle(): Promise<void> {
    return this.#writer.idle();
  }

  stop(): void {
    this.#stopped = true;
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
    const header = Buffer.from(`qmux scrollback 1;${lines.first}\n`);
    this.#waiting = { anew: true, pieces: [Buffer.concat([header, ...lines.read(lines.first)])] };
    this.#kept = { first: lines.first, end: lines.end };
  }

  /** The lines first: a screen never counts lines that are not on disk. */
  async #write(): Promise<void> {
    const { anew, pieces } = this.#waiting;
    const screen = this.#screen;
    const write = this.#isPrinting ? writeWhole : writeDurably;
    this.#waiting = { anew: false, pieces: [] };
    if (anew) await writeDurably(this.#linesFile, Buffer.concat(pieces));
    else if (pieces.length > 0) await append(this.#linesFile, Buffer.concat(pieces));
    await write(this.#screenFile, screen);
  }

  #loadLines(first: number, end: number): { lines: Uint8Array; first: number } {
    const bytes = readOptional(this.#linesFile);
    const header = bytes ? LINES_HEADER.exec(bytes.toString('latin1', 0, 64)) : null;
    if (!bytes || !header) return { lines: new Uint8Array(0), first: end };
    const fileFirst = Number(header[1]);
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
    if (number === end && at === bytes.length) this.#kept = { first: fileFirst, end };
    return { lines: bytes.subarray(from, at), first: Math.min(number, Math.max(fileFirst, first)) };
  }
}

async function append(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'a', 0o600);
  try {
    // FileHandle.writeFile goes on after a short write.
    await handle.writeFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

function readOptional(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
