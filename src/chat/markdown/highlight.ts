// Code of a fenced block as runs with roles, one line after another as they become final. Owns the bounds and
// the state between lines. Leaves which grammar a language has to highlight-languages.ts, which role its
// tokens have to syntax-role.ts and the colours to chat-style.ts. Invariant: a line's runs depend only on the
// lines of the block up to it, and their texts joined are the line.

import { clusters } from '../../text/width.js';
import { copyState } from './copy-state.js';
import { findLanguage, newLineStream, type Language } from './highlight-languages.js';
import { findRole, type SyntaxRole, type Token } from './syntax-role.js';

/** role: undefined for what has no colour of its own. */
export interface CodeRun {
  text: string;
  role: SyntaxRole | undefined;
}

/**
 * Longer lines are plain: minified code is not read, and some grammars take longer than a frame for it. In
 * UTF-16 units.
 */
const MAX_LINE_LENGTH = 500;
/** Lines of a block that are highlighted. */
const MAX_LINES = 500;
/** A grammar that has not advanced after as many tokens never will (CodeMirror's own limit). */
const MAX_EMPTY_TOKENS = 10;
const INDENT_COLS = 2;
/** Any word does: what it leaves behind is always the same. */
const PRIMER = 'a';
/**
 * Brackets that are open at once, in strings and comments too: nobody reads more, and grammars that keep a
 * stack of them take longer with each.
 */
const MAX_NESTING = 100;

/** For one block. undefined: the language is not known; it is never guessed. */
export function highlighterFor(language: string): CodeHighlighter | undefined {
  const found = findLanguage(language);
  return found && new CodeHighlighter(found);
}

export class CodeHighlighter {
  #state: unknown;
  #lines = 0;
  #nesting = 0;
  /** The grammar threw an error, or brackets are nested too deeply: the rest of the block is plain. */
  #isBroken = false;

  readonly #language: Language;

  constructor(language: Language) {
    this.#language = language;
    const { grammar } = language;
    this.#state = grammar.startState?.(INDENT_COLS) ?? {};
  }

  /** An independent copy; of a state that is too large one that leaves the rest plain. */
  clone(): CodeHighlighter {
    const copy = new CodeHighlighter(this.#language);
    copy.#lines = this.#lines;
    copy.#nesting = this.#nesting;
    copy.#isBroken = this.#isBroken;
    try {
      copy.#state = copyState(this.#state);
    } catch {
      copy.#isBroken = true;
    }
    return copy;
  }

  /** The next line of the block, without its line feed. Never throws. */
  line(text: string): CodeRun[] {
    this.#lines++;
    const plain: CodeRun[] = [{ text, role: undefined }];
    const { grammar, maxLineLength = MAX_LINE_LENGTH } = this.#language;
    if (this.#isBroken || this.#lines > MAX_LINES || text.length > maxLineLength) return plain;
    this.#isBroken = !this.#nest(text);
    if (this.#isBroken) return plain;
    try {
      if (text !== '') return onClusters(text, this.#runs(text));
      grammar.blankLine?.(this.#state, INDENT_COLS);
    } catch {
      // A grammar that fails does so at the same place of the text each time.
      this.#isBroken = true;
    }
    return plain;
  }

  /** False: too deeply. */
  #nest(text: string): boolean {
    for (const [bracket] of text.matchAll(/[([{}\])]/g)) {
      this.#nesting = '([{'.includes(bracket) ? this.#nesting + 1 : Math.max(0, this.#nesting - 1);
      if (this.#nesting > MAX_NESTING) return false;
    }
    return true;
  }

  #runs(text: string): CodeRun[] {
    const { grammar, tokens = {} } = this.#language;
    // Some grammars keep what the last token was beside their state: it may have been one of another block.
    for (const _ of readTokens(grammar, PRIMER, grammar.startState?.(INDENT_COLS) ?? {}));
    const runs: CodeRun[] = [];
    for (const token of readTokens(grammar, text, this.#state)) {
      const role = findRole(token, tokens);
      const last = runs.at(-1);
      // White space looks the same in every role: fewer changes of colour.
      if (last && (last.role === role || token.text.trim() === '')) last.text += token.text;
      else runs.push({ text: token.text, role });
    }
    return runs;
  }
}

/** Changes the state. Throws an error where the grammar does not advance. */
function* readTokens(grammar: Language['grammar'], line: string, state: unknown): Generator<Token> {
  const stream = newLineStream(line, INDENT_COLS);
  while (!stream.eol()) {
    stream.start = stream.pos;
    let name: string | null = null;
    for (let tries = 0; stream.pos <= stream.start; tries++) {
      if (tries === MAX_EMPTY_TOKENS) throw new Error(`no token at column ${stream.start}`);
      name = grammar.token(stream, state);
    }
    yield { name, text: stream.current(), next: line.charAt(stream.pos) };
  }
}

/** Grammars count UTF-16 units; no run may end within what is one character on the screen. */
function onClusters(text: string, runs: CodeRun[]): CodeRun[] {
  if (runs.length < 2 || /^[\t -~]*$/.test(text)) return runs;
  const ends: number[] = [];
  let end = 0;
  for (const { text: cluster } of clusters(text)) ends.push((end += cluster.length));
  const moved: CodeRun[] = [];
  let from = 0;
  let to = 0;
  let at = 0;
  for (const run of runs) {
    to += run.text.length;
    while (at < ends.length - 1 && (ends[at] ?? 0) < to) at++;
    const until = Math.max(from, ends[at] ?? to);
    if (until > from) moved.push({ text: text.slice(from, until), role: run.role });
    from = until;
  }
  return moved;
}
