// How long sessions have waited for their user, kept while they wait: the index has a wait only once it is over. Owns one
// file and its writing. Leaves measuring to the sessions. One write and a rename, not synced: it survives kill -9, and a
// power cut loses the wait that went on. Invariant: a timer exists only while some session waits.

import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';

/** What a killed server loses of a wait at most, but for the write itself. */
const BEAT_MS = 750;

export class BlockedTimes {
  /** How long each session that waits has waited in all, in ms. */
  readonly #waiting = new Map<string, () => number>();
  #timer: NodeJS.Timeout | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** In ms, by session, as the server before this one left them. */
  load(): ReadonlyMap<string, number> {
    try {
      const times = JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, unknown>;
      return new Map(
        Object.entries(times).filter(
          (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 0,
        ),
      );
    } catch {
      // Missing as after an orderly end, or torn by a power cut.
      return new Map();
    }
  }

  /** read: gives its time in all, in ms; undefined: it waits no more, and the index has its time. */
  note(id: string, read: (() => number) | undefined): void {
    if (read) this.#waiting.set(id, read);
    else this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#stopTimer();
    else if (!this.#timer) {
      this.#timer = setInterval(() => this.#beat(), BEAT_MS);
      this.#timer.unref();
    }
  }

  /** Everything is in the index. */
  async stop(): Promise<void> {
    this.#waiting.clear();
    this.#stopTimer();
    await this.#written;
    await rm(this.file, { force: true }).catch(this.onProblem);
  }

  #beat(): void {
    const times = Object.fromEntries([...this.#waiting].map(([id, read]) => [id, Math.round(read())]));
    this.#written = this.#written.then(() => this.#write(JSON.stringify(times))).catch(this.onProblem);
  }

  async #write(text: string): Promise<void> {
    const next = `${this.file}.next`;
    await writeFile(next, text, { mode: 0o600 });
    await rename(next, this.file);
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
