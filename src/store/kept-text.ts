// A small text file of a session, of which only the newest state counts: a draft, a program's facts. Owns
// that a text that cannot be saved waits in memory under the warning, and that a damaged file is set aside,
// reported and never overwritten. Leaves the text's meaning to session-folder.ts. Invariant: neither saving
// nor loading throws.

import { readRegularFileNow, UnreadableFile } from '../files/read-file.js';
import { CoalescedWrite } from '../files/coalesced-write.js';
import type { Disk } from '../files/disk.js';
import { causeOf } from '../files/disk-failure.js';
import { writeDurably } from '../files/durable-file.js';
import { setAsideNow } from '../files/set-aside.js';

/** The largest paste that a prompt takes, many times over. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;

export interface KeptTextOptions {
  file: string;
  /** For the list of what is unsaved. */
  key: string;
  /** `draft of session abc`. */
  what(): string;
  disk: Disk;
  owner: object;
  /** Resolves when the file's directory would survive a power cut. */
  syncParents(): Promise<void>;
  /** Before a save is retried: somebody may have removed the directory. Throws if it cannot be created. */
  makeFolder(): void;
}

export class KeptText {
  #text: string | undefined;
  #isUnsaved = false;
  #stopped = false;
  /** The file could not be read: it is renamed before anything takes its place. */
  #isForeign = false;
  readonly #writer = new CoalescedWrite(() => this.#write());

  readonly #options: KeptTextOptions;

  constructor(options: KeptTextOptions) {
    this.#options = options;
  }

  /** Resolves when this text, or a newer one, would survive a power cut (or waits in memory). */
  async save(text: string): Promise<void> {
    if (this.#stopped) return;
    this.#text = text;
    this.#isUnsaved = true;
    try {
      await this.#writer.request();
    } catch (error) {
      const { key, owner, disk } = this.#options;
      const what = this.#options.what();
      if (!this.#stopped) disk.unsaved.failed({ key, what, error, owner, retry: () => this.#retry() });
    }
  }

  /** undefined: none was saved, or it cannot be read. */
  load(): string | undefined {
    if (this.#isUnsaved) return this.#text;
    const { file, disk } = this.#options;
    const what = this.#options.what();
    try {
      const bytes = readRegularFileNow(file, { maxBytes: MAX_TEXT_BYTES });
      return bytes && this.#decode(bytes);
    } catch (error) {
      this.#isForeign = true;
      const isKept = error instanceof UnreadableFile && error.isMendable;
      disk.damage.add(
        isKept
          ? `${what} cannot be loaded: ${error.message}; make it readable and start again`
          : `${what} is lost: ${error instanceof Error ? error.message : String(error)}${this.#setAside()}`,
      );
      return undefined;
    }
  }

  /** Resolves when nothing is being written. */
  idle(): Promise<void> {
    return this.#writer.idle();
  }

  /** Drops what is waiting, and what is saved from now on. */
  stop(): void {
    this.#stopped = true;
    this.#options.disk.unsaved.saved(this.#options.key);
  }

  /** A power cut leaves zeros; anything else that is not text was never written here. */
  #decode(bytes: Buffer): string {
    const text = bytes.toString('utf8');
    const isWhole = !text.includes('\0') && Buffer.from(text).equals(bytes);
    if (isWhole) return text;
    this.#isForeign = true;
    this.#options.disk.damage.add(
      `${this.#options.what()} is damaged: what could be read is kept${this.#setAside()}`,
    );
    const rest = text.replaceAll(/[\0\uFFFD]+/g, '');
    if (rest !== '') void this.save(rest);
    return rest;
  }

  /** The end of a sentence that says where it is now. */
  #setAside(): string {
    try {
      const aside = setAsideNow(this.#options.disk, this.#options.file);
      this.#isForeign = false;
      return `; the file is set aside as ${aside}`;
    } catch (error) {
      return `; the file stays where it is: ${causeOf(error).long}`;
    }
  }

  async #retry(): Promise<void> {
    this.#options.makeFolder();
    await this.#writer.request();
  }

  async #write(): Promise<void> {
    const text = this.#text ?? '';
    const { file, key, disk, syncParents } = this.#options;
    if (this.#isForeign) setAsideNow(disk, file);
    this.#isForeign = false;
    await writeDurably(file, text, { files: disk.files });
    await syncParents();
    if (this.#text !== text) return;
    this.#isUnsaved = false;
    disk.unsaved.saved(key);
  }
}
