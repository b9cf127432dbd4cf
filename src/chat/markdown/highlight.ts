// Code of a fenced block as runs with roles, one line after another as they become final. Owns the bounds, and
// the state between lines. Leaves which grammar a language has to highlight-languages.ts, which role its
// tokens have to syntax-role.ts and the colours to chat-style.ts. Invariant: a line's runs depend only on the
// lines of the block up to it, and their texts joined are the line.

import type { StreamParser } from '@codemirror/streamparser';
import { clusters } from '../../text/width.js';
import { findLanguage, newLineStream, type Language } from './highlight-languages.js';
import { findRole, type SyntaxRole } from './syntax-role.js';

/** role: undefined for what has no colour of its own. */
export interface CodeRun {
  text: string;
  role: SyntaxRole | undefined;
}

/** Longer lines are plain: minified code is not read, and some grammars take long for it. In UTF-16 units. */
const MAX_LINE_LENGTH = 2000;
/** Lines of a block that are highlighted. */
const MAX_LINES = 500;
/** A grammar that has not advanced after as many tokens never will (CodeMirror's own limit). */
const MAX_EMPTY_TOKENS = 10;
const INDENT_COLS = 2;

/** For one block. undefined: the language is not known; it is never guessed. */
export function highlighterFor(language: string): CodeHighlighter | undefined {
  const found = findLanguage(language);
  return found && new CodeHighlighter(found);
}

export class CodeHighlighter {
  #state: unknown;
  #lines = 0;
  /** The grammar threw an error: the rest of the block is plain. */
  #isBroken = false;

  readonly #language: Language;

  constructor(language: Language) {
    this.#language = language;
    const { grammar } = language;
    this.#state = grammar.startState?.(INDENT_COLS) ?? {};
  }

  /** An independent copy. */
  clone(): CodeHighlighter {
    const copy = new CodeHighlighter(this.#language);
    copy.#lines = this.#lines;
    copy.#isBroken = this.#isBroken;
    try {
      copy.#state = copyState(this.#language.grammar, this.#state);
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
    try {
      if (text !== '') return onClusters(text, this.#tokens(text));
      grammar.blankLine?.(this.#state, INDENT_COLS);
    } catch {
      // A grammar that fails does so at the same place of the text each time.
      this.#isBroken = true;
    }
    return plain;
  }

  #tokens(text: string): CodeRun[] {
    const { grammar, tokens = {} } = this.#language;
    const stream = newLineStream(text, INDENT_COLS);
    const runs: CodeRun[] = [];
    while (!stream.eol()) {
      stream.start = stream.pos;
      let token: string | null = null;
      for (let tries = 0; stream.pos <= stream.start; tries++) {
        if (tries === MAX_EMPTY_TOKENS) throw new Error(`no token at column ${stream.start}`);
        token = grammar.token(stream, this.#state);
      }
      const role = findRole(token, text.charAt(stream.pos), tokens);
      const last = runs.at(-1);
      if (last && last.role === role) last.text += stream.current();
      else runs.push({ text: stream.current(), role });
    }
    return runs;
  }
}

function copyState<State>(grammar: StreamParser<State>, state: State): State {
  if (grammar.copyState) return grammar.copyState(state);
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(state as object))
    copy[key] = Array.isArray(value) ? [...(value as unknown[])] : value;
  return copy as State;
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
