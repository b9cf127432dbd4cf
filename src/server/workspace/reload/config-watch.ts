// When the config file may have changed, as the system reports it. Owns the watchers: of the file's
// directory, since editors replace the file by renaming another; of each directory with a link that the path
// leads through; where a directory does not exist, of the one above it. Leaves reading the file.
// Invariant: nothing is polled, no timer runs while nothing changes, and neither keeps the process alive.

import { watch, type FSWatcher } from 'node:fs';
import { access, readlink, stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';

const TIMES = {
  /** An editor writes several times. */
  restMs: 50,
  /** After the first change, however many follow. */
  longestMs: 1_000,
  /** An editor's rename takes the file away for a moment, a shell's `>` empties it before it is written. */
  goneMs: 500,
};
/** As the kernel allows (path_resolution(7)). */
const MOST_LINKS = 40;
/** Directories that come and go all the time must not keep it looking. */
const MOST_LOOKS = 5;

export interface ConfigWatchOptions {
  readonly file: string;
  /** It has come to rest after a change; also where a change leaves its content as it was. */
  onChange(): void;
  readonly times?: typeof TIMES;
}

/** A directory, and the name of its entry that counts. */
interface Place {
  readonly directory: string;
  readonly name: string;
}

export class ConfigWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;
  #changedAt: number | undefined;
  #problem: string | undefined;
  #isStopped = false;

  readonly #options: ConfigWatchOptions;
  readonly #times: typeof TIMES;

  constructor(options: ConfigWatchOptions) {
    this.#options = options;
    this.#times = options.times ?? TIMES;
  }

  /** Why changes are not noticed; undefined: they are. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Resolves once changes are noticed, or cannot be. */
  async start(): Promise<void> {
    // What was made before its directory was watched is found by looking once more.
    for (let isNew = true, looks = 0; isNew && looks < MOST_LOOKS; looks++) {
      const places = await findPlaces(this.#options.file);
      if (this.#isStopped) return;
      isNew = this.#watchOnly(places);
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** Whether any of them was not watched before. */
  #watchOnly(places: readonly Place[]): boolean {
    this.#problem = undefined;
    const wanted = new Map(places.map((place) => [`${place.directory}\0${place.name}`, place]));
    for (const [key, watcher] of this.#watchers)
      if (!wanted.has(key)) {
        watcher.close();
        this.#watchers.delete(key);
      }
    const added = [...wanted].filter(([key]) => !this.#watchers.has(key));
    for (const [key, place] of added) this.#watch(key, place);
    return added.length > 0;
  }

  #watch(key: string, { directory, name }: Place): void {
    try {
      const watcher = watch(directory, { persistent: false }, (event, changed) => {
        // Its own name: the directory itself was moved or removed.
        const isGone = event === 'rename' && changed === basename(directory);
        if (isGone) this.#forget(key, watcher);
        if (isGone || changed === null || changed === name) this.#changed();
      });
      watcher.on('error', () => this.#forget(key, watcher));
      this.#watchers.set(key, watcher);
    } catch (error) {
      // It was removed meanwhile: the next look finds the one above it.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      this.#problem = `${directory} is not watched for changes of the config: ${(error as Error).message}`;
    }
  }

  #forget(key: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#watchers.get(key) === watcher) this.#watchers.delete(key);
  }

  #changed(): void {
    const now = performance.now();
    this.#changedAt ??= now;
    const { restMs, longestMs } = this.#times;
    const waitMs = Math.min(restMs, this.#changedAt + longestMs - now);
    this.#wait(Math.max(0, waitMs), () => void this.#rested());
  }

  async #rested(): Promise<void> {
    this.#changedAt = undefined;
    // Before the file is read: what changes afterwards is noticed.
    await this.start();
    const hasText = await stat(this.#options.file).then(
      ({ size }) => size > 0,
      () => false,
    );
    if (this.#isStopped) return;
    if (hasText) this.#options.onChange();
    else if (!this.#timer) this.#wait(this.#times.goneMs, () => this.#options.onChange());
  }

  #wait(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      then();
    }, ms);
    this.#timer.unref();
  }
}

/** The entries of directories on which it depends where the path leads, as path_resolution(7) follows it. */
async function findPlaces(file: string): Promise<Place[]> {
  const places: Place[] = [];
  let directory = '/';
  let names = namesOf(file);
  for (let links = 0; links <= MOST_LINKS;) {
    const [name = '', ...rest] = names;
    const path = join(directory, name);
    const target = await readlink(path).catch(() => undefined);
    const isPassed = target === undefined && rest.length > 0 && (await exists(path));
    if (!isPassed) places.push({ directory, name });
    if (target !== undefined) {
      links++;
      if (isAbsolute(target)) directory = '/';
      names = [...namesOf(target), ...rest];
    } else if (isPassed) [directory, names] = [path, rest];
    else break;
  }
  return places;
}

const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '' && name !== '.');

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
