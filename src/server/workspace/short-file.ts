// The small file from which a shell's prompt learns who needs the user: `!2 ~3 +1` and a line feed, or
// nothing. Owns when it is written: when its text changes, at most once a second. Leaves the text to
// commands/session-list.ts. Invariant: it is there only while the server runs, and always whole.

import { writeWhole } from '../../files/durable-file.js';
import type { FilePort } from '../../files/file-port.js';

/** Nobody presses Enter more often to see it. */
const LEAST_MS = 1_000;

export interface ShortFileOptions {
  readonly file: string;
  readonly files: FilePort;
  /** As it is now. */
  text(): string;
  /** The first time that it cannot be written. */
  onProblem(error: unknown): void;
}

export class ShortFile {
  #written: string | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  /** Something changed while it was written. */
  #isStale = false;
  #isClosed = false;
  #hasTold = false;

  readonly #options: ShortFileOptions;

  constructor(options: ShortFileOptions) {
    this.#options = options;
  }

  /** Its text may be another: it is looked at soon. */
  changed(): void {
    if (this.#isClosed || this.#timer) return;
    if (this.#writing) {
      this.#isStale = true;
      return;
    }
    const waitMs = Math.max(0, this.#lookedAt + LEAST_MS - performance.now());
    this.#timer = setTimeout(() => this.#look(), waitMs);
    this.#timer.unref();
  }

  /** The server ends. */
  async remove(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    // One that was never written may be left from a server that was killed.
    await this.#options.files.unlink(this.#options.file).catch(() => undefined);
  }

  #look(): void {
    this.#timer = undefined;
    this.#lookedAt = performance.now();
    const text = this.#options.text();
    if (text === this.#written) return;
    this.#writing = this.#write(text).finally(() => {
      this.#writing = undefined;
      if (this.#isStale) this.changed();
      this.#isStale = false;
    });
  }

  async #write(text: string): Promise<void> {
    const { file, files, onProblem } = this.#options;
    try {
      await writeWhole(file, text === '' ? '' : `${text}\n`, files);
      this.#written = text;
    } catch (error) {
      // The next change tries again.
      if (!this.#hasTold) onProblem(error);
      this.#hasTold = true;
    }
  }
}
