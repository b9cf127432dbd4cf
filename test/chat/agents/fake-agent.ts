// Agents on the scripted agent of fixtures/, for tests: real processes in a directory of the test's own.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Agent, AgentOptions } from '../../../src/chat/agents/agent.js';
import { createAgent } from '../../../src/chat/agents/agent-model.js';
import { mergeAgents, type KnownAgent } from '../../../src/chat/agents/known-agents.js';
import type { ModelEvent } from '../../../src/chat/model-event.js';
import type { ModelRequest } from '../../../src/chat/ports.js';
import type { UserQuestion, UserReply } from '../../../src/chat/user-question.js';
import { newDirectory } from '../../temporary-directory.js';

const PROGRAM = fileURLToPath(new URL('../../../fixtures/programs/fake-acp-agent.mjs', import.meta.url));

export interface FakeAgent {
  agent: Agent;
  /** Where it works. */
  directory: string;
  /** Everything that came outside a turn. */
  standing: ModelEvent[];
  /** Lines for the server's log. */
  log: string[];
  /** A prompt to its end. */
  say(text: string, options?: Partial<ModelRequest>): Promise<ModelEvent[]>;
}

export function fakeAgent(
  env: Readonly<Record<string, string>> = {},
  options: Partial<AgentOptions> & { known?: Partial<KnownAgent> } = {},
): FakeAgent {
  const directory = newDirectory();
  const known = mergeAgents({ fake: { command: process.execPath, args: [PROGRAM], mode: 'ask' } }).at(-1);
  if (!known) throw new Error('no agent');
  const standing: ModelEvent[] = [];
  const log: string[] = [];
  const agent = createAgent({
    agent: { ...known, ...options.known },
    providers: {},
    version: '0.0.0',
    directory: () => directory,
    env: () => ({
      PATH: process.env['PATH'] ?? '',
      FAKE_AGENT_SESSIONS: join(directory, 'sessions'),
      ...env,
    }),
    record: () => {},
    findCutAnswer: () => undefined,
    onLost: () => Promise.resolve(undefined),
    log: (message) => log.push(message),
    ...options,
  });
  agent.onStanding((event) => standing.push(event));
  return { agent, directory, standing, log, say: (text, request) => collect(agent, text, request) };
}

export async function collect(
  agent: Agent,
  text: string,
  request: Partial<ModelRequest> = {},
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of streamOf(agent, text, request)) events.push(event);
  return events;
}

export const streamOf = (
  agent: Agent,
  text: string,
  request: Partial<ModelRequest> = {},
): AsyncIterable<ModelEvent> =>
  agent.model.stream({
    instruction: undefined,
    messages: [{ role: 'user', text }],
    signal: new AbortController().signal,
    ...request,
  });

/** The answer of these events. */
export const answerOf = (events: readonly ModelEvent[]): string =>
  events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');

/** Replies to every question in the same way; asked: the questions, in their order. */
export function replying(reply: (question: UserQuestion) => UserReply): {
  ask: NonNullable<ModelRequest['ask']>;
  asked: UserQuestion[];
} {
  const asked: UserQuestion[] = [];
  return {
    asked,
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(reply(question));
    },
  };
}

/** Chooses the first option of the kind. */
export const choosing =
  (kind: string) =>
  (question: UserQuestion): UserReply => {
    const option =
      question.kind === 'permission' || question.kind === 'choice'
        ? question.options.find((each) => each.kind === kind)
        : undefined;
    return option ? { type: 'option', option } : { type: 'cancelled' };
  };
