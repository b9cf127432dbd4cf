// An agent's standard error: the beginning and the end of it in a file, its last lines for errors. Owns the
// bound and removing secrets. Leaves the file's place to others. Invariant: at most MAX_LOG_BYTES are kept,
// in memory and on disk; a file that cannot be written is given up in silence, the agent goes on.

import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { sanitiseModelText } from '../../text/sanitise.js';

export const MAX_LOG_BYTES = 256 * 1024;
const HALF = MAX_LOG_BYTES / 2;
/** A line that never ends is cut here. */
const MAX_LINE_CHARS = 8 * 1024;
/** The message of an error in Node stands above its stack. */
const LAST_LINES = 10;
/** Colours and titles: agents write as if to a terminal. */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))/g;

export interface StderrLogOptions {
  /** undefined: nothing is written. */
  file: string | undefined;
  redact(text: string): string;
}

export class StderrLog {
  readonly #decoder = new StringDecoder('utf8');
  #line = '';
  #head = '';
  #tail = '';
  #leftOut = 0;
  #last: string[] = [];

  /** A write runs; what came since is written after it. */
  #writing: Promise<void> | undefined;
  #isDirty = false;
  /** What of the text is in the file; undefined: nothing is. */
  #written: { length: number; leftOut: number } | undefined;
  #isLost = false;

  readonly #options: StderrLogOptions;

  constructor(options: StderrLogOptions) {
    this.#options = options;
  }

  /** The last lines with text since they were forgotten, oldest first. */
  get lastLines(): string[] {
    const open = this.#clean(this.#line).trim();
    return [...this.#last, ...(open === '' ? [] : [open])].slice(-LAST_LINES);
  }

  /** What was said about earlier turns does not explain what happens in later ones. */
  forgetLines(): void {
    this.#last = [];
  }

  /** Everything that is kept. */
  get text(): string {
    if (this.#leftOut === 0) return this.#head + this.#tail;
    return `${this.#head}… ${this.#leftOut} characters left out …\n${this.#tail}`;
  }

  add(bytes: Buffer): void {
    const lines = (this.#line + this.#decoder.write(bytes)).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#addLine(line);
    if (this.#line.length > MAX_LINE_CHARS) {
      this.#addLine(this.#line);
      this.#line = '';
    }
    this.#write();
  }

  /** Resolves when everything is in the file. */
  async close(): Promise<void> {
    const rest = this.#line + this.#decoder.end();
    this.#line = '';
    if (rest !== '') this.#addLine(rest);
    this.#write();
    while (this.#writing) await this.#writing;
  }

  #addLine(line: string): void {
    const clean = this.#clean(line.slice(0, MAX_LINE_CHARS));
    if (clean.trim() !== '') this.#last = [...this.#last, clean.trim()].slice(-LAST_LINES);
    const text = `${clean}\n`;
    if (this.#tail === '' && this.#head.length + text.length <= HALF) {
      this.#head += text;
      return;
    }
    this.#tail += text;
    // Cut back by half each time, since cutting copies.
    if (this.#tail.length <= HALF) return;
    const cutAt = this.#tail.indexOf('\n', this.#tail.length - HALF / 2) + 1;
    this.#leftOut += cutAt;
    this.#tail = this.#tail.slice(cutAt);
  }

  #clean(line: string): string {
    return this.#options.redact(sanitiseModelText(line.replace(ESCAPES, '')));
  }

  #write(): void {
    this.#isDirty = true;
    if (this.#options.file === undefined || this.#isLost) return;
    this.#writing ??= this.#writeAll(this.#options.file).finally(() => (this.#writing = undefined));
  }

  async #writeAll(file: string): Promise<void> {
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      while (this.#isDirty) {
        this.#isDirty = false;
        const { text } = this;
        const before = this.#written;
        this.#written = { length: text.length, leftOut: this.#leftOut };
        if (before?.leftOut === this.#leftOut) await appendFile(file, text.slice(before.length));
        else await writeFile(file, text, { mode: 0o600 });
      }
    } catch {
      this.#isLost = true;
    }
  }
}
