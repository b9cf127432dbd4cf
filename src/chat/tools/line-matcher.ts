// Which lines a regular expression that a model wrote matches. Owns that no expression holds the event loop:
// it runs in a context of its own, by the clock. Leaves files to search-tool.ts.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { createContext, Script, type Context } from 'node:vm';
import { ToolFault } from './tool-set.js';

/** Of one piece; it is held by nothing longer. */
const LIMIT_MS = 8;
/** On a busy machine the clock runs on while nothing is matched. */
const ATTEMPTS = 6;
const PIECE_CHARACTERS = 16 * 1024;

const SCRIPT = new Script("lines.flatMap((line, at) => (expression.test(line) ? [at] : [])).join(',')");

export class LineMatcher {
  readonly #context: Context;

  /** Throws a ToolFault when it is not an expression. */
  constructor(pattern: string, { ignoresCase }: { ignoresCase: boolean }) {
    try {
      // Not with u, which refuses what other tools take: `\-`, and `{` for itself.
      this.#context = createContext({ expression: new RegExp(pattern, ignoresCase ? 'i' : '') });
    } catch (error) {
      throw new ToolFault(`pattern: ${(error as Error).message}`);
    }
  }

  /** Numbers of lines, from 0. Rejects with a ToolFault when matching takes too long. */
  async match(lines: readonly string[]): Promise<number[]> {
    const found: number[] = [];
    for (let from = 0; from < lines.length;) {
      let to = from;
      for (let room = PIECE_CHARACTERS; to < lines.length && room > 0; to++) room -= lines[to]?.length ?? 0;
      this.#context['lines'] = lines.slice(from, to);
      const start = from;
      found.push(...(await this.#run()).map((at) => start + at));
      from = to;
    }
    return found;
  }

  async #run(): Promise<number[]> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      await nextTurn();
      try {
        const found = String(SCRIPT.runInContext(this.#context, { timeout: LIMIT_MS }));
        return found === '' ? [] : found.split(',').map(Number);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      }
    }
    throw new ToolFault('pattern takes too long to match; use a simpler one');
  }
}
