// Counting in a process of its own, one for each request: reading a gigabyte holds nobody's keys up. Owns
// its start, what it is sent in short steps, and that none outlives the server. Leaves counting to
// store/figures/.

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { Pace } from '../../../loop/slice.js';
import type { WatchedChild } from '../../../process/child-records.js';
import type { FiguresReply } from '../../../store/figures/figures-child.js';
import type { CountedSession, FiguresRequest, History, Stats } from '../../../store/figures/figures.js';
import { parseJsonSlowly } from '../../../store/parse-json-slowly.js';
import { sanitiseLine } from '../../../text/sanitise.js';
import { UserError } from '../../../text/user-error.js';

/** Of the build; when qmux runs from its sources, it is there all the same. */
const CHILD = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? '../../../../dist/figures.js' : 'figures.js',
);

/** Of a reply: far more than the rows of all sessions, or the entries that are kept. */
const MOST_BYTES = 64 * 1024 * 1024;
const FEED = 0x0a;
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

  /** Rejects with a UserError: it could not be counted. */
  async ask(request: FiguresRequest, sessions: readonly CountedSession[]): Promise<Stats | History> {
    const child = spawn(process.execPath, [CHILD], { stdio: 'pipe', cwd: '/' });
    this.#running.add(child);
    const onExit = (listener: () => void): void => void child.once('exit', listener);
    this.#ports.record({ pid: child.pid, onExit }, 'qmux figures');
    try {
      const [reply] = await Promise.all([readReply(child), send(child, request, sessions)]);
      if ('error' in reply) throw new UserError(`this cannot be counted: ${sanitiseLine(reply.error)}`);
      return reply.result;
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
  child.stdin.write(`${JSON.stringify(request)}\n`);
  for (const session of sessions) {
    child.stdin.write(`${JSON.stringify(session)}\n`);
    await pace.pause();
  }
  child.stdin.write('\n');
}

async function readReply(child: ChildProcessWithoutNullStreams): Promise<FiguresReply> {
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    if (said.length < MOST_SAID) said += bytes.toString('utf8');
  });
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  child.stdout.on('data', (bytes: Buffer) => {
    sizeBytes += bytes.length;
    if (sizeBytes <= MOST_BYTES) parts.push(bytes);
    else child.kill('SIGKILL');
  });
  const how = await once(child, 'close').then(
    ([code, signal]: (number | string | null)[]) => (signal === null ? `exit ${code}` : `${signal}`),
    (error: Error) => error.message,
  );
  const bytes = Buffer.concat(parts);
  if (bytes.at(-1) === FEED && sizeBytes <= MOST_BYTES) return (await parseJsonSlowly(bytes)) as FiguresReply;
  const words = sanitiseLine(said, MOST_SAID).trim();
  throw new UserError(`counting ended before its time (${how})${words === '' ? '' : `: ${words}`}`);
}
