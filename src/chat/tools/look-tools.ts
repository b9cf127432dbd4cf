// The tools read and list. Owns how much of a file and of a folder a model gets at once, and that reading a
// large one takes turns of the event loop. Leaves where a path leads to real-path.ts.

import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { Pace } from '../../loop/slice.js';
import { isOpenTo, spellPath, type LookArea } from './path-rules.js';
import { checkStillReal, explain, findRealPath, openReal, shownInput } from './real-path.js';
import { maybeNumber, maybeText, readInput, schemaOf, textField } from './tool-input.js';
import { goodResult, ToolFault, type Consent, type Tool } from './tool-set.js';

const MAX_LINES = 2_000;
const MAX_CHARACTERS = 60_000;
/** Longer lines are usually made by programs, for programs. */
const MAX_LINE_CHARACTERS = 2_000;
const CHUNK_BYTES = 64 * 1024;
/** Of a folder. */
const MAX_ENTRIES = 1_000;

/** What looking at this path needs. path: the real one. */
export function lookConsent(area: LookArea, path: string): Consent | undefined {
  return isOpenTo(area, path)
    ? undefined
    : { key: `look ${path}`, covers: `reading ${spellPath(area.directory, path)}` };
}

const READ_FIELDS = {
  path: textField('the file: absolute, or relative to the working directory'),
  from: maybeNumber('first line, counted from 1; the first by default'),
  lines: maybeNumber(`how many lines at most; ${MAX_LINES} by default`),
};

export const readTool = (area: LookArea): Tool => ({
  spec: {
    name: 'read',
    description: `Reads a text file, at most ${MAX_LINES} lines at once. The text is given as it is, without line numbers.`,
    inputSchema: schemaOf(READ_FIELDS),
  },
  async prepare(input) {
    const given = readInput('read', READ_FIELDS, input);
    const { path: named, from = 1, lines = MAX_LINES } = given;
    const path = await findRealPath(named, area.directory);
    return {
      kind: 'read',
      title: `read ${named}`,
      input: shownInput(given, path, area.directory),
      paths: [path],
      diffs: [],
      consent: lookConsent(area, path),
      run: async ({ signal }) => {
        const text = await readLines(path, {
          from: Math.max(1, from),
          count: Math.min(MAX_LINES, Math.max(1, lines)),
          signal,
        });
        return goodResult(text);
      },
    };
  },
});

interface Range {
  from: number;
  count: number;
  signal: AbortSignal;
}

async function readLines(path: string, { from, count, signal }: Range): Promise<string> {
  const handle = await openReal(path);
  if (!handle) throw new ToolFault(`there is no file ${path}`);
  try {
    const lines = new LineRange(from, count);
    const decoder = new TextDecoder();
    const pace = new Pace();
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (let isFirst = true; !lines.isFull && !signal.aborted; isFirst = false) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES);
      if (bytesRead === 0) break;
      const bytes = buffer.subarray(0, bytesRead);
      if (isFirst && bytes.includes(0))
        throw new ToolFault(
          `${path} is binary (${(await handle.stat()).size} bytes) and cannot be read as text`,
        );
      lines.add(decoder.decode(bytes, { stream: true }));
      await pace.pause();
    }
    lines.end(decoder.decode());
    return lines.text(path);
  } finally {
    await handle.close();
  }
}

/** The lines of a file from one on, as its text arrives in pieces. */
class LineRange {
  readonly #kept: string[] = [];
  #characters = 0;
  #line = 1;
  /** The beginning of the current line, and how much of it is left out. */
  #open = '';
  #leftOut = 0;
  isFull = false;

  readonly #from: number;
  readonly #count: number;

  constructor(from: number, count: number) {
    this.#from = from;
    this.#count = count;
  }

  add(text: string): void {
    let at = 0;
    for (let end = text.indexOf('\n'); end !== -1 && !this.isFull; end = text.indexOf('\n', at)) {
      this.#extend(text.slice(at, end));
      this.#close();
      at = end + 1;
    }
    if (!this.isFull) this.#extend(text.slice(at));
  }

  end(rest: string): void {
    if (this.isFull) return;
    this.add(rest);
    if (this.#open !== '') this.#close();
    this.isFull = false;
  }

  text(path: string): string {
    const last = this.#from + this.#kept.length - 1;
    const more = `\n(lines ${this.#from} to ${last}; more follows: read from ${last + 1})`;
    if (this.#kept.length > 0) return this.#kept.join('\n') + (this.isFull ? more : '');
    return this.#line === 1 ? `(${path} is empty)` : `(${path} has ${this.#line - 1} lines)`;
  }

  #extend(text: string): void {
    if (this.#line < this.#from) this.#open = text === '' ? this.#open : '…';
    else {
      const room = MAX_LINE_CHARACTERS - this.#open.length;
      this.#open += text.slice(0, room);
      this.#leftOut += Math.max(0, text.length - room);
    }
  }

  #close(): void {
    if (this.#line >= this.#from) {
      const cut = this.#leftOut > 0 ? `… ${this.#leftOut} characters left out` : '';
      const line = (this.#open + cut).toWellFormed();
      // A text that would not fit begins the next part.
      if (this.#kept.length > 0 && this.#characters + line.length > MAX_CHARACTERS) this.isFull = true;
      else {
        this.#kept.push(line);
        this.#characters += line.length + 1;
        this.isFull = this.#kept.length >= this.#count;
      }
    }
    this.#line++;
    this.#open = '';
    this.#leftOut = 0;
  }
}

const LIST_FIELDS = { path: maybeText('the folder; the working directory by default') };

export const listTool = (area: LookArea): Tool => ({
  spec: {
    name: 'list',
    description: 'Lists what is in a folder: folders end in /, links in @.',
    inputSchema: schemaOf(LIST_FIELDS),
  },
  async prepare(input) {
    const { path: named = '.' } = readInput('list', LIST_FIELDS, input);
    const path = await findRealPath(named, area.directory);
    return {
      kind: 'read',
      title: `list ${named}`,
      input: shownInput({ path: named }, path, area.directory),
      paths: [path],
      diffs: [],
      consent: lookConsent(area, path),
      run: async () => goodResult(await listEntries(path)),
    };
  },
});

async function listEntries(path: string): Promise<string> {
  await checkStillReal(path);
  const names: string[] = [];
  let more = 0;
  const pace = new Pace();
  try {
    // Closed when the loop ends.
    for await (const entry of await opendir(path)) {
      if (names.length >= MAX_ENTRIES) more++;
      else names.push(entry.name + (entry.isDirectory() ? '/' : entry.isSymbolicLink() ? '@' : ''));
      await pace.pause();
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOTDIR'
      ? new ToolFault(`${path} is not a folder; read shows it`)
      : explain(path, error);
  }
  if (names.length === 0) return `(${join(path, '/')} is empty)`;
  const rest = more === 0 ? [] : [`(and ${more} more)`];
  return [...names.sort(), ...rest].join('\n');
}
