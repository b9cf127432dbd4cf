// A text at the end of a line, such as the question of `send`, as typed (pure): its quotes, backslashes,
// spaces and dashes belong to it. Owns where it begins and what of the line is not part of it. Leaves the
// words of everything else to parse-command.ts. A shell has already removed its quotes; there only the dashes
// are left to keep.

import type { ArgumentKind, Command, Positional, Registry } from '../command.js';
import { findFlag, findOpenFlag, findTextPosition, flagsAtEnd, TEXT_KINDS } from './cut-line.js';
import { splitWords } from './split-words.js';

/** The words that parseArguments takes for a line; a text is one of them. Throws a UserError. */
export function wordsOfLine(registry: Registry, line: string): string[] {
  const tokens = tokenize(line, MOST_BEFORE);
  const found = tokens.length === 0 ? undefined : findText(registry, tokens, TEXT_KINDS);
  const textAt = found && tokens[found.start]?.start;
  if (!found || textAt === undefined) return splitWords(line);
  const { command, isLiteral, positional } = found;
  if (positional.kind === 'targets') return wordsOfTargets(command, line, { tokens, textAt });
  // No program is called so: it is a flag that run does not have.
  if (positional.kind === 'shell' && !isLiteral && line[textAt] === '-') return splitWords(line);
  const { text, flags } = splitText(command, line.slice(textAt).trimEnd(), isLiteral);
  // Alone and not in quotes it is not a text; see asksForHelp.
  if (text === '' || (text === '--help' && !isLiteral)) return splitWords(line);
  const before = splitWords(line.slice(0, textAt)).slice(0, isLiteral ? -1 : undefined);
  return [...before, ...flags, '--', unquote(text)];
}

/**
 * The sessions, `--` and the text as one word; without a `--` both as one word, since only who knows the
 * sessions can say where the text begins. textAt: of the first that is not a flag.
 */
function wordsOfTargets(
  command: Command,
  line: string,
  { tokens, textAt }: { tokens: readonly Token[]; textAt: number },
): string[] {
  const dashes = tokens.find(({ word, isQuoted }) => word === '--' && !isQuoted);
  if (dashes) {
    const text = line.slice(dashes.start + 2).trim();
    return [...splitWords(line.slice(0, dashes.start)), '--', ...(text === '' ? [] : [unquote(text)])];
  }
  const { text, flags } = splitText(command, line.slice(textAt).trimEnd(), false);
  return [...splitWords(line.slice(0, textAt)), ...flags, ...(text === '' ? [] : [text])];
}

/** Where in a line its text begins. */
export interface FoundText {
  command: Command;
  positional: Positional;
  /** Index of its first token; their number if it has none. */
  start: number;
  /** A `--` stands before it. */
  isLiteral: boolean;
}

/**
 * undefined: the command takes no text of these kinds. Throws a UserError for what is not a command. tokens:
 * at least one.
 */
export function findText(
  registry: Registry,
  tokens: readonly Token[],
  kinds?: readonly ArgumentKind[],
): FoundText | undefined {
  const words = tokens.map(({ word }) => word);
  const { command, rest, taken } = registry.get(words);
  const position = findTextPosition(command, kinds);
  const positional = command.positionals[position];
  if (!positional) return undefined;
  // For an alias that means several words, the others come before what was typed.
  const added = rest.length - (words.length - taken);
  // What is quoted is neither a flag nor a `--`.
  const typed = tokens.slice(taken).map(({ word, isQuoted }) => (isQuoted ? 'word' : word));
  const shape = [...rest.slice(0, added), ...typed];
  const begin = findTextStart(command, shape, position);
  const { textAfter } = positional;
  if (textAfter && !shape.slice(0, begin).some((word) => textAfter.includes(word))) return undefined;
  const start = begin - added + taken;
  const isLiteral = start > taken && shape[start - 1 - taken + added] === '--';
  return { command, positional, start, isLiteral };
}

/**
 * Flags after the last word are the command's, unless a `--` is in the line or it is a shell's command, which
 * has flags of its own. Quoted words are not flags.
 */
function splitText(
  command: Command,
  typed: string,
  isLiteral: boolean,
): { text: string; flags: readonly string[] } {
  const isShell = findTextPosition(command, ['shell']) >= 0;
  if (isLiteral || isShell || /(?:^|\s)--(?:\s|$)/.test(typed)) return { text: typed, flags: [] };
  // Of a long one only the end is looked through.
  const from = typed.length > LONGEST_FLAGS ? typed.length - LONGEST_FLAGS : 0;
  const words = [...typed.slice(from).matchAll(/\S+/g)];
  const start = flagsAtEnd(
    command,
    words.map(([word]) => word),
  );
  const last = words[start - 1];
  const end = last ? from + last.index + last[0].length : from;
  return { text: typed.slice(0, end), flags: words.slice(start).map(([word]) => word) };
}

/** Characters of the flags after a text. */
const LONGEST_FLAGS = 2_000;

/**
 * Whether the words after a command's name ask for help on it, rather than mention it in a text or pass it to
 * a program.
 */
export function asksForHelp(command: Command, words: readonly string[]): boolean {
  const at = words.indexOf('--help');
  if (at < 0 || words.slice(0, at).includes('--')) return false;
  const position = findTextPosition(command);
  if (position < 0) return true;
  const start = findTextStart(command, words, position);
  // Nobody sends that to a model or runs it as a program.
  return at < start || (at === start && words.length === start + 1);
}

/** Index of the text's first word among those after the command's name; their number if there is none. */
function findTextStart(command: Command, words: readonly string[], position: number): number {
  let loose = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word === '--') return at + 1;
    if (!word.startsWith('-') || word === '-') {
      if (loose === position) return at;
      loose++;
    } else if (findOpenFlag(command, word)) at++;
    else if (!findFlag(command, word) && loose === position) return at;
  }
  return words.length;
}

export interface Token {
  /** Without quotes and backslashes; to the line's end if a quote is not closed. */
  word: string;
  isQuoted: boolean;
  start: number;
}

const WORD = /(?:\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"|[^\s'"\\]|\\$|['"][^]*$)+/g;
const QUOTED = /^(?:'[^']*'|"(?:\\[^]|[^"\\])*")$/;

/** More words do not stand before a text, which may be long. */
export const MOST_BEFORE = 1_000;

/**
 * Like splitWords, but a quote that is not closed is not an error: it may be an apostrophe. Up to so many
 * words.
 */
export function tokenize(line: string, most = Number.POSITIVE_INFINITY): Token[] {
  const tokens: Token[] = [];
  for (const { 0: raw, index } of line.matchAll(WORD)) {
    if (tokens.length >= most) break;
    const word = readWord(raw);
    tokens.push({ word, isQuoted: word !== raw, start: index });
  }
  return tokens;
}

function readWord(raw: string): string {
  try {
    return splitWords(raw)[0] ?? '';
  } catch {
    return raw;
  }
}

/** A text that is one quoted word is meant without its quotes, as in a shell; any other as it is. */
export const unquote = (text: string): string => (QUOTED.test(text) ? readWord(text) : text);
