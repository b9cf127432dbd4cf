// Agents' own interfaces as programs that can be started. Owns which command that is, and that it is there
// before the agent's own process is ended for it. Leaves starting programs to program-starter.ts, and when to
// the chats.

import { isAbsolute } from 'node:path';

import { findInstalledAgents } from '../../chat/agents/find-agents.js';
import { SESSION_ID, type KnownAgent } from '../../chat/agents/known-agents.js';
import type { OwnInterface, OwnInterfaces } from '../../session/chat/chat-ports.js';
import { commandName } from '../../session/program/program-words.js';
import type { ChatRecord } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';
import type { ProgramStarter } from './program-starter.js';
import { existingOrHome } from './session-directory.js';

export interface AgentInterfacesOptions {
  /** At the moment. */
  known(): readonly KnownAgent[];
  programs: Pick<ProgramStarter, 'prepareSpawn' | 'start'>;
  /** Of the client attached last. */
  env(): Readonly<Record<string, string>>;
  log(message: string): void;
}

export class AgentInterfaces implements OwnInterfaces {
  readonly #options: AgentInterfacesOptions;

  constructor(options: AgentInterfacesOptions) {
    this.#options = options;
  }

  async find({ id, agent: name, cwd }: ChatRecord, agentSession: string): Promise<OwnInterface> {
    const { known, programs, env, log } = this.#options;
    const agent = known().find((each) => each.name === name);
    if (!agent?.ownInterface)
      throw new UserError(`${name} has no interface of its own that qmux knows; name it in the config`);
    const command = await this.#findInstalled(agent);
    const words = command.map((word) => (word === SESSION_ID ? agentSession : word));
    await programs.prepareSpawn();
    return {
      command: words,
      canFetch: agent.quirks.neverLoad !== true,
      spawn: (size) =>
        programs.start(
          { id, command: words, cwd: existingOrHome(cwd, log), name: commandName(words) },
          size,
          {
            ...env(),
            ...agent.env,
          },
        ),
    };
  }

  async #findInstalled(agent: KnownAgent): Promise<readonly string[]> {
    const { ownInterface = [], quirks, command, args } = agent;
    const ways = [
      ownInterface,
      ...(quirks.interfaceArgs ? [[command, ...args, ...quirks.interfaceArgs]] : []),
    ];
    for (const words of ways) {
      const [program = ''] = words;
      const searchPath = { ...this.#options.env(), ...agent.env }['PATH'];
      const found = await findInstalledAgents([{ ...agent, command: program }], searchPath);
      if (found.length > 0) return words;
    }
    const [program = ''] = ownInterface;
    const where = isAbsolute(program) ? 'it is no executable file' : `put ${program} on your PATH`;
    throw new UserError(`${agent.name}'s own interface is not installed: no program ${program}; ${where}`);
  }
}
