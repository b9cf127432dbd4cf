// The process of an agent: a group of its own, three pipes, its end. Owns starting it, its standard error and
// ending the whole group. Leaves what is said over the pipes to agent-connection.ts, and recording that it
// runs to whoever gives record().

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HangUp } from '../../process/hang-up.js';
import type { WatchedChild } from '../../process/child-records.js';
import { UserError } from '../../text/user-error.js';
import type { KnownAgent } from './known-agents.js';
import { StderrLog } from './stderr-log.js';

/** From SIGTERM to SIGKILL. */
const END_GRACE_MS = 5_000;
/** The same for what an agent that died left behind: without it that is of no use, and the user waits. */
const REST_GRACE_MS = 1_000;

/** How long pipes are read on after the exit, if a child of the agent holds them open. */
const LAST_WORDS_MS = 250;

/** One running process of an agent, as a connection needs it. */
export interface AgentProcess {
  readonly pid: number | undefined;
  /** Bytes of its standard output; ends when nothing more can come. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Resolves when the bytes are in the pipe; rejects when it is closed. */
  write(text: string): Promise<void>;
  /** The last lines of its standard error since forgetLines(), oldest first. */
  readonly lastLines: readonly string[];
  forgetLines(): void;
  /** Something came on its standard error. */
  onComplaint(listener: () => void): void;
  /** `exit code 1`, `killed by SIGTERM`. Resolves once it has ended, and never rejects. */
  readonly exited: Promise<string>;
  /** SIGTERM to the group, SIGKILL to what is left of it. Resolves when nothing is left. */
  end(): Promise<void>;
}

/** What is started: an agent, or a server of tools. */
export type StartedCommand = Pick<KnownAgent, 'name' | 'command' | 'args' | 'env' | 'install'> & {
  /** What to do when there is no such program; absent: install it, or set the agent's command. */
  wayOut?: string;
};

export interface AgentStart {
  agent: StartedCommand;
  /** Absolute. */
  directory: string;
  /** All of it. */
  env: Readonly<Record<string, string>>;
  /** For its standard error; undefined: it is only kept in memory. */
  logFile: string | undefined;
  redact(text: string): string;
  /** Before any of its output is read: what a killed server leaves behind is found by this. */
  record(child: WatchedChild, command: string): void;
}

export type StartAgent = (start: AgentStart) => Promise<AgentProcess>;

/** Rejects with a UserError when the program cannot be started. */
export const startAgentProcess: StartAgent = async (start) => {
  const { agent, directory } = start;
  const env = { ...start.env, ...agent.env };
  const child = spawn(agent.command, [...agent.args], {
    cwd: directory,
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Until a reader waits: an error without a listener would end the server.
  for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.on('error', () => {});
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw startFault(agent, directory, env['PATH'], error);
  }
  return new RunningAgent(child, start);
};

function startFault(
  agent: StartedCommand,
  directory: string,
  path: string | undefined,
  error: unknown,
): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!isDirectory(directory))
    return new UserError(
      `${agent.name} cannot start: there is no directory ${directory} any more; make it again, or begin a chat elsewhere with /new --cwd DIR`,
    );
  if (code === 'ENOENT' || (code === 'EACCES' && !isThere(agent.command, path))) {
    const { install, name } = agent;
    const way =
      agent.wayOut ??
      (install === undefined ? `set agents.${name}.command in the config` : `install it: ${install}`);
    return new UserError(`${agent.name} cannot start: there is no ${agent.command} on PATH; ${way}`);
  }
  if (code === 'EACCES')
    return new UserError(
      `${agent.name} cannot start: ${agent.command} is not executable; make it so with chmod +x`,
    );
  return new UserError(`${agent.name} cannot start: ${message}`);
}

/** A directory of PATH that may not be read makes the system say EACCES where there is no such program. */
const isThere = (command: string, path = ''): boolean =>
  command.includes('/') || path.split(delimiter).some((directory) => existsSync(join(directory, command)));

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

class RunningAgent implements AgentProcess {
  readonly exited: Promise<string>;
  readonly #log: StderrLog;
  readonly #hangUp: HangUp | undefined;

  readonly #child: ChildProcessWithoutNullStreams;

  constructor(child: ChildProcessWithoutNullStreams, start: AgentStart) {
    this.#child = child;
    this.#log = new StderrLog({ file: start.logFile, redact: (text) => start.redact(text) });
    this.#hangUp = child.pid === undefined ? undefined : new HangUp(child.pid, 'SIGTERM');
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#hangUp?.leaderEnded();
        // Adapters run the agent proper as a child.
        void this.#hangUp?.endRest(REST_GRACE_MS);
        // What it said last is still in the pipe; children that it left behind may hold it open.
        const told = Promise.race([once(child, 'close'), sleep(LAST_WORDS_MS, undefined, { ref: false })]);
        const words = signal === null ? `exit code ${code}` : `killed by ${signal}`;
        void told.then(() => this.#log.close()).then(() => resolve(words));
      });
    });
    child.stderr.on('data', (bytes: Buffer) => this.#log.add(bytes));
    start.record(
      { pid: child.pid, onExit: (listener) => void child.once('exit', listener) },
      start.agent.command,
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get output(): AsyncIterable<Uint8Array> {
    return this.#child.stdout;
  }

  get lastLines(): readonly string[] {
    return this.#log.lastLines;
  }

  forgetLines(): void {
    this.#log.forgetLines();
  }

  onComplaint(listener: () => void): void {
    this.#child.stderr.on('data', listener);
  }

  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#child.stdin.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  async end(): Promise<void> {
    await this.#hangUp?.begin(END_GRACE_MS);
    await this.exited;
  }
}
