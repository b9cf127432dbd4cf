// The index as long as the searching process lives: opened under our lock, brought up to date while nobody
// searches, thrown away when it is damaged. Owns when. Leaves reading files to update-index.ts. Invariant:
// without it everything is still found, by scanning.

import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Database } from '../index/database.js';
import { SearchIndex } from '../index/search-index.js';
import { updateIndex, type UpdatePorts } from '../index/update-index.js';
import type { SearchedFile } from '../places/file.js';
import { acquireLock, type Lock } from '../../process/lock.js';

export interface KeptIndexPorts {
  file: string;
  /** Everything that belongs into it. */
  listFiles(): readonly SearchedFile[];
  readWhole: UpdatePorts['readWhole'];
  /** Resolves at once while nobody searches. */
  unlessSearching(): Promise<void>;
  log(text: string): void;
}

export class KeptIndex {
  #lock: Lock | undefined;
  #index: SearchIndex | undefined;
  #opening: Promise<SearchIndex | undefined> | undefined;
  #updating: Promise<void> | undefined;
  #isClosed = false;

  readonly #ports: KeptIndexPorts;

  constructor(ports: KeptIndexPorts) {
    this.#ports = ports;
  }

  /** undefined: another process has it, or there can be none here. */
  open(): Promise<SearchIndex | undefined> {
    if (this.#index || this.#isClosed) return Promise.resolve(this.#index);
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** It is built again from nothing, unless it already is: several searches ask it at once. */
  damaged(index: SearchIndex, error: unknown): void {
    if (this.#index !== index) return;
    this.#ports.log(`the index of the search is damaged and is built again: ${wordsOf(error)}`);
    this.#index.close();
    this.#index = undefined;
    Database.remove(this.#ports.file);
  }

  /** Resolves when it is up to date, or cannot be brought there. */
  update(): Promise<void> {
    this.#updating ??= this.#update().finally(() => {
      this.#updating = undefined;
    });
    return this.#updating;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening;
    await this.#updating;
    this.#index?.close();
    this.#index = undefined;
    // Somebody may have removed the folder.
    await this.#lock?.release().catch(() => undefined);
  }

  async #open(): Promise<SearchIndex | undefined> {
    const { file, log } = this.#ports;
    try {
      if (!this.#lock) {
        const lock = await acquireLock(dirname(file), 'lock');
        if ('heldBy' in lock) return undefined;
        this.#lock = lock;
      }
      const database = await Database.open(file);
      try {
        this.#index = new SearchIndex(database);
      } catch (error) {
        database.close();
        Database.remove(file);
        throw error;
      }
      return this.#index;
    } catch (error) {
      log(`there is no index of the search: ${wordsOf(error)}`);
      return undefined;
    }
  }

  async #update(): Promise<void> {
    const index = await this.open();
    if (!index) return;
    const { listFiles, readWhole } = this.#ports;
    try {
      const isDone = await updateIndex(index, listFiles(), { readWhole, pause: () => this.#goesOn(index) });
      if (isDone && index.parts > MOST_PARTS) await this.#merge(index);
    } catch (error) {
      this.damaged(index, error);
    }
  }

  async #merge(index: SearchIndex): Promise<void> {
    for (let isFirst = true; index.merge({ isFirst }); isFirst = false)
      if (!(await this.#goesOn(index))) return;
  }

  async #goesOn(index: SearchIndex): Promise<boolean> {
    await nextTurn();
    await this.#ports.unlessSearching();
    return !this.#isClosed && this.#index === index;
  }
}

/** Queries do not get slower by fewer; each takes room for words that are in it again. */
const MOST_PARTS = 24;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
