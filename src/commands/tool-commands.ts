// The verbs of the tools of a chat: tools, mcp. Leaves what the tools do to chat/tools/ and chat/mcp/.

import { isProgram } from '../session/any-session.js';
import { commandWord } from '../text/mentions.js';
import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import type { CommandOutput } from './command.js';
import type { CommandedChat, ConversationCommand, ConversationContext } from './chat/conversation-context.js';
import { command, done, getSession, say } from './define.js';

type Run = ConversationCommand['run'];

const WORDS = ['on', 'off'] as const;

function setTools(context: ConversationContext, word: string | undefined): CommandOutput {
  const session = getChat(context);
  if (word === undefined)
    return say(
      context.tools.areOn(session)
        ? `the tools read, list, search, write, edit and shell are on in ${session.name}`
        : `tools are off in ${session.name}`,
    );
  session.update({ tools: word === 'on' });
  session.changed();
  if (word === 'off') return done(`${session.name} has no tools from its next turn`);
  return done(
    `${session.name} can read, search and change files and run commands from its next turn; what leaves ${session.record.cwd}, changes something or runs asks first`,
  );
}

function getChat(context: ConversationContext): CommandedChat {
  const session = getSession(context, undefined);
  if (isProgram(session)) throw new UserError(`${session.name} is a program; name a chat`);
  if (session.agent) throw new UserError(`${session.agent.chosen} brings its own tools`);
  return session;
}

const NO_SERVERS =
  'no MCP servers: name them in the config as [mcp.NAME], or in the file .mcp.json of this directory';

async function listServers(context: ConversationContext): Promise<CommandOutput> {
  const { servers, faults } = await context.tools.servers(getChat(context)).list();
  const json = servers.map(({ entry: { name, source, way, written }, server }) => ({
    name,
    source,
    written,
    type: way.type,
    state: server?.state ?? 'not allowed',
    ...(server?.failure === undefined ? {} : { failure: server.failure }),
    tools: (server?.offered ?? []).map((tool) => tool.name),
  }));
  const lines = json.flatMap(({ name, source, written, state, failure, tools }) => [
    `${name}  ${state}${tools.length === 0 ? '' : `, ${tools.length} tool${tools.length === 1 ? '' : 's'}`}`,
    `  ${source}: ${written}`,
    ...(failure === undefined ? [] : [`  ${failure}`]),
    ...(tools.length === 0 ? [] : [`  ${tools.join(', ')}`]),
  ]);
  const text = [...lines, ...faults].map((line) => sanitiseLine(line)).join('\n');
  return { text: text === '' ? NO_SERVERS : text, isReference: true, json };
}

async function reconnect(context: ConversationContext, name: string | undefined): Promise<CommandOutput> {
  const chatServers = context.tools.servers(getChat(context));
  const { servers } = await chatServers.list();
  const found = servers.filter(({ entry }) => name === undefined || entry.name === name);
  if (found.length === 0)
    throw new UserError(
      name === undefined ? NO_SERVERS : `no MCP server ${name}; ${commandWord('mcp')} lists them`,
    );
  chatServers.forgetSaid();
  const lines = await Promise.all(
    found.map(async ({ entry, server }) => {
      if (!server) return `${entry.name} is not allowed yet; it is asked with the next question`;
      await server.sleep();
      try {
        const { length } = await server.tools();
        return `${entry.name} has ${length} tool${length === 1 ? '' : 's'}`;
      } catch (error) {
        if (error instanceof UserError) return error.message;
        throw error;
      }
    }),
  );
  return say(lines.map((line) => sanitiseLine(line)).join('\n'));
}

export const TOOL_COMMANDS: readonly ConversationCommand[] = [
  command<Run>({
    name: 'tools',
    summary: "let this chat's model use files and a shell, or not",
    positionals: [{ name: 'STATE', called: 'on or off', kind: WORDS, optional: true }],
    run: (context, input) => setTools(context, input.word('STATE')),
  }),
  command<Run>({
    name: 'mcp',
    summary: "list this chat's MCP servers, or connect to one again",
    positionals: [
      { name: 'ACTION', called: 'an action', kind: ['reconnect'], optional: true },
      { name: 'SERVER', kind: 'text', optional: true },
    ],
    run: (context, input) =>
      input.word('ACTION') === undefined ? listServers(context) : reconnect(context, input.word('SERVER')),
  }),
];
