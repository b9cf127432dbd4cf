// A terminal for benchmarks: a program on a real PTY, its output watched for what it shows, and the time of
// that.

import nodePty from 'node-pty';

/**
 * Kept of the output: more than any text that is waited for, and searching it costs no more in a flood than
 * in a frame.
 */
const KEPT_CHARACTERS = 64 * 1024;

export class BenchTerminal {
  #pty;
  #text = '';
  #waiting = [];

  receivedBytes = 0;

  /** answers: pairs of a query to the terminal and its reply. */
  constructor(command, args, { env, cwd, rows = 40, cols = 120, answers = [] }) {
    this.startedAt = performance.now();
    this.#pty = nodePty.spawn(command, args, { name: 'xterm-256color', rows, cols, env, cwd });
    this.#pty.onData((data) => {
      this.#text = (this.#text + data).slice(-KEPT_CHARACTERS);
      this.receivedBytes += Buffer.byteLength(data);
      for (const [question, answer] of answers) if (data.includes(question)) this.#pty.write(answer);
      this.#waiting = this.#waiting.filter((waiting) => !waiting(this.#text));
    });
    this.exited = new Promise((resolve) => this.#pty.onExit(resolve));
  }

  /** The end of what it printed. */
  get lastText() {
    return this.#text;
  }

  get pid() {
    return this.#pty.pid;
  }

  /** Resolves with the time at which the text arrived; output from before the call counts unless `fresh`. */
  waitFor(text, { fresh = false, timeoutMs = 20_000 } = {}) {
    if (fresh) this.#text = '';
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(
            new Error(
              `no ${JSON.stringify(text)} within ${timeoutMs} ms; the last output was ${JSON.stringify(this.#text.slice(-300))}`,
            ),
          ),
        timeoutMs,
      );
      const check = (all) => {
        if (!all.includes(text)) return false;
        clearTimeout(timer);
        resolve(performance.now());
        return true;
      };
      if (!check(this.#text)) this.#waiting.push(check);
    });
  }

  type(text) {
    this.#pty.write(text);
  }

  async stop() {
    this.#pty.kill('SIGKILL');
    await this.exited;
  }
}
