// What each transcript came to when it was last read, so that a gigabyte need not be read again: a line each.
// Owns when a line still holds. Leaves reading transcripts to scan-transcript.ts. Invariants: it is never the
// truth: a line counts only while its file has the same inode, size and time of change; without the cache, or
// with a damaged one, the figures are the same.

import type { BigIntStats } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { temporaryOf } from '../../files/durable-file.js';
import { openRegular, textLines, wholeLines } from '../whole-lines.js';
import { isAmount, isRecord, isText } from '../shape-check.js';
import type { TranscriptFigures } from './fold-transcript.js';

/** Raised when the figures of the same transcript would be others. */
const CACHE_VERSION = 2;

/** A change within the same tick of the kernel's clock leaves no trace. */
const SETTLED_MS = 100;

/** A transcript of a hundred thousand turns has fewer. */
const LINES = { partBytes: 256 * 1024, mostBytes: 64 * 1024 * 1024, withTail: false };

interface CacheLine extends TranscriptFigures {
  id: string;
  /** Of the file as it was before it was read. */
  state: string;
}

export interface CountedFile {
  id: string;
  /** The first of them that exists is its transcript. */
  files: readonly string[];
}

/** Reads one anew; undefined: there is none. */
export type Scan = (file: string, id: string) => Promise<TranscriptFigures | undefined>;

/** Each once, in no order; one at a time is in memory. What it could not save it does without. */
export async function* figuresOf(
  wanted: readonly CountedFile[],
  { cacheFile, scan, now }: { cacheFile: string; scan: Scan; now: () => number },
): AsyncGenerator<{ id: string; figures: TranscriptFigures }> {
  const left = new Map(wanted.map((each) => [each.id, each]));
  const writer = new CacheWriter(cacheFile);
  try {
    for await (const text of linesOf(cacheFile)) {
      const line = decodeLine(text);
      const each = line && left.get(line.id);
      // Of a deleted session nothing stays.
      if (!line || !each) writer.leaveOut();
      if (!line || !each) continue;
      const found = await findFile(each.files);
      if (!found || stateOf(found.stat) !== line.state) continue;
      left.delete(line.id);
      await writer.keep(text);
      yield { id: line.id, figures: { created: line.created, turns: line.turns } };
    }
    for (const each of left.values()) {
      const found = await findFile(each.files);
      const figures = found && (await scan(found.file, each.id));
      if (!figures) continue;
      if (Number(found.stat.ctimeMs) + SETTLED_MS < now())
        await writer.add(JSON.stringify({ id: each.id, state: stateOf(found.stat), ...figures }));
      yield { id: each.id, figures };
    }
    await writer.finish();
  } finally {
    await writer.discard();
  }
}

const stateOf = ({ ino, size, ctimeNs }: BigIntStats): string => `${CACHE_VERSION}:${ino}:${size}:${ctimeNs}`;

async function findFile(files: readonly string[]): Promise<{ file: string; stat: BigIntStats } | undefined> {
  for (const file of files) {
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    if (found?.isFile()) return { file, stat: found };
  }
  return undefined;
}

/** None if it is missing or cannot be read. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const handle = await openRegular(file).catch(() => undefined);
  if (!handle) return;
  try {
    for await (const lines of wholeLines(handle, LINES)) yield* textLines(lines);
  } finally {
    await handle.close();
  }
}

function decodeLine(text: string): CacheLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !isText(value['id']) || !isText(value['state'])) return undefined;
  const { turns, created } = value;
  if (!Array.isArray(turns) || !(created === undefined || isAmount(created))) return undefined;
  return turns.every((turn) => isRecord(turn) && isAmount(turn['asked']))
    ? (value as unknown as CacheLine)
    : undefined;
}

/** Beside the cache until it is whole; only written if something in it is new. */
class CacheWriter {
  #handle: FileHandle | undefined;
  #text = '';
  #isNew = false;
  #hasFailed = false;
  readonly #file: string;
  readonly #temporary: string;

  constructor(file: string) {
    this.#file = file;
    this.#temporary = temporaryOf(file);
  }

  async keep(line: string): Promise<void> {
    this.#text += `${line}\n`;
    if (this.#text.length > 256 * 1024) await this.#flush();
  }

  leaveOut(): void {
    this.#isNew = true;
  }

  async add(line: string): Promise<void> {
    this.#isNew = true;
    await this.keep(line);
  }

  async finish(): Promise<void> {
    if (!this.#isNew) return;
    await this.#flush();
    if (this.#hasFailed) return;
    await this.#handle?.close();
    this.#handle = undefined;
    await rename(this.#temporary, this.#file).catch(() => undefined);
  }

  async discard(): Promise<void> {
    await this.#handle?.close();
    await rm(this.#temporary, { force: true }).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (this.#hasFailed) return;
    try {
      this.#handle ??= await open(this.#temporary, 'w', 0o600);
      await this.#handle.writeFile(text);
    } catch {
      this.#hasFailed = true;
    }
  }
}
