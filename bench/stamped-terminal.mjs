// A terminal whose program is watched and timed by a process of its own (stamper.mjs), for what is measured
// in single milliseconds.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const STAMPER = fileURLToPath(new URL('stamper.mjs', import.meta.url));

export class StampedTerminal {
  #process;
  #settle;

  constructor(command, args, { env, cwd, rows = 40, cols = 120, answers = [] }) {
    const options = JSON.stringify({ command, args, env, cwd, rows, cols, answers });
    this.#process = fork(STAMPER, [options], { serialization: 'advanced' });
    /** Resolves with the milliseconds that the program ran. */
    this.exited = new Promise((resolve) => {
      this.#process.on('message', ({ type, ms }) => type === 'exit' && resolve(ms));
    });
    this.#process.on('message', ({ type, ...answer }) => type === 'answer' && this.#settle?.(answer));
  }

  /** Resolves with the milliseconds from the program's start to the text's arrival. */
  async waitFor(text, { timeoutMs = 20_000 } = {}) {
    return (await this.#ask({ type: 'wait', text, timeoutMs })).ms;
  }

  /** Keys one after the other, each after the echo of the one before; resolves with milliseconds for each. */
  async echo({ count, alphabet, timeoutMs = 5_000 }) {
    return (await this.#ask({ type: 'echo', count, alphabet, timeoutMs })).samples;
  }

  type(text) {
    return this.#ask({ type: 'type', text });
  }

  async stop() {
    await this.#ask({ type: 'kill' });
    await this.exited;
    this.close();
  }

  /** After its program has ended. */
  close() {
    this.#process.disconnect();
  }

  async #ask(request) {
    const answer = await new Promise((resolve) => {
      this.#settle = resolve;
      this.#process.send(request);
    });
    if (answer.failed !== undefined) throw new Error(answer.failed);
    return answer;
  }
}

/** Milliseconds from start to end of a command in a terminal. */
export async function timeToEnd(command, args, options) {
  const terminal = new StampedTerminal(command, args, options);
  const ms = await terminal.exited;
  terminal.close();
  return ms;
}
