// When the config file may have changed, as the system reports it. Owns the watchers: of the file's
// directory, since editors replace the file by renaming another; where it is a link, of the directories that
// the link leads through; where the directory does not exist, of the one above it. Leaves reading the file.
// Invariant: nothing is polled, no timer runs while nothing changes, and neither keeps the process alive.

import { access, readlink, stat } from 'node:fs/promises';
import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

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
    const places = await this.#findPlaces();
    if (this.#isStopped) return;
    this.#problem = undefined;
    const wanted = new Map(places.map((place) => [`${place.directory}\0${place.name}`, place]));
    for (const [key, watcher] of this.#watchers)
      if (!wanted.has(key)) {
        watcher.close();
        this.#watchers.delete(key);
      }
    for (const [key, place] of wanted) if (!this.#watchers.has(key)) this.#watch(key, place);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  async #findPlaces(): Promise<Place[]> {
    const places: Place[] = [];
    let file = this.#options.file;
    for (let links = 0; links < MOST_LINKS; links++) {
      const directory = dirname(file);
      if (!(await exists(directory)))
        return [...places, { directory: dirname(directory), name: basename(directory) }];
      places.push({ directory, name: basename(file) });
      const target = await readlink(file).catch(() => undefined);
      if (target === undefined) break;
      file = resolve(directory, target);
    }
    return places;
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
      // Nobody has made it so far; the command reads what is there then.
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

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
