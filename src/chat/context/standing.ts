// What a model gets with each question beside the conversation: the rules of the user and the project, and
// the files that the user keeps in it. Owns which files these are, read again for each turn. Invariant:
// nothing outside of the directory that a rule or a pattern belongs to is read, whatever links lead there,
// and no pattern finds a file that usually holds secrets.

import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { UserError } from '../../text/user-error.js';
import type { AroundChat } from '../ports.js';
import { pathWithin, resolveNamed } from '../../paths/named-path.js';
import { quoteText } from './quote-attached.js';
import { readNamed } from './read-named.js';
import { isPrivate } from '../tools/path-rules.js';
import { directoriesFromRoot } from './repository-directories.js';
import { walkFiles } from './walk-files.js';

export interface StandingFile {
  kind: 'rules' | 'file';
  /** As it is named to the model and the user. */
  name: string;
  text: string;
}

export interface Standing {
  files: readonly StandingFile[];
  /** What is not sent, and why. */
  leftOut: readonly string[];
}

const RULES = 'AGENTS.md';
const RULES_FOLDER = '.amazonq/rules';
/** More fills the window of most models. */
const MOST_BYTES = 1024 * 1024;
const MOST_FILES = 200;

interface Wanted {
  kind: StandingFile['kind'];
  path: string;
  name: string;
  /** Where it must really be. */
  within: string;
  /** By a pattern; its user may not have thought of it. */
  isFound?: true;
}

type StandingSource = Pick<AroundChat, 'standing' | 'rulesDirectory' | 'withoutKeys'>;

/** Never rejects. directory: of the session. */
export async function readStanding(directory: string, around: StandingSource): Promise<Standing> {
  const files = new Map<string, StandingFile>();
  const leftOut: string[] = [];
  const secret = new Set<string>();
  let bytes = 0;
  for await (const { kind, path, name, within, isFound } of wantedFiles(directory, around, leftOut)) {
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined && kind === 'file') leftOut.push(`there is no file ${name}`);
    if (real === undefined || files.has(real)) continue;
    const root = await realpath(within).catch(() => within);
    if (pathWithin(root, real) === undefined) {
      leftOut.push(`${name} leads out of ${within}`);
      continue;
    }
    if (isFound && isPrivate({ directory: root, closed: [] }, real)) {
      secret.add(name);
      continue;
    }
    try {
      const read = await readNamed({ path: real, lines: undefined }, directory);
      if (read?.kind !== 'file') continue;
      bytes += read.bytes;
      if (bytes > MOST_BYTES || files.size === MOST_FILES) {
        leftOut.push(`${name} and what follows: more than ${MOST_FILES} files or 1 MB`);
        break;
      }
      files.set(real, { kind, name, text: around.withoutKeys(read.text) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      leftOut.push(error.message);
    }
  }
  if (secret.size > 0) leftOut.push(describeSecret([...secret]));
  return { files: [...files.values()], leftOut };
}

function describeSecret([first = '', ...others]: readonly string[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${first}${more} may hold secrets; name a file itself to send it`;
}

/** The instruction of a request: of the session's type, then rules and files. undefined: none of them. */
export function withStanding(instruction: string | undefined, { files }: Standing): string | undefined {
  const quoted = (kind: StandingFile['kind'], tag: string): string[] =>
    files
      .filter((file) => file.kind === kind)
      .map(({ name, text }) => quoteText(tag, `name=${JSON.stringify(name)}`, text));
  const rules = quoted('rules', 'rules');
  const kept = quoted('file', 'file');
  const parts = [
    ...(instruction === undefined || instruction.trim() === '' ? [] : [instruction]),
    ...(rules.length === 0 ? [] : ['Rules of the user and of this project:', ...rules]),
    ...(kept.length === 0
      ? []
      : ['Files that the user keeps in this conversation, as they are now:', ...kept]),
  ];
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

async function* wantedFiles(
  directory: string,
  { standing, rulesDirectory }: StandingSource,
  leftOut: string[],
): AsyncGenerator<Wanted, void> {
  if (rulesDirectory !== undefined) yield* ruleFiles(directory, rulesDirectory);
  for (const pattern of standing) {
    let count = 0;
    for await (const wanted of filesOf(pattern, directory)) {
      count++;
      yield wanted;
    }
    if (count === 0) leftOut.push(`${pattern} fits no file`);
  }
}

async function* ruleFiles(directory: string, beside: string): AsyncGenerator<Wanted, void> {
  const own = join(beside, RULES);
  yield { kind: 'rules', path: own, name: own, within: beside };
  const directories = await directoriesFromRoot(directory);
  const [root = directory] = directories;
  const nameOf = (path: string): string => relative(directory, path) || path;
  for (const each of directories) {
    const path = join(each, RULES);
    yield { kind: 'rules', path, name: nameOf(path), within: root };
  }
  for (const each of new Set([root, directory])) {
    const folder = join(each, RULES_FOLDER);
    for await (const entries of walkFiles(folder))
      for (const { path, isDirectory } of entries)
        if (!isDirectory && path.endsWith('.md'))
          yield { kind: 'rules', path: join(folder, path), name: nameOf(join(folder, path)), within: root };
  }
}

const HAS_PATTERN = /[*?[\]{}]/;

/** Patterns are those of .gitignore; a folder is all that is in it. Any other path may be anywhere. */
async function* filesOf(pattern: string, directory: string): AsyncGenerator<Wanted, void> {
  if (!HAS_PATTERN.test(pattern) && !pattern.endsWith('/')) {
    yield { kind: 'file', path: resolveNamed(pattern, directory), name: pattern, within: '/' };
    return;
  }
  const { default: createMatcher } = await import('ignore');
  const matcher = createMatcher().add(pattern);
  for await (const entries of walkFiles(directory))
    for (const { path, isDirectory } of entries)
      if (!isDirectory && matcher.ignores(path))
        yield { kind: 'file', path: join(directory, path), name: path, within: directory, isFound: true };
}
