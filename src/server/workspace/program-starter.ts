// How programs of the workspace are started: in which environment, with which record of the child, and again
// by which rule. Owns the environment that each was created with. Leaves the PTY to terminal/, and what a
// program is to its session.

import type { Config } from '../../config/options.js';
import { explainFailure } from '../../files/explain-failure.js';
import type { Paths } from '../../paths/paths.js';
import type { ChildRecords } from '../../process/child-records.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import type { ProgramHost } from '../../session/program/program-ports.js';
import type { ProgramSession } from '../../session/program/program-session.js';
import { commandName } from '../../session/program/program-words.js';
import { resumableAgent } from '../../session/program/resume-command.js';
import type { Size } from '../../session/session-screen.js';
import type { ProgramRecord } from '../../store/session-record.js';
import { programEnvironment } from '../../terminal/pty/program-environment.js';
import type { SpawnProgram } from '../../terminal/pty/program-pty.js';
import type { Pty } from '../../terminal/pty.js';
import { agentVariables, describeMissing } from './agent-variables.js';

type Environment = Readonly<Record<string, string>>;

export interface StartedProgram {
  /** Of its session. */
  id: string;
  command: readonly string[];
  cwd: string;
  /** By which it is found if it outlives the server. */
  name: string;
}

export interface ProgramStarterOptions {
  readonly config: Pick<Config, 'programs' | 'restart'>;
  readonly paths: Pick<Paths, 'socketFile'>;
  readonly children: ChildRecords;
  /** The file `qmux` for programs in panes; undefined: there is none. */
  readonly paneCommand: string | undefined;
  /**
   * The path to the ssh agent of the client used last; undefined: each program keeps that of its own
   * environment.
   */
  agentPath(): string | undefined;
  /** Of the client attached last. */
  env(): Environment;
  /** Those that are open. */
  sessions(): readonly AnySession[];
  /** To the clients whose keys go there. */
  tell(session: ProgramSession, text: string): void;
}

export class ProgramStarter implements ProgramHost<ProgramSession> {
  readonly #environments = new WeakMap<ProgramSession, Environment>();
  #spawnProgram: SpawnProgram | undefined;

  readonly #options: ProgramStarterOptions;

  constructor(options: ProgramStarterOptions) {
    this.#options = options;
  }

  /** Its program is started in this environment, now and again. */
  remember(session: ProgramSession, env: Environment): void {
    this.#environments.set(session, env);
  }

  async prepareSpawn(): Promise<void> {
    try {
      const { loadProgramPty } = await import('../../terminal/pty/program-pty.js');
      this.#spawnProgram ??= await loadProgramPty();
    } catch (error) {
      throw explainFailure(error) ?? error;
    }
  }

  spawn(session: ProgramSession, size: Size, words: readonly string[], env?: Environment): Pty {
    const { id, record, command } = session;
    const used = this.#environmentOf(session, env);
    const pty = this.start({ id, command: words, cwd: record.cwd, name: commandName(command) }, size, used);
    if (env) this.remember(session, env);
    return pty;
  }

  /** A program in the pane of this session. Throws a UserError that names what is missing. */
  start({ id, command: words, cwd, name }: StartedProgram, size: Size, env: Environment): Pty {
    if (!this.#spawnProgram) throw new Error('a program was spawned before prepareSpawn had resolved');
    const [command = '', ...args] = words;
    const pty = this.#spawnProgram({ command, args, cwd, env: this.environment(env, id), ...size });
    this.#options.children.watch(pty, { session: id, command: name });
    return pty;
  }

  /** What a program of this session sees. */
  environment(env: Environment, session: string): Environment {
    const { paths, paneCommand, agentPath } = this.#options;
    return programEnvironment(env, {
      socketPath: paths.socketFile,
      sessionId: session,
      command: paneCommand,
      agentPath: agentPath(),
    });
  }

  agentVariables(session: ProgramSession, env?: Environment): readonly string[] {
    return agentVariables(this.#environmentOf(session, env));
  }

  describeMissing(command: readonly string[], names: readonly string[]): string {
    return describeMissing(command, names);
  }

  isAlone(session: ProgramSession, { command, cwd }: Pick<ProgramRecord, 'command' | 'cwd'>): boolean {
    const agent = resumableAgent(command);
    return !this.#options.sessions().some((other) => {
      if (other === session) return false;
      if (!isProgram(other)) return other.agent?.chosen === agent && other.record.cwd === cwd;
      const theirs = other.record.inside ?? other.record;
      return resumableAgent(theirs.command) === agent && theirs.cwd === cwd;
    });
  }

  #environmentOf(session: ProgramSession, env: Environment | undefined): Environment {
    return env ?? this.#environments.get(session) ?? this.#options.env();
  }

  /** By the command's file name without its directory. */
  restart(command: readonly string[]): Config['restart'] {
    const { programs, restart } = this.#options.config;
    return programs[(command[0] ?? '').replace(/^.*\//, '')]?.restart ?? restart;
  }

  tell(session: ProgramSession, text: string): void {
    this.#options.tell(session, text);
  }
}
