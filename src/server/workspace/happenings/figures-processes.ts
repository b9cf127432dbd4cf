// Counting in a process of its own, one for each request: reading a gigabyte holds nobody's keys up. Owns
// its start, what it is sent in short steps, and that none outlives the server. Leaves counting to
// store/figures/.

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { Pace } from '../../../loop/slice.js';
import type { WatchedChild } from '../../../process/child-records.js';
import type { ToCounter } from '../../../store/figures/figures-child.js';
import type { CountedSession, FiguresRequest } from '../../../store/figures/figures.js';
import { sanitiseLine } from '../../../text/sanitise.js';
import { UserError } from '../../../text/user-error.js';

/** Of the build; when qmux runs from its sources, it is there all the same. */
const CHILD = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? '../../../../dist/figures.js' : 'figures.js',
);

/** Of what it says when it fails. */
const MOST_SAID = 300;

export interface FiguresPorts {
  /** What a killed server leaves behind is found by this. */
  record(child: WatchedChild, command: string): void;
}

export class FiguresProcesses {
  readonly #running = new Set<ChildProcessWithoutNullStreams>();

  readonly #ports: FiguresPorts;

  constructor(ports: FiguresPorts) {
    this.#ports = ports;
  }

  /** What it prints, as whoever reads it has room. Rejects with a UserError: it could not be counted. */
  async *ask(request: FiguresRequest, sessions: readonly CountedSession[]): AsyncGenerator<string> {
    const child = spawn(process.execPath, [CHILD], { stdio: 'pipe', cwd: '/', env: localTime() });
    this.#running.add(child);
    const onExit = (listener: () => void): void => void child.once('exit', listener);
    this.#ports.record({ pid: child.pid, onExit }, 'qmux figures');
    try {
      const ended = endOf(child);
      await send(child, request, sessions);
      child.stdout.setEncoding('utf8');
      for await (const part of child.stdout) yield part as string;
      const failure = await ended;
      if (failure !== undefined) throw new UserError(failure);
    } finally {
      child.kill('SIGKILL');
      this.#running.delete(child);
    }
  }

  /** Whoever waits is told that it ended. */
  stop(): void {
    for (const child of this.#running) child.kill('SIGKILL');
  }
}

/** Its standard input stays open: the end of that is the end of the server. */
async function send(
  child: ChildProcessWithoutNullStreams,
  request: FiguresRequest,
  sessions: readonly CountedSession[],
): Promise<void> {
  const pace = new Pace();
  // It may have ended, which its reply says.
  child.stdin.on('error', () => {});
  const tell = (message: ToCounter): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
  tell({ type: 'request', request });
  for (const session of sessions) {
    tell({ type: 'session', session });
    await pace.pause();
  }
  tell({ type: 'end' });
}

/** All that it needs to know: no key of any provider. */
function localTime(): Record<string, string> {
  const { TZ } = process.env;
  return TZ === undefined ? {} : { TZ };
}

/** Resolves with what went wrong, in words; undefined: nothing. */
async function endOf(child: ChildProcessWithoutNullStreams): Promise<string | undefined> {
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    if (said.length < MOST_SAID) said += bytes.toString('utf8');
  });
  const how = await once(child, 'close').then(
    ([code, signal]: (number | string | null)[]) => (signal === null ? `exit ${code}` : `${signal}`),
    (error: Error) => error.message,
  );
  if (how === 'exit 0') return undefined;
  const words = sanitiseLine(said.replace(/^qmux: /, ''), MOST_SAID).trim();
  return words === '' ? `counting ended before its time (${how})` : words;
}
