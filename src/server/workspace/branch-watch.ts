// The git branch of the directory that one client looks at. Owns when it is read: when the directory is
// another one, and when its repository's HEAD changes, of which the system tells. Leaves reading it to
// git-branch.ts.

import { watch, type FSWatcher } from 'node:fs';

import { findGitHead } from './git-branch.js';

export class BranchWatch {
  #directory: string | undefined;
  #branch = '';
  #watcher: FSWatcher | undefined;

  readonly #onChange: () => void;

  /** onChange: the branch is another one in the same directory. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Empty if there is none. */
  get branch(): string {
    return this.#branch;
  }

  /** Returns whether the branch is another one. undefined: no directory. */
  follow(directory: string | undefined): boolean {
    if (directory === this.#directory) return false;
    this.#directory = directory;
    return this.#read();
  }

  stop(): void {
    this.follow(undefined);
  }

  #read(): boolean {
    this.#watcher?.close();
    this.#watcher = undefined;
    const head = this.#directory === undefined ? undefined : findGitHead(this.#directory);
    this.#watcher = head && this.#watch(head.file);
    // Again: what changed before the file was watched is not reported.
    const branch = (head && this.#directory && findGitHead(this.#directory)?.branch) ?? '';
    if (branch === this.#branch) return false;
    this.#branch = branch;
    return true;
  }

  /** undefined: the branch is read only when the directory changes. */
  #watch(file: string): FSWatcher | undefined {
    try {
      // git replaces the file, and what is watched is the old one: from then on the new one is.
      const watcher = watch(file, { persistent: false }, () => {
        if (watcher === this.#watcher && this.#read()) this.#onChange();
      });
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }
}
