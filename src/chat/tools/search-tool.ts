// The tool search: lines of files below a folder that match an expression, by ripgrep where it is installed,
// else by our own walk. Owns what is never searched and how much is found at most. Leaves the walk to
// ../context/walk-files.ts and matching to line-matcher.ts.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import ignore from 'ignore';
import { walkFiles } from '../context/walk-files.js';
import { lookConsent } from './look-tools.js';
import { LineMatcher } from './line-matcher.js';
import { isPrivate, unsearchedGlobs, type LookArea } from './path-rules.js';
import { checkStillReal, explain, findRealPath, openReal } from './real-path.js';
import { maybeFlag, maybeText, readInput, schemaOf, textField } from './tool-input.js';
import { goodResult, ToolFault, type Tool } from './tool-set.js';

const MAX_FOUND = 200;
const MAX_LINE_CHARACTERS = 300;
const MAX_FILE_BYTES = 1024 * 1024;

const FIELDS = {
  pattern: textField('a regular expression'),
  path: maybeText('the folder or file to search; the working directory by default'),
  files: maybeText('only files whose name matches this glob, such as *.ts'),
  ignore_case: maybeFlag('false by default'),
};

export interface SearchPorts {
  /** PATH of whoever asks; nothing else of the environment reaches ripgrep. */
  path: string | undefined;
}

interface Search {
  area: LookArea;
  pattern: string;
  glob: string | undefined;
  ignoresCase: boolean;
  signal: AbortSignal;
}

export const searchTool = (area: LookArea, ports: SearchPorts): Tool => ({
  spec: {
    name: 'search',
    description: `Finds lines of files that match an expression, at most ${MAX_FOUND}. What .gitignore excludes is not searched.`,
    inputSchema: schemaOf(FIELDS),
  },
  async prepare(input) {
    const {
      path: named = '.',
      pattern,
      files,
      ignore_case: ignoresCase = false,
    } = readInput('search', FIELDS, input);
    if (pattern === '') throw new ToolFault('pattern is empty');
    const path = await findRealPath(named, area.directory);
    return {
      kind: 'search',
      title: `search ${pattern}${named === '.' ? '' : ` in ${named}`}`,
      paths: [path],
      diffs: [],
      consent: lookConsent(area, path),
      run: async ({ signal }) => {
        await checkStillReal(path);
        const search = { area, pattern, glob: files, ignoresCase, signal };
        const found = (await searchByRipgrep(path, search, ports)) ?? (await searchByWalk(path, search));
        return goodResult(describeFound(found, path));
      },
    };
  },
});

interface Found {
  /** `path:line: text`. */
  lines: string[];
  /** There would be more. */
  isCut: boolean;
}

function describeFound({ lines, isCut }: Found, path: string): string {
  if (lines.length === 0) return `(nothing found in ${path})`;
  return [...lines, ...(isCut ? [`(only the first ${MAX_FOUND}; search for less)`] : [])].join('\n');
}

/** undefined: it is not installed. */
async function searchByRipgrep(
  path: string,
  { area, pattern, glob, ignoresCase, signal }: Search,
  ports: SearchPorts,
): Promise<Found | undefined> {
  const globs = [...(glob === undefined ? [] : [glob]), ...unsearchedGlobs(area)].flatMap((each) => [
    '--iglob',
    each,
  ]);
  const args = [
    // A config file may follow links, or run programs on what is found.
    '--no-config',
    '--no-messages',
    '--no-heading',
    '--with-filename',
    '--line-number',
    '--color=never',
    '--hidden',
    '--no-require-git',
    `--max-filesize=${MAX_FILE_BYTES}`,
    ...(ignoresCase ? ['--ignore-case'] : []),
    ...globs,
    '--regexp',
    pattern,
    '--',
    path,
  ];
  const env = { PATH: ports.path, LC_ALL: 'C.UTF-8' };
  const child = spawn('rg', args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  ended.catch(() => undefined);
  const stop = (): void => void child.kill();
  signal.addEventListener('abort', stop);
  try {
    let complaint = '';
    child.stderr.on('data', (bytes: Buffer) => (complaint = (complaint + bytes.toString()).slice(0, 500)));
    const found: Found = { lines: [], isCut: false };
    for await (const line of createInterface({ input: child.stdout })) {
      if (found.lines.length < MAX_FOUND) found.lines.push(cutLine(line.replace(/:(\d+):/, ':$1: ')));
      else {
        found.isCut = true;
        stop();
      }
    }
    const [code] = await ended;
    if (code === 2 && found.lines.length === 0) throw new ToolFault(`pattern: ${complaint.trim()}`);
    return found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function searchByWalk(
  path: string,
  { area, pattern, glob, ignoresCase, signal }: Search,
): Promise<Found> {
  const matcher = new LineMatcher(pattern, { ignoresCase });
  const found: Found = { lines: [], isCut: false };
  // Globs of ripgrep are those of .gitignore, and braces.
  const wanted = glob === undefined ? undefined : ignore().add(withoutBraces(glob));
  for await (const file of filesAt(path, area, signal)) {
    if (wanted?.ignores(relative(path, file) || basename(file)) === false) continue;
    const lines = await readTextLines(file);
    for (const at of await matcher.match(lines)) {
      if (found.lines.length >= MAX_FOUND) return { ...found, isCut: true };
      found.lines.push(cutLine(`${file}:${at + 1}: ${lines[at] ?? ''}`));
    }
    if (signal.aborted) break;
  }
  return found;
}

async function* filesAt(path: string, area: LookArea, signal: AbortSignal): AsyncGenerator<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw explain(path, error);
  });
  if (!found.isDirectory()) {
    yield path;
    return;
  }
  for await (const entries of walkFiles(path))
    for (const entry of entries) {
      if (signal.aborted) return;
      const file = join(path, entry.path);
      if (!entry.isDirectory && !isPrivate(area, file)) yield file;
    }
}

/** None of a link, nor of a file that is binary, too large or not to be read. */
async function readTextLines(file: string): Promise<string[]> {
  const handle = await openReal(file).catch(() => undefined);
  if (!handle) return [];
  try {
    if ((await handle.stat()).size > MAX_FILE_BYTES) return [];
    const bytes = await handle.readFile();
    return bytes.subarray(0, 8_000).includes(0) ? [] : bytes.toString('utf8').split('\n');
  } catch {
    return [];
  } finally {
    await handle.close();
  }
}

/** `*.{ts,tsx}` is two. More braces than anybody writes are left as they are. */
function withoutBraces(glob: string, left = 4): string[] {
  const found = left === 0 ? undefined : /\{([^{}]*)\}/.exec(glob);
  if (!found) return [glob];
  const [start, end] = [glob.slice(0, found.index), glob.slice(found.index + found[0].length)];
  return (found[1] ?? '').split(',').flatMap((each) => withoutBraces(start + each + end, left - 1));
}

const cutLine = (line: string): string =>
  (line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS)}…` : line).toWellFormed();
