// Reads the transcripts that agents keep, each as a whole. Owns which reader a file has, the titles and
// directories that stand in files beside it, and keeping the last one. Leaves where they are to
// agent-files.ts. Invariant: no link within their folders is followed, and nothing is written.

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SearchedFile } from '../places/file.js';
import { whyNotSearched, type Fault } from '../places/folders.js';
import type { TranscriptReader } from '../places/transcript-reader.js';
import { ByteScanner } from '../scan/byte-scanner.js';
import type { Kernel } from '../scan/kernel.js';
import { scanFile } from '../scan/scan-file.js';
import type { ReadConversation } from '../transcripts/unit.js';
import { longest, type Matcher } from '../words/query.js';
import { parseFields, textOf } from './conversation-builder.js';
import { readClaude } from './read-claude.js';
import { readCodex } from './read-codex.js';
import { readGemini } from './read-gemini.js';
import { readOpenCode } from './read-opencode.js';

/** One has about a megabyte; what is larger is not one. */
const MOST_BYTES = 256 << 20;

const MOST_KEPT_BYTES = 64 << 20;

export class AgentTranscripts implements TranscriptReader {
  readonly #kernel: () => Kernel;
  /** What was read last, of files and of databases: these are copied first. */
  readonly #last = new Map<boolean, { key: string; conversations: readonly ReadConversation[] }>();
  #titles: { root: string; titles: ReadonlyMap<string, string> } | undefined;

  constructor(kernel: () => Kernel) {
    this.#kernel = kernel;
  }

  async read(file: SearchedFile, fault: Fault): Promise<readonly ReadConversation[]> {
    const key = `${file.path} ${file.ino} ${file.size} ${file.mtimeMs} ${file.changedMs}`;
    const isDatabase = file.kind === 'opencode';
    const last = this.#last.get(isDatabase);
    if (last?.key === key) return last.conversations;
    try {
      const conversations = await this.#read(file);
      if (file.size <= MOST_KEPT_BYTES) this.#last.set(isDatabase, { key, conversations });
      return conversations;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') fault(whyNotSearched(file.path, error));
      return [];
    }
  }

  async readWith(file: SearchedFile, matcher: Matcher, fault: Fault): Promise<readonly ReadConversation[]> {
    if (file.kind === 'opencode' || this.#mayHave(file, matcher)) return this.read(file, fault);
    return [];
  }

  async #read(file: SearchedFile): Promise<ReadConversation[]> {
    const { kind, path } = file;
    switch (kind) {
      case 'claude':
        return readClaude(linesOf(readWhole(path)), path);
      case 'codex':
        return readCodex(linesOf(readWhole(path)), path, this.#codexTitles(path));
      case 'gemini':
        return readGemini(readWhole(path), path, geminiDirectory(path));
      case 'opencode':
        if (file.size > MOST_BYTES) throw tooLarge();
        return readOpenCode(path);
      default:
        return [];
    }
  }

  /** Of text that may stand as JSON in a string of JSON: what neither escapes. */
  #mayHave({ path }: SearchedFile, { needles }: Matcher): boolean {
    const parts = needles.flatMap((needle) => needle.split(/["\\/\p{Cc}]+/u));
    const part = longest(parts);
    if (part === '') return true;
    let descriptor: number | undefined;
    try {
      descriptor = openSync(path, FLAGS);
      const kernel = this.#kernel();
      const scanners = ByteScanner.all(kernel, part);
      for (const { lines } of scanFile(kernel, scanners, { descriptor, from: 0, joins: false }))
        if (lines.length > 0) return true;
      // One object over several lines need not end with one.
      return path.endsWith('.json');
    } catch {
      // Reading it says what is wrong.
      return true;
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  #codexTitles(path: string): ReadonlyMap<string, string> {
    const root =
      /^(.*)\/(?:sessions\/\d+\/\d+\/\d+|archived_sessions)\/[^/]+$/.exec(path)?.[1] ?? dirname(path);
    if (this.#titles?.root !== root)
      this.#titles = { root, titles: readTitles(join(root, 'session_index.jsonl')) };
    return this.#titles.titles;
  }
}

const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const tooLarge = (): Error => Object.assign(new Error('it is too large'), { code: 'EFBIG' });

function readWhole(path: string): string {
  const descriptor = openSync(path, FLAGS);
  try {
    if (fstatSync(descriptor).size > MOST_BYTES) throw tooLarge();
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** At line feeds alone: text may hold other line separators. */
const linesOf = (text: string): string[] => text.split('\n');

/** The last one counts. */
function readTitles(path: string): Map<string, string> {
  const titles = new Map<string, string>();
  try {
    for (const line of linesOf(readWhole(path))) {
      const { id, thread_name: name } = parseFields(line);
      if (textOf(name) !== '') titles.set(textOf(id), textOf(name));
    }
  } catch {
    // There are none.
  }
  return titles;
}

/** Of tmp/PROJECT/chats/… . */
function geminiDirectory(path: string): string | undefined {
  const project = /^(.*\/tmp\/[^/]+)\/chats\//.exec(path)?.[1];
  if (project === undefined) return undefined;
  try {
    return readWhole(join(project, '.project_root')).trim() || undefined;
  } catch {
    return undefined;
  }
}
