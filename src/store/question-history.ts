// All questions ever asked, for the search of Ctrl-R: `history.jsonl`, one line each, oldest first. Owns the
// file: how it is made from the transcripts when it is first wanted, how much of it is kept, and that what a
// deleted session asked is taken out. Leaves searching to chat/prompt/. Invariants: one thing after the
// other; it is never read or made before somebody searches.

import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Disk } from '../files/disk.js';
import { writeDurably } from '../files/durable-file.js';
import { withOpenFile, writeAll } from '../files/file-port.js';
import { readRegularFile } from '../files/read-file.js';
import { Pace } from '../loop/slice.js';
import { decodeOutline } from './read-transcript.js';
import { isRecord } from './shape-check.js';

const MOST_QUESTIONS = 10_000;
/** Beyond, the file is written again. */
const MOST_LINES = MOST_QUESTIONS * 1.2;
/** Larger questions are pastes, and found nowhere by a few words; the transcript has them. */
const MOST_CHARACTERS = 100_000;
const MOST_BYTES = 256 * 1024 * 1024;
/** Of a transcript that is read for it. */
const MOST_TRANSCRIPT_BYTES = 64 * 1024 * 1024;

export interface HistoryEntry {
  /** The id of the session in which it was asked. */
  session: string;
  at: number;
  text: string;
  /** Where `@` in it was typed. */
  refs?: readonly number[] | undefined;
}

export interface QuestionHistoryOptions {
  file: string;
  /** Folders of sessions, and the files of chats outside the workspace. */
  sessionsDir: string;
  chatsDir: string;
  disk: Pick<Disk, 'files'>;
  /** What went wrong; the search does without. */
  log(message: string): void;
}

export class QuestionHistory {
  #last: Promise<unknown> = Promise.resolve();

  readonly #options: QuestionHistoryOptions;

  constructor(options: QuestionHistoryOptions) {
    this.#options = options;
  }

  /** A question was asked. Never throws: its transcript has it. */
  add(entry: HistoryEntry): void {
    if (entry.text.length > MOST_CHARACTERS) return;
    const { file, disk, log } = this.#options;
    this.#inOrder(async () => {
      // One that does not exist yet is made from the transcripts, which have this question.
      if (!(await this.#exists())) return;
      const flags = constants.O_WRONLY | constants.O_APPEND;
      const bytes = Buffer.from(lineOf(entry));
      await withOpenFile(disk.files, { path: file, flags }, (descriptor) =>
        writeAll(disk.files, descriptor, bytes),
      );
    }).catch((error: unknown) => log(`a question is missing in ${file}: ${String(error)}`));
  }

  /** Oldest first. Never rejects. */
  all(): Promise<readonly HistoryEntry[]> {
    const { file, log } = this.#options;
    return this.#inOrder(() => this.#load()).catch((error: unknown) => {
      log(`${file} cannot be used: ${String(error)}`);
      return [];
    });
  }

  /** As all(), for a process that is not the server: it makes and changes nothing. */
  peek(): Promise<readonly HistoryEntry[]> {
    return this.#inOrder(async () => (await this.#read()).entries).catch(() => []);
  }

  /** Takes out what was asked in a session. Rejects with errors of the disk. */
  async forget(session: string): Promise<void> {
    await this.#inOrder(async () => {
      if (!(await this.#exists())) return;
      const { entries } = await this.#read();
      const kept = entries.filter((entry) => entry.session !== session);
      if (kept.length < entries.length) await this.#write(kept);
    });
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await this.#last;
  }

  #inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #load(): Promise<readonly HistoryEntry[]> {
    if (!(await this.#exists())) {
      const made = await this.#make();
      await this.#write(made);
      return made;
    }
    const { entries, isWhole } = await this.#read();
    const kept = entries.slice(-MOST_QUESTIONS);
    // What follows a torn line would be torn too.
    if (!isWhole || entries.length > MOST_LINES) await this.#write(kept);
    return kept;
  }

  async #exists(): Promise<boolean> {
    return access(this.#options.file).then(
      () => true,
      () => false,
    );
  }

  async #read(): Promise<{ entries: HistoryEntry[]; isWhole: boolean }> {
    const bytes = await readRegularFile(this.#options.file, { maxBytes: MOST_BYTES });
    const entries: HistoryEntry[] = [];
    if (!bytes) return { entries, isWhole: true };
    const pace = new Pace();
    for (let start = 0; start < bytes.length;) {
      const feed = bytes.indexOf('\n', start);
      const end = feed < 0 ? bytes.length : feed;
      const entry = decodeEntry(bytes.toString('utf8', start, end));
      if (entry) entries.push(entry);
      start = end + 1;
      await pace.pause();
    }
    return { entries, isWhole: bytes.length === 0 || bytes.at(-1) === 0x0a };
  }

  async #write(entries: readonly HistoryEntry[]): Promise<void> {
    const lines: string[] = [];
    const pace = new Pace();
    for (const entry of entries) {
      lines.push(lineOf(entry));
      await pace.pause();
    }
    await writeDurably(this.#options.file, lines.join(''), { files: this.#options.disk.files });
  }

  /** From all transcripts that there are. */
  async #make(): Promise<HistoryEntry[]> {
    const { sessionsDir, chatsDir } = this.#options;
    const entries: HistoryEntry[] = [];
    for (const id of await namesIn(sessionsDir))
      await this.#gather(id, join(sessionsDir, id, 'transcript.jsonl'), entries);
    for (const name of await namesIn(chatsDir))
      if (name.endsWith('.jsonl'))
        await this.#gather(name.slice(0, -'.jsonl'.length), join(chatsDir, name), entries);
    return entries.sort((one, other) => one.at - other.at).slice(-MOST_QUESTIONS);
  }

  async #gather(session: string, file: string, entries: HistoryEntry[]): Promise<void> {
    let bytes: Buffer | undefined;
    try {
      bytes = await readRegularFile(file, { maxBytes: MOST_TRANSCRIPT_BYTES });
    } catch {
      // Damage is reported where the session is opened.
      return;
    }
    if (!bytes) return;
    const pace = new Pace();
    for (const part of partsOf(bytes)) {
      for (const record of decodeOutline(part))
        if (record.type === 'question' && record.text.length <= MOST_CHARACTERS)
          entries.push({ session, at: record.at, text: record.text, refs: record.refs });
      await pace.pause();
    }
  }
}

const PART_BYTES = 64 * 1024;

/** Whole lines, about so many bytes of them. */
function* partsOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf('\n', Math.min(bytes.length, start + PART_BYTES));
    const end = feed < 0 ? bytes.length : feed + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}

const lineOf = ({ session, at, text, refs = [] }: HistoryEntry): string =>
  `${JSON.stringify({ session, at, text, ...(refs.length > 0 ? { refs } : {}) })}\n`;

function decodeEntry(line: string): HistoryEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (!isRecord(value)) return undefined;
    const { session, at, text, refs } = value;
    if (typeof session !== 'string' || typeof at !== 'number' || typeof text !== 'string') return undefined;
    return isPlaces(refs) ? { session, at, text, refs } : { session, at, text };
  } catch {
    return undefined;
  }
}

const isPlaces = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((each) => Number.isInteger(each));

/** Empty for a directory that is missing or cannot be read. */
const namesIn = (directory: string): Promise<string[]> => readdir(directory).catch(() => []);
