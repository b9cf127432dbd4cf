// A workspace whose chats are answered by the scripted agent of fixtures/, as real processes. Owns the config
// and the environment that it needs. Leaves terminals and the workspace to start-client.ts.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Config } from '../../src/config/options.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer } from './start-client.js';

export const AGENT_PROGRAM = fileURLToPath(
  new URL('../../fixtures/programs/fake-acp-agent.mjs', import.meta.url),
);

export interface StartedAgents extends StartedServer {
  /** Where the agents keep their sessions. */
  sessions: string;
  /** A chat with the scripted agent. */
  chat(name?: string, agent?: string): Promise<ChatSession>;
}

/** env: of the client, and so of the agents. agents: in place of one called fake, which asks. */
export async function startAgents(
  options: { config?: Partial<Config>; env?: Record<string, string>; directory?: string } = {},
): Promise<StartedAgents> {
  const { directory = newDirectory(), config = {}, env = {} } = options;
  const sessions = join(directory, 'agent-sessions');
  const server = await startServer({
    config: {
      agents: { fake: { command: process.execPath, args: [AGENT_PROGRAM], mode: 'ask' } },
      ...config,
    },
    env: { PATH: process.env['PATH'] ?? '', FAKE_AGENT_SESSIONS: sessions, ...env },
    directory,
  });
  return Object.assign(server, {
    sessions,
    chat: async (name = 'agent-chat', agent = 'fake') =>
      (await server.create({ name, agent })) as ChatSession,
  });
}

/** A prompt, to its end. */
export const ask = (chat: ChatSession, text: string): ReturnType<ChatSession['waitForTurn']> =>
  chat.waitForTurn(chat.send(text));
