// How the agent of one program session comes back after an end that nobody wanted: with which words, with
// what missing, and what its pane says. Owns what the session's record keeps for that: the conversation, the
// variables, the agent in a shell. Leaves the words to resume-command.ts, and starting to program-session.ts.

import type { ProgramRecord, RecordChange } from '../../store/session-record.js';
import { describeResuming, describeRunningAgain } from './program-words.js';
import { findResumeCommand, resumableAgent } from './resume-command.js';

type Environment = Readonly<Record<string, string>>;

export interface AgentReturnPorts {
  record(): ProgramRecord;
  update(change: RecordChange<ProgramRecord>): void;
  /** No other open session may hold the last conversation of the agent in the directory. */
  isAlone(agent: Pick<ProgramRecord, 'command' | 'cwd'>): boolean;
  /** Names of the variables an agent may need in the environment that it gets; env: in place of its own. */
  variables(env: Environment | undefined): readonly string[];
}

export class AgentReturn {
  readonly #ports: AgentReturnPorts;

  constructor(ports: AgentReturnPorts) {
    this.#ports = ports;
  }

  /** The words with which an agent goes on with its conversation; undefined: it begins anew, or is none. */
  get words(): readonly string[] | undefined {
    const record = this.#ports.record();
    return resumableAgent(record.command) === undefined ? undefined : this.#find(record, record);
  }

  /** Lines below the last screen. mayRun: Enter runs it again. */
  describe({ mayRun }: { mayRun: boolean }): string[] {
    const record = this.#ports.record();
    const again = mayRun ? describeRunningAgain(record, this.words) : [];
    const { inside } = record;
    // A shell is run again without the agent in it.
    const words = inside && this.#find(record, inside);
    return inside && words ? [...again, describeResuming(inside.command, words, inside.cwd)] : again;
  }

  /** It starts. Returns the variables that it had when it last began anew, and has not now. */
  starts(env: Environment | undefined, { isResumed }: { isResumed: boolean }): string[] {
    const { command, variables: had = [] } = this.#ports.record();
    if (!isResumed) this.#ports.update({ conversation: undefined, inside: undefined });
    if (resumableAgent(command) === undefined) return [];
    const variables = this.#ports.variables(env);
    const missing = isResumed ? had.filter((name) => !variables.includes(name)) : [];
    if (missing.length === 0) this.#ports.update({ variables });
    return missing;
  }

  /** Its hooks say in which conversation it is. */
  isIn(conversation: string): void {
    const record = this.#ports.record();
    if (resumableAgent((record.inside ?? record).command)) this.#ports.update({ conversation });
  }

  /** The shell has this agent in its foreground from now on; undefined: none. */
  holds(command: readonly string[] | undefined, cwd: string): void {
    // Options that are not understood may be secrets, and are not kept.
    const ended = { command: command ?? [], exit: 'ended-with-server' as const, conversation: undefined };
    const isKnown = command !== undefined && findResumeCommand(ended, { isAlone: true }) !== undefined;
    this.#ports.update({ inside: isKnown ? { command, cwd } : undefined, conversation: undefined });
  }

  #find(
    { exit, conversation }: ProgramRecord,
    agent: Pick<ProgramRecord, 'command' | 'cwd'>,
  ): readonly string[] | undefined {
    const ended = { command: agent.command, exit, conversation };
    return findResumeCommand(ended, { isAlone: this.#ports.isAlone(agent) });
  }
}
