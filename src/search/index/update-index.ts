// Brings the index up to what the files hold, a group of files after the other. Owns which files are read,
// from where on, and in which order: what is newer than everything known first, then backwards in time, so
// that stopping anywhere leaves the newest in the index. Leaves tables to search-index.ts.

import { closeSync, constants, openSync } from 'node:fs';
import type { SearchedFile } from '../places/file.js';
import { OwnUnits } from '../transcripts/own-units.js';
import { parseLine, readLines } from '../transcripts/read-lines.js';
import { textOf, type PlacedUnit } from '../transcripts/unit.js';
import { cutRuns } from '../words/cjk.js';
import { sumOf } from './file-sum.js';
import type { IndexedFile, NewUnit, NewUnits, SearchIndex } from './search-index.js';

/** Of files: as many words as stay in memory until they are written. */
const GROUP_BYTES = 16 << 20;
const PAUSE_BYTES = 1 << 20;

export interface UpdatePorts {
  /** After about a megabyte: lets others have their turn. False: it is to stop here. */
  pause(doneBytes: number): Promise<boolean>;
  /** Units of a file that is read as a whole; undefined: it is no such file. */
  readWhole(file: SearchedFile): Promise<readonly PlacedUnit[]> | undefined;
}

/** How far a file is in the index. */
export interface Covered {
  /** Bytes before are in it. */
  offset: number;
  known: IndexedFile | undefined;
}

/** Longer words, such as keys and images as text, are only scanned. The end is as in cjk.ts. */
const LONG_WORDS = /[\w+/=-]{65,65536}/g;

function newUnit(unit: PlacedUnit): NewUnit {
  const { place, at, turn } = unit;
  const text = cutRuns(textOf(unit)).replaceAll(LONG_WORDS, ' ').replaceAll('\0', ' ');
  return { place, at, turn, text };
}

/** What of a file the index can be asked for; the rest of it is to be scanned. */
export function coveredOf(index: SearchIndex, file: SearchedFile): Covered {
  const known = index.files.get(file.path);
  if (!known) return { offset: 0, known };
  if (isUpToDate(file, known)) return { offset: file.kind === 'chat' ? known.offset : file.size, known };
  return { offset: file.kind === 'chat' && hasGoneOn(file, known) ? known.offset : 0, known };
}

const isUpToDate = (file: SearchedFile, known: IndexedFile | undefined): boolean =>
  known !== undefined &&
  known.ino === file.ino &&
  known.size === file.size &&
  known.mtimeMs === file.mtimeMs &&
  known.changedMs === file.changedMs;

/** Whether all that is in the index still stands there, so that only more may have come. */
function hasGoneOn(file: SearchedFile, known: IndexedFile): boolean {
  if (known.ino !== file.ino || file.size < known.offset) return false;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file.path, FLAGS);
    return sumOf(descriptor, 0, known.offset) === known.sum;
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** As a search opens it: no link leads out of the folder, and no FIFO is waited for. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** files: all that can be searched and are kept in an index. False: it was stopped. */
export async function updateIndex(
  index: SearchIndex,
  files: readonly SearchedFile[],
  ports: UpdatePorts,
): Promise<boolean> {
  forgetOthers(index, files);
  const newestMs = index.newestMs(Date.now());
  const changed = files.filter((file) => !isUpToDate(file, index.files.get(file.path)));
  // A file system may give the same time to what was written within some milliseconds.
  const isNewer = (file: SearchedFile): boolean =>
    newestMs > 0 && (index.files.has(file.path) || file.mtimeMs >= newestMs);
  const newer = changed.filter(isNewer).sort((one, other) => one.mtimeMs - other.mtimeMs);
  const older = changed.filter((file) => !isNewer(file)).sort((one, other) => other.mtimeMs - one.mtimeMs);
  const update = new Update(index, ports);
  return (await update.add(newer, { newest: true })) && (await update.add(older, { newest: false }));
}

/** Of files that are gone. One that only has another name keeps its place. */
function forgetOthers(index: SearchIndex, files: readonly SearchedFile[]): void {
  const paths = new Set(files.map(({ path }) => path));
  const gone = [...index.files.values()].filter(({ path }) => !paths.has(path));
  if (gone.length === 0) return;
  const byInode = new Map(files.filter(({ path }) => !index.files.has(path)).map((file) => [file.ino, file]));
  index.forget(
    gone.filter((known) => {
      const moved = byInode.get(known.ino);
      if (!moved || moved.kind !== 'chat' || !hasGoneOn(moved, known)) return true;
      index.rename(known, moved.path);
      return false;
    }),
  );
}

class Update {
  readonly #index: SearchIndex;
  readonly #ports: UpdatePorts;
  #group: NewUnits[] = [];
  #groupBytes = 0;
  #doneBytes = 0;
  #pausedAt = 0;

  constructor(index: SearchIndex, ports: UpdatePorts) {
    this.#index = index;
    this.#ports = ports;
  }

  async add(files: readonly SearchedFile[], { newest }: { newest: boolean }): Promise<boolean> {
    for (const file of files) {
      try {
        if (!(await this.#read(file, newest))) return false;
      } catch (error) {
        // It was deleted meanwhile, cannot be read, or has too long a text: searching says so.
        const isOfFile = (error as NodeJS.ErrnoException).code !== undefined || error instanceof RangeError;
        if (!isOfFile) throw error;
      }
    }
    this.#write(newest);
    return true;
  }

  async #read(file: SearchedFile, newest: boolean): Promise<boolean> {
    const covered = coveredOf(this.#index, file);
    if (covered.known && covered.offset === 0) this.#index.forget([covered.known]);
    const whole = await this.#ports.readWhole(file);
    if (whole) {
      const offset = file.size;
      return this.#take({ file, units: whole.map(newUnit), offset, begun: 0, sum: 0 }, file.size, newest);
    }
    const known = covered.offset > 0 ? covered.known : undefined;
    const from = known?.offset ?? 0;
    const descriptor = openSync(file.path, FLAGS);
    try {
      return await this.#readOwn(file, descriptor, { from, known, newest });
    } finally {
      closeSync(descriptor);
    }
  }

  async #readOwn(
    file: SearchedFile,
    descriptor: number,
    { from, known, newest }: { from: number; known: IndexedFile | undefined; newest: boolean },
  ): Promise<boolean> {
    const seen = known ? this.#index.placesFrom(known, from) : new Set<number>();
    const reader = new OwnUnits(known?.begun ?? 0);
    let units: NewUnit[] = [];
    let end = from;
    let takenAt = from;
    let summed = { to: from, sum: known?.sum ?? 0 };
    /** As far as it was read. */
    const take = (isLast: boolean): Promise<boolean> => {
      const offset = reader.openPlace ?? end;
      summed = { to: offset, sum: sumOf(descriptor, summed.to, offset, summed.sum) ?? -1 };
      const part = {
        file: isLast ? file : { ...file, size: -1 },
        units,
        offset,
        begun: reader.begunBefore(offset),
        sum: summed.sum,
      };
      units = [];
      const bytes = end - takenAt;
      takenAt = end;
      return this.#take(part, bytes, newest);
    };
    for (const line of readLines(descriptor, from)) {
      for (const unit of reader.push(parseLine(line.bytes), line.place))
        if (!seen.has(unit.place)) units.push(newUnit(unit));
      end = line.end;
      if (end - takenAt >= GROUP_BYTES && !(await take(false))) return false;
      if (end - takenAt - this.#pausedAt >= PAUSE_BYTES) {
        this.#pausedAt = end - takenAt;
        if (!(await this.#ports.pause(this.#doneBytes + end - takenAt))) return false;
      }
    }
    return take(true);
  }

  async #take(part: NewUnits, bytes: number, newest: boolean): Promise<boolean> {
    this.#group.push(part);
    this.#groupBytes += bytes;
    this.#doneBytes += bytes;
    this.#pausedAt = 0;
    if (this.#groupBytes >= GROUP_BYTES) this.#write(newest);
    return this.#ports.pause(this.#doneBytes);
  }

  /** Backwards in time each group is turned round: its oldest file comes first. */
  #write(newest: boolean): void {
    const group = this.#group;
    this.#group = [];
    this.#groupBytes = 0;
    if (group.length === 0) return;
    // Parts of one file follow one another.
    this.#index.add(newest ? group : group.toSorted((one, other) => one.file.mtimeMs - other.file.mtimeMs), {
      newest,
    });
  }
}
