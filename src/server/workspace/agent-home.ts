// The agents of the workspace's chats: which are known, and what each is given of this server: environment,
// log file, a record of its process. Owns that wiring. Leaves the agents to chat/agents/ and when they start
// to their chats.

import { join } from 'node:path';
import type { Agent } from '../../chat/agents/agent.js';
import { describeMissing, findInstalledAgents } from '../../chat/agents/find-agents.js';
import type { KeptSession } from '../../chat/agents/kept-sessions.js';
import { StartFailure } from '../../chat/agents/session-opening.js';
import { agentClock } from '../../chat/agents/silence-watch.js';
import { SleepClock } from '../../chat/agents/sleep-clock.js';
import { mergeAgents, type KnownAgent } from '../../chat/agents/known-agents.js';
import type { Config } from '../../config/options.js';
import type { ServerLog } from '../../log/server-log.js';
import type { Paths } from '../../paths/paths.js';
import type { ChildRecords } from '../../process/child-records.js';
import { VERSION } from '../../protocol/version.js';
import type { ChatAgents, MadeAgent, WantedAgent } from '../../session/chat/chat-ports.js';
import type { Coordinator } from '../../session/coordinator.js';
import { programEnvironment } from '../../terminal/pty/program-environment.js';
import { derived } from '../../text/derived.js';
import { UserError } from '../../text/user-error.js';
import { askVersion } from './agent-versions.js';
import { runLoginPane } from './login-pane.js';
import { existingOrHome, resolveDirectory } from './session-directory.js';

export interface WorkspaceAgentsOptions {
  readonly config: Pick<Config, 'agents' | 'agentIdleMinutes' | 'providers'>;
  readonly paths: Pick<Paths, 'sessionsDir' | 'socketFile'>;
  readonly log: Pick<ServerLog, 'info'>;
  readonly children: ChildRecords;
  /** The file `qmux` for what an agent runs; undefined: there is none. */
  readonly paneCommand: string | undefined;
  coordinator(): Coordinator;
  /** Of the client attached last. */
  env(): Readonly<Record<string, string>>;
  /** The socket of the ssh agent that follows that client. */
  agentPath(): string | undefined;
}

/** In the folder of a session. */
const LOG_FILE = 'agent.log';

export class WorkspaceAgents implements ChatAgents {
  readonly #known: () => readonly KnownAgent[];
  /** Resolves when no process of a killed server holds a conversation of this session any more. */
  holders: (session: string) => Promise<void> = () => Promise.resolve();
  readonly #sleep: SleepClock;

  readonly #options: WorkspaceAgentsOptions;

  constructor(options: WorkspaceAgentsOptions) {
    this.#options = options;
    const { config } = options;
    this.#sleep = new SleepClock(() => config.agentIdleMinutes * 60_000, agentClock);
    this.#known = derived(
      () => [config.agents],
      (agents) => mergeAgents(agents),
    );
  }

  /** Those of the config among them. */
  get known(): readonly KnownAgent[] {
    return this.#known();
  }

  /** `agent_idle_minutes` is another. */
  idleTimeChanged(): void {
    this.#sleep.timeChanged();
  }

  /** Those that the client attached last could start. */
  installed(): Promise<KnownAgent[]> {
    return findInstalledAgents(this.known, this.#options.env()['PATH']);
  }

  version(agent: KnownAgent): Promise<string | undefined> {
    return askVersion(agent, this.#options.env());
  }

  async listSessions(name: string, directory: string): Promise<KeptSession[]> {
    const agent = await this.#create(name, {
      session: NO_SESSION,
      directory: resolveDirectory(existingOrHome(directory, (message) => this.#options.log.info(message))),
      sessionId: undefined,
      choices: {},
      findCutAnswer: () => undefined,
      onLost: () => Promise.resolve(undefined),
      wantsReplay: () => false,
      onReplay: () => undefined,
    });
    return agent.listSessions().catch((error: unknown) => {
      throw error instanceof StartFailure ? new UserError(error.message) : error;
    });
  }

  async make({ name, ...wanted }: WantedAgent): Promise<MadeAgent> {
    const agent = await this.#create(name, wanted);
    agent.onChange(() => this.#sleep.note(agent));
    // A call of an earlier turn may have been the last thing that was open.
    agent.onStanding(() => this.#sleep.note(agent));
    const { session } = wanted;
    const known = this.#follow(this.#find(name));
    return {
      agent,
      get known() {
        return known();
      },
      runLogin: (login) =>
        runLoginPane(this.#options.coordinator(), { login, session, env: this.#options.env() }),
    };
  }

  #find(name: string): KnownAgent {
    const agent = this.known.find((each) => each.name === name);
    if (!agent)
      throw new UserError(`agent ${name} is no longer known; name it in the config as [agents.${name}]`);
    return agent;
  }

  /** As the config has it at the moment; as it was last, if that does not know it any more. */
  #follow(found: KnownAgent): () => KnownAgent {
    let last = found;
    return () => (last = this.known.find(({ name }) => name === found.name) ?? last);
  }

  /** Not started yet. Rejects with a UserError: not known, or not installed. */
  async #create(name: string, { session, directory, ...wanted }: Omit<WantedAgent, 'name'>): Promise<Agent> {
    const agent = this.#find(name);
    const now = this.#follow(agent);
    const { config, paths, log, children, paneCommand } = this.#options;
    const [{ createAgent }, installed] = await Promise.all([
      import('../../chat/agents/agent-model.js'),
      findInstalledAgents([agent], this.#options.env()['PATH']),
      this.holders(session),
    ]);
    if (installed.length === 0) throw new UserError(describeMissing(agent));
    return createAgent({
      get agent() {
        return now();
      },
      version: VERSION,
      directory: () => directory,
      env: () =>
        programEnvironment(this.#options.env(), {
          socketPath: paths.socketFile,
          sessionId: session,
          command: paneCommand,
          agentPath: this.#options.agentPath(),
        }),
      get providers() {
        return config.providers;
      },
      ...wanted,
      logFile: session === NO_SESSION ? undefined : join(paths.sessionsDir, session, LOG_FILE),
      record: (child, command) => children.watch(child, { session, command }),
      log: (message) => log.info(message),
    });
  }
}

/** Of a process that no session has. */
export const NO_SESSION = '';
