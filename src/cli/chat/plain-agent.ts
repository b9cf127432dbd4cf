// An agent as the one who answers a chat outside the workspace. Owns that it ends with this process, whatever
// ends that, and what is said where it wants its user to sign in. Leaves the agent to chat/agents/.

import { createAgent } from '../../chat/agents/agent-model.js';
import type { Agent } from '../../chat/agents/agent.js';
import { describeMissing, findInstalledAgents } from '../../chat/agents/find-agents.js';
import { mergeAgents, type KnownAgent } from '../../chat/agents/known-agents.js';
import { StartFailure } from '../../chat/agents/session-opening.js';
import { listSignInWays } from '../../chat/agents/sign-in.js';
import type { ModelEvent } from '../../chat/model-event.js';
import type { ChatModel } from '../../chat/ports.js';
import { definedVariables } from '../../client/hello.js';
import type { CommandedAgent } from '../../commands/chat/conversation-context.js';
import { chooseOption } from '../../session/chat/agent-options.js';
import type { Config } from '../../config/options.js';
import type { Environment } from '../../paths/paths.js';
import { guardGroup } from '../../process/group-guard.js';
import { VERSION } from '../../protocol/version.js';
import { orList } from '../../text/or-list.js';
import { UserError } from '../../text/user-error.js';
import type { Answerer } from './answerer.js';

export interface PlainAgentOptions {
  env: Environment;
  cwd: string;
  agents: Config['agents'];
  providers: Config['providers'];
  /** The agent's own model. */
  model: string | undefined;
}

/** Not started yet. Rejects with a UserError: not known, or not installed. */
export async function openPlainAgent(
  name: string,
  { env, cwd, agents, providers, model }: PlainAgentOptions,
): Promise<Omit<Answerer, 'tools'>> {
  const known = mergeAgents(agents);
  const found = known.find((each) => each.name === name);
  if (!found) {
    const names = known.map((each) => each.name).join(', ');
    throw new UserError(`no agent ${name}; the agents are ${names}`, { exitCode: 2 });
  }
  const variables = definedVariables(env);
  const installed = await findInstalledAgents([found], variables['PATH']);
  if (installed.length === 0) throw new UserError(describeMissing(found));
  const agent = createAgent({
    agent: found,
    version: VERSION,
    directory: () => cwd,
    env: () => variables,
    providers,
    choices: model === undefined ? {} : { model },
    record: guardGroup,
    findCutAnswer: () => undefined,
    onLost: () => Promise.resolve(undefined),
    log: () => {},
  });
  return {
    title: name,
    model: {
      chosen: name,
      resolve: () => start(agent, found),
      prepare: () => {},
      instruction: undefined,
      get starting() {
        return agent.state === 'starting' ? `starting ${name}` : undefined;
      },
      get agentCommands() {
        return agent.commands;
      },
      onStanding: (listener) => agent.onStanding(listener),
    },
    onSession(listener) {
      let told: string | undefined;
      agent.onChange(() => {
        const { sessionId } = agent;
        if (sessionId === undefined || sessionId === told) return;
        told = sessionId;
        listener(sessionId);
      });
    },
    settings: undefined,
    agent: commanded(agent, found),
    close: () => agent.close(),
  };
}

/** As its commands see it. */
function commanded(agent: Agent, known: KnownAgent): CommandedAgent {
  const { name } = known;
  const started = async (): Promise<void> => void (await start(agent, known));
  return {
    chosen: name,
    get agentCommands() {
      return agent.commands;
    },
    get options() {
      return agent.options;
    },
    start: started,
    async set(category, wanted) {
      await started();
      const value = await chooseOption(agent, { name, category, wanted });
      return value.name;
    },
    restart: () => agent.close(),
  };
}

/** Rejects with a UserError that says why it does not start. */
async function start(agent: Agent, known: KnownAgent): Promise<ChatModel> {
  try {
    await agent.start();
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    const { event } = error;
    throw new UserError(event.type === 'error' ? explain(event, agent, known).message : error.message);
  }
  return {
    ...agent.model,
    async *stream(request) {
      for await (const event of agent.model.stream(request))
        yield event.type === 'error' ? explain(event, agent, known) : event;
    },
  };
}

type Failure = Extract<ModelEvent, { type: 'error' }>;

/** With the way to sign in, if that is what it wants. */
function explain(event: Failure, { signIn }: Agent, known: KnownAgent): Failure {
  if (!event.signIn) return event;
  const ways = listSignInWays(known, signIn).flatMap(({ login, variables }) => {
    if (login) return `run ${[login.command, ...login.args].join(' ')}`;
    return variables.length > 0 ? `set ${variables.join(' and ')}` : [];
  });
  const message = ways.length === 0 ? event.message : `${event.message}; ${orList(ways)}, then ask again`;
  return { ...event, message };
}
