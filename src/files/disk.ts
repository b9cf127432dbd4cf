// Everything of one server that has to do with its disk: the file port, what waits to be saved, and what was
// found damaged. Owns the list of damage: each is reported once. Leaves saving to the others in this folder
// and reporting to the server.

import { NODE_FILES, type FilePort } from './file-port.js';
import { Unsaved } from './unsaved.js';

export interface Disk {
  readonly files: FilePort;
  readonly unsaved: Unsaved;
  readonly damage: DamageReport;
  /** ms since 1970. */
  now(): number;
  /** How a message names a session; its id until somebody knows the name. */
  nameSession: (id: string) => string;
}

export const openDisk = (options: Partial<Disk> = {}): Disk => ({
  files: NODE_FILES,
  unsaved: new Unsaved(),
  damage: new DamageReport(),
  now: Date.now,
  nameSession: (id) => `session ${id}`,
  ...options,
});

/** What was found damaged, and what is not saved, a sentence each. */
export const diskProblems = ({ damage, unsaved }: Pick<Disk, 'damage' | 'unsaved'>): string[] => [
  ...damage.all,
  ...(unsaved.sentence === undefined ? [] : [unsaved.sentence]),
];

export class DamageReport {
  readonly #all: string[] = [];
  #untold: string[] = [];
  readonly #listeners = new Set<() => void>();

  /** Oldest first. */
  get all(): readonly string[] {
    return this.#all;
  }

  /**
   * text: lower case; the file, what was lost, where the rest is or what to do. The same text counts once.
   */
  add(text: string): void {
    if (this.#all.includes(text)) return;
    this.#all.push(text);
    this.#untold.push(text);
    for (const listener of this.#listeners) listener();
  }

  /** What has not been shown to anybody; it counts as shown from now on. */
  takeUntold(): string[] {
    const untold = this.#untold;
    this.#untold = [];
    return untold;
  }

  /** Something was added. Returns its undo. */
  onAdd(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
