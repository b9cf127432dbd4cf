// What a tool call is called in one line (pure): a word for its kind, and the command, the files or the title
// that it is about. Owns these words and how paths are shortened.

import { glyphs } from '../../text/glyphs.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { clusters, textWidth, truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE } from '../chat-style.js';
import type { Run } from '../markdown/wrap-runs.js';
import { commandOf, type ToolCall, type ToolKind } from '../model-event.js';

export interface Counts {
  added: number;
  removed: number;
}

/** Empty: the title alone says what it is. */
const KIND_WORDS: Readonly<Record<ToolKind, string>> = {
  read: 'read',
  edit: 'edit',
  delete: 'delete',
  move: 'move',
  search: 'search',
  execute: 'run',
  think: 'think',
  fetch: 'fetch',
  switch_mode: 'mode',
  other: '',
};

const OF_FILES: readonly ToolKind[] = ['read', 'edit', 'delete', 'move'];

export interface CallWords {
  kind: string;
  /** May have several lines if it is a command. Not sanitised. */
  subject: string;
  /** It is a path. */
  isPath: boolean;
  /** Files beyond those that the subject names. */
  otherFiles: number;
}

/** directory: of the session; undefined: not known. */
export function wordsOf(call: ToolCall, directory: string | undefined): CallWords {
  const kind = wordOfKind(call);
  if (kind === LIST) return listWords(call, directory);
  const command = call.kind === 'execute' ? commandOf(call.input) : undefined;
  if (command !== undefined && command.trim() !== '')
    return { kind, subject: command.trim(), isPath: false, otherFiles: 0 };
  const [first, ...others] = OF_FILES.includes(call.kind) ? filesOf(call, directory) : [];
  if (first !== undefined && call.kind === 'move' && others[0] !== undefined)
    return { kind, subject: `${first} ${arrow()} ${others[0]}`, isPath: true, otherFiles: others.length - 1 };
  if (first !== undefined) return { kind, subject: first, isPath: true, otherFiles: others.length };
  return { kind, subject: withoutWord(call.title.trim(), kind), isPath: false, otherFiles: 0 };
}

const LIST = 'list';

/** A folder is not read as a file is, though the protocol has one kind for both. */
export const wordOfKind = ({ kind, title }: Pick<ToolCall, 'kind' | 'title'>): string =>
  kind === 'read' && /^list\s/i.test(title) ? LIST : KIND_WORDS[kind];

function listWords({ paths, title }: ToolCall, directory: string | undefined): CallWords {
  const [path, ...others] = paths;
  if (path === undefined)
    return { kind: LIST, subject: withoutWord(title.trim(), LIST), isPath: false, otherFiles: 0 };
  const subject = path === directory ? '.' : fromDirectory(path, directory);
  return { kind: LIST, subject, isPath: true, otherFiles: others.length };
}

const arrow = (): string => (glyphs().saysMarks ? 'to' : '→');

/** Those that it changed, else those that it says it works on. */
function filesOf({ diffs, paths }: ToolCall, directory: string | undefined): string[] {
  const found = diffs.length > 0 ? diffs.map(({ path }) => path) : paths;
  return [...new Set(found)].map((path) => fromDirectory(path, directory));
}

/** A title that begins with the kind's word says it twice. */
function withoutWord(title: string, word: string): string {
  const start = title.slice(0, word.length + 1).toLowerCase();
  return (word !== '' && start === `${word} ` ? title.slice(word.length + 1).trim() : title) || 'tool';
}

/** As seen from the directory, if it is in there. */
export function fromDirectory(path: string, directory: string | undefined): string {
  if (directory === undefined) return path;
  const start = directory.endsWith('/') ? directory : `${directory}/`;
  const rest = path.startsWith(start) ? path.slice(start.length) : '';
  // What begins so would be read as a path from elsewhere.
  return rest === '' || /^[/~]/.test(rest) ? path : rest;
}

/** Of at most cols columns, without control characters: the end of a path tells most. */
export function shortenPath(
  path: string,
  { directory, cols }: { directory: string | undefined; cols: number },
): string {
  return keepEnd(sanitiseLine(fromDirectory(path, directory)), cols);
}

/** Of at most cols columns. */
export function keepEnd(text: string, cols: number): string {
  let excess = textWidth(text) - cols;
  if (excess <= 0) return text;
  const sign = glyphs().ellipsis;
  excess += textWidth(sign);
  let from = 0;
  for (const cluster of clusters(text)) {
    if (excess <= 0) break;
    excess -= cluster.width;
    from += cluster.text.length;
  }
  return truncateToWidth(sign + text.slice(from), cols, '');
}

/** ` +3 −1`; empty when nothing is known. */
export function countRuns(counts: Counts | undefined): Run[] {
  if (!counts) return [];
  const { added, removed } = counts;
  const runs: Run[] = [];
  if (added > 0) runs.push({ text: ` +${added}`, paint: CHAT_STYLE.done });
  if (removed > 0) runs.push({ text: ` ${glyphs().minus}${removed}`, paint: CHAT_STYLE.error });
  return runs;
}
