// What could not be saved and waits in memory for room on the disk. Owns the list of it, retrying in the
// order in which it failed, and how much text may wait. Leaves saving to those who failed and showing to the
// server. Invariants: what is on the list is tried again every second; a timer exists only while the list is
// not empty.

import { causeOf } from './disk-failure.js';

/**
 * The warning must go soon after there is room again; a retry costs one failing system call for each entry.
 */
const RETRY_MS = 1_000;

/**
 * Bytes of transcripts: hours of answers. Anything beyond is refused, with an error where it would have
 * appeared.
 */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

export interface UnsavedThing {
  /** Failing again replaces the entry and keeps its place. */
  key: string;
  /** `draft of session abc`: follows a number or is part of a list. */
  what: string;
  error: unknown;
  /** Saves the newest state; rejects if that fails. It calls saved() itself. */
  retry(): Promise<void>;
  /** Who keeps it in memory, for owner(). */
  owner?: object;
}

export class Unsaved {
  readonly #things = new Map<string, UnsavedThing>();
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #trying: Promise<void> | undefined;
  #waitingBytes = 0;
  #hasGivenUp = false;

  readonly #options: { retryMs?: number; maxBytes?: number };

  constructor(options: { retryMs?: number; maxBytes?: number } = {}) {
    this.#options = options;
  }

  get count(): number {
    return this.#things.size;
  }

  get isEmpty(): boolean {
    return this.#things.size === 0;
  }

  /** `disk full: 2 not saved`, for the tab bar; undefined: everything is saved. */
  get warning(): string | undefined {
    const [first] = this.#things.values();
    return first && `${causeOf(first.error).short}: ${this.#things.size} not saved`;
  }

  /** A sentence that names each, and the way out; undefined: everything is saved. */
  get sentence(): string | undefined {
    return this.#describe('not saved yet, kept in memory');
  }

  /** The same for when there is no more time; undefined: everything is saved. */
  get lossSentence(): string | undefined {
    return this.#describe('NOT saved and lost');
  }

  #describe(beginning: string): string | undefined {
    const [first] = this.#things.values();
    if (!first) return undefined;
    const names = [...this.#things.values()].map(({ what }) => what);
    const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
    return `${beginning}: ${shown.join(', ')}: ${causeOf(first.error).long}`;
  }

  failed(thing: UnsavedThing): void {
    const before = this.sentence;
    this.#things.set(thing.key, thing);
    this.#startTimer();
    if (this.sentence !== before) this.#tell();
  }

  saved(key: string): void {
    if (!this.#things.delete(key)) return;
    if (this.isEmpty) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    this.#tell();
  }

  /** Who keeps something unsaved under a key that begins like this. */
  owner(keyPrefix: string): object | undefined {
    for (const { key, owner } of this.#things.values()) if (owner && key.startsWith(keyPrefix)) return owner;
    return undefined;
  }

  /** False: no more may wait. What is reserved must be released. */
  takeRoom(bytes: number): boolean {
    if (this.#waitingBytes + bytes > (this.#options.maxBytes ?? MAX_WAITING_BYTES)) return false;
    this.#waitingBytes += bytes;
    return true;
  }

  giveRoom(bytes: number): void {
    this.#waitingBytes -= bytes;
  }

  /** Retries everything, in the order in which it failed; resolves when that is done. Never rejects. */
  retry(): Promise<void> {
    this.#trying ??= this.#tryAll().finally(() => {
      this.#trying = undefined;
      if (!this.isEmpty) this.#startTimer();
    });
    return this.#trying;
  }

  /** Stops retrying: the process ends, or somebody else was told. */
  giveUp(): void {
    this.#hasGivenUp = true;
    clearTimeout(this.#timer);
  }

  /** Called whenever something is added to the list or removed. Returns its undo. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #tryAll(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { key, retry } of this.#things.values()) {
      try {
        await retry();
      } catch (error) {
        const thing = this.#things.get(key);
        if (thing) this.failed({ ...thing, error });
      }
    }
  }

  #startTimer(): void {
    if (this.#timer || this.#trying || this.#hasGivenUp) return;
    this.#timer = setTimeout(() => void this.retry(), this.#options.retryMs ?? RETRY_MS);
    this.#timer.unref();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
