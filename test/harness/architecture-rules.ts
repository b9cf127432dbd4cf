// The import table of docs/architecture.md as data, and the check of one file against it. Imports point down
// the steps; within a step only types are shared; a package belongs to the folders named here.

import { dirname, join } from 'node:path/posix';
import {
  findImports,
  hasComputedImport,
  openingComment,
  stripLiterals,
  type ImportStatement,
} from './source-file.js';

/** From the top. `text` is the ground below its own step: every folder throws its UserError. */
const STEPS: readonly (readonly string[])[] = [
  ['entrance'],
  ['cli', 'client', 'server'],
  ['frame'],
  ['commands'],
  ['session'],
  ['copy-mode'],
  ['panes', 'dialogs', 'keymap', 'terminal', 'chat', 'store', 'search'],
  ['guide'],
  ['process', 'git', 'remote'],
  ['protocol', 'config', 'log'],
  ['files', 'paths', 'loop', 'look'],
  ['text'],
];

export const ROOMS: readonly string[] = STEPS.flat();

/**
 * Beyond the steps: the command line starts the client; what a dialog is given are keys; keys name layouts.
 */
const SIDEWAYS: Readonly<Record<string, readonly string[]>> = {
  cli: ['client'],
  dialogs: ['keymap'],
  keymap: ['panes'],
};

/** Less than the steps would allow: attaching costs little more than Node's own start. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  client: ['process', 'remote', 'protocol', 'log', 'files', 'paths', 'text'],
};

/**
 * Folders with walls inside their room: what each may import from the same room. 'ports': the files at the
 * room's root.
 */
const WALLS: Readonly<Record<string, readonly string[]>> = {
  'terminal/xterm': [],
  'terminal/pty': ['ports'],
  'terminal/flow': ['ports'],
  'terminal/scrollback': ['ports', 'terminal/xterm'],
  'terminal/emulator': ['ports', 'terminal/xterm', 'terminal/scrollback', 'terminal/flow'],
  'server/view': [],
  'server/shares': ['server/view'],
  'server/workspace': [
    'ports',
    'server/view',
    'server/workspace/reload',
    'server/workspace/runs',
    'server/workspace/happenings',
    'server/workspace/search',
  ],
  'server/workspace/runs': [],
  'server/workspace/happenings': [],
  'server/workspace/search': [],
};

/**
 * Which folders may load a package; a package in no row may be loaded by nobody. A trailing slash means a
 * scope.
 */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'node-pty': ['terminal/pty'],
  '@xterm/': ['terminal/xterm'],
  blessed: ['frame'],
  lowdb: ['store'],
  '@ai-sdk/': ['chat/providers'],
  '@agentclientprotocol/': ['chat/agents', 'cli/acp'],
  '@modelcontextprotocol/': ['chat/mcp'],
  ignore: ['chat'],
  minisearch: ['guide'],
  'node-sqlite3-wasm': ['search/index', 'search/agents'],
  'undici-7': ['chat/providers'],
  '@earendil-works/pi-tui': ['chat'],
  entities: ['chat'],
  chalk: ['chat'],
  diff: ['chat'],
  '@codemirror/': ['chat'],
  zod: ['config'],
  'smol-toml': ['config'],
  nanoid: ['session', 'server', 'cli'],
  yargs: ['cli'],
  'yargs-parser': ['commands'],
};

/** What the client may use of Node, apart from types. */
const CLIENT_MODULES = ['node:net', 'node:fs', 'node:tty', 'node:child_process', 'node:path', 'node:stream'];

const PURE_ROOMS = ['panes', 'dialogs', 'keymap', 'text', 'protocol'];

/** Other pure files, by their path in src/; so is every file with `(pure)` in its opening comment. */
const PURE_FILES = [
  'session/status.ts',
  'session/names/names.ts',
  'config/options.ts',
  'chat/transcript-record.ts',
];

/** Clock, timers, randomness, waiting and Node itself: a pure file gets the time and its ids as arguments. */
const IMPURE =
  /\b(?:Date\.now|new Date\(\)|performance\.|setTimeout|setInterval|setImmediate|queueMicrotask|Math\.random|crypto\.|process\.|Buffer\b|await\b)/;

const MAX_LINES = 400;
/** Code is broken there by prettier, but not its comments. */
const MAX_COLUMNS = 110;
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;
/** A constructor cannot be called #. */
const PRIVATE = /\bprivate (?!constructor\b)/;

/** What the user names can only be imported when it is known. */
const IMPORTS_WHAT_IS_NAMED = 'entrance/gguf.ts';

/** Files that consist of one table. */
const TABLES: readonly string[] = [];

const MAX_OPENING_LINES = 7;

/** What is wrong with the file at path (in src/, such as `panes/geometry.ts`), a line each. */
export function findViolations(path: string, text: string): string[] {
  return [...findForm(path, text), ...findImpurity(path, text), ...findBadImports(path, text)].map(
    (problem) => `src/${path}: ${problem}`,
  );
}

/** Segmenter: 3 to 10 ms of every start; at its first use it is early enough. */
const INTL_AT_LOAD = /^(?:export )?(?:const|let) (?!.*=>).*\bnew Intl\./m;
/** A tenth of a millisecond for each. */
const CLASSES_AT_LOAD = /^(?:export )?(?:const|let) \w+(?:: \w+)? =\s+\/.*\\p\{/im;

function findForm(path: string, text: string): string[] {
  const problems: string[] = [];
  const opening = openingComment(text).length;
  if (opening === 0) problems.push('does not open with a comment that says what it owns');
  if (opening > MAX_OPENING_LINES)
    problems.push(`opens with ${opening} lines of comment, ${MAX_OPENING_LINES} at most`);
  const wide = text.split('\n').findIndex((line) => line.length > MAX_COLUMNS && COMMENT.test(line));
  if (wide !== -1) problems.push(`has a comment of more than ${MAX_COLUMNS} columns in line ${wide + 1}`);
  if (PRIVATE.test(stripLiterals(text))) problems.push('says private; #name is private here');
  if (INTL_AT_LOAD.test(text)) problems.push('makes an Intl object while it loads, which takes milliseconds');
  if (CLASSES_AT_LOAD.test(text))
    problems.push('reads classes such as \\p{L} while it loads; text/derived.ts has latePattern()');
  if (text.includes('\\u001b')) problems.push('writes ESC as \\u001b; it is \\x1b here');
  const lines = text.trimEnd().split('\n').length;
  if (lines > MAX_LINES && !TABLES.includes(path)) problems.push(`has ${lines} lines, ${MAX_LINES} at most`);
  if (path !== 'entrance/leave.ts' && /\bprocess\.(?:exit|reallyExit|abort)\s*\(/.test(stripLiterals(text)))
    problems.push('ends the process; only entrance/leave.ts does');
  return problems;
}

function isPure(path: string, text: string): boolean {
  if (PURE_ROOMS.includes(roomOf(path)) || PURE_FILES.includes(path)) return true;
  return openingComment(text).join('\n').includes('(pure)');
}

function findImpurity(path: string, text: string): string[] {
  if (!isPure(path, text)) return [];
  const problems = findImports(text)
    .filter(({ specifier, typeOnly }) => !typeOnly && specifier.startsWith('node:'))
    .map(({ specifier }) => `is pure and imports ${specifier}`);
  const impure = IMPURE.exec(stripLiterals(text));
  return impure ? [...problems, `is pure and uses ${impure[0]}`] : problems;
}

function findBadImports(path: string, text: string): string[] {
  const computed =
    path !== IMPORTS_WHAT_IS_NAMED && hasComputedImport(text)
      ? ['imports what only the running program knows']
      : [];
  const bad = findImports(text).flatMap((statement) => {
    const { specifier } = statement;
    if (specifier.startsWith('.')) return checkRelative(path, statement);
    return specifier.startsWith('node:') ? checkNode(path, statement) : checkPackage(path, statement);
  });
  return [...computed, ...bad];
}

function checkRelative(path: string, { specifier, typeOnly }: ImportStatement): string[] {
  const target = join(dirname(path), specifier);
  if (target.startsWith('../')) return [`imports ${specifier} from outside src/`];
  const [from, to] = [roomOf(path), roomOf(target)];
  if (from === to) return checkWalls(path, target);
  // The program's start: one of the bundles, which it loads when it knows which, brings everything else.
  if (path === 'cli.ts') return to === 'entrance' ? [] : [`imports ${to}; cli.ts may import entrance`];
  const [fromStep, toStep] = [stepOf(from), stepOf(to)];
  if (fromStep === -1) return [`is in ${from}, which is no room of the table`];
  if (toStep === -1) return [`imports ${to}, which is no room of the table`];
  if (toStep < fromStep) return [`imports ${to}, which is above it`];
  if (ONLY[from] && !ONLY[from].includes(to))
    return [`imports ${to}; ${from} may import ${ONLY[from].join(', ')}`];
  if (toStep === fromStep && !typeOnly && !SIDEWAYS[from]?.includes(to))
    return [`imports values of ${to}, which is beside it`];
  return [];
}

function checkWalls(path: string, target: string): string[] {
  const [from, to] = [dirname(path), dirname(target)];
  const allowed = WALLS[from];
  if (from === to || !allowed) return [];
  const name = to.includes('/') ? to : 'ports';
  return allowed.includes(name) ? [] : [`imports ${to}, which is behind a wall`];
}

function checkNode(path: string, { specifier, typeOnly }: ImportStatement): string[] {
  if (roomOf(path) !== 'client' || typeOnly || CLIENT_MODULES.includes(specifier)) return [];
  return [`imports ${specifier}; client may import ${CLIENT_MODULES.join(', ')}`];
}

function checkPackage(path: string, { specifier }: ImportStatement): string[] {
  const row = Object.keys(PACKAGES).find(
    (name) => specifier === name || specifier.startsWith(name.endsWith('/') ? name : `${name}/`),
  );
  if (row === undefined) return [`imports ${specifier}, which is no package of the table`];
  const folders = PACKAGES[row] ?? [];
  if (folders.some((folder) => path.startsWith(`${folder}/`))) return [];
  return [`imports ${specifier}, which belongs to ${folders.join(', ')}`];
}

const roomOf = (path: string): string => path.split('/')[0] ?? '';

const stepOf = (room: string): number => STEPS.findIndex((step) => step.includes(room));
