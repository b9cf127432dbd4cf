// The verbs about which agents there are: agents (a list, or a menu that begins a chat) and install-agent,
// for one that is missing. Owns their words. Leaves agents themselves to chat/agents/, the answering ones to
// agent-commands.ts. Invariant: nothing is installed by qmux; the user sends the command.

import type { KnownAgent } from '../chat/agents/known-agents.js';
import { createTextList } from '../dialogs/text-list.js';
import { isProgram } from '../session/any-session.js';
import { typeWhenQuiet } from '../session/program/type-when-quiet.js';
import { UserError } from '../text/user-error.js';
import { padToWidth } from '../text/width.js';
import { SILENT, type Command, type CommandContext, type CommandOutput } from './command.js';
import { defaultShell } from './default-shell.js';
import { command, getSurface } from './define.js';

interface ListedAgent {
  agent: KnownAgent;
  isInstalled: boolean;
}

async function listAgents({ agents }: CommandContext): Promise<ListedAgent[]> {
  const installed = new Set((await agents.installed()).map(({ name }) => name));
  return agents.known.map((agent) => ({ agent, isInstalled: installed.has(agent.name) }));
}

async function showAgents(context: CommandContext, { asks }: { asks: boolean }): Promise<CommandOutput> {
  const listed = await listAgents(context);
  if (asks) {
    offerAgents(context, listed);
    return SILENT;
  }
  const withVersions = await Promise.all(
    listed.map(async (each) => ({
      ...each,
      version: each.isInstalled ? await context.agents.version(each.agent) : undefined,
    })),
  );
  return {
    text: withVersions.map(formatAgent).join('\n'),
    json: withVersions.map(({ agent: { name, command: program, args, install }, isInstalled, version }) => ({
      name,
      installed: isInstalled,
      version: version ?? null,
      command: [program, ...args],
      install: install ?? null,
    })),
  };
}

const NAME_COLS = 10;

function formatAgent({ agent, isInstalled, version }: ListedAgent & { version: string | undefined }): string {
  const what = isInstalled
    ? `installed: ${agent.command}${version === undefined ? '' : ` ${version}`}`
    : wayToInstall(agent);
  return `${padToWidth(agent.name, NAME_COLS)} ${what}`;
}

const wayToInstall = ({ command: program, install }: KnownAgent): string =>
  `not installed: ${install ?? `no program ${program} on your PATH`}`;

/** The installed ones first: Enter begins a chat with one. */
function offerAgents(context: CommandContext, listed: readonly ListedAgent[]): void {
  const inOrder = [
    ...listed.filter(({ isInstalled }) => isInstalled),
    ...listed.filter(({ isInstalled }) => !isInstalled),
  ];
  const installed = new Set(listed.flatMap(({ agent, isInstalled }) => (isInstalled ? agent.name : [])));
  getSurface(context).open(
    createTextList({
      title: 'a chat with an agent',
      texts: inOrder.map(({ agent, isInstalled }) => ({
        name: agent.name,
        size: isInstalled ? 'installed' : 'missing',
        lines: isInstalled
          ? [[agent.command, ...agent.args].join(' ')]
          : [agent.install ?? `no program ${agent.command} on your PATH`],
      })),
      nothing: 'no agent is known',
      take: (name) => (installed.has(name) ? ['new', '--agent', name] : ['install-agent', name]),
      footer: 'Enter begins a chat  missing: types how to install it  Esc closes',
    }),
  );
}

/** A shell in which the command stands, for the user to send. */
async function installAgent(context: CommandContext, name: string): Promise<CommandOutput> {
  const { agents, coordinator, viewer, caller, config } = context;
  const agent = agents.known.find((each) => each.name === name.toLowerCase());
  if (!agent)
    throw new UserError(`no agent ${name}; the agents are ${coordinator.agents.join(', ')}`, { exitCode: 2 });
  const { install, command: program } = agent;
  if (install === undefined)
    throw new UserError(`qmux does not know how to install ${name}; put ${program} on your PATH`);
  const session = await coordinator.createSession({
    kind: 'program',
    type: undefined,
    name: undefined,
    model: undefined,
    cwd: coordinator.likeFocused(viewer).cwd,
    command: defaultShell(caller.env, { login: config.loginShell }),
    env: caller.env,
    viewer,
    place: { at: 'pane' },
  });
  if (isProgram(session)) void typeWhenQuiet(session, install);
  return { text: `Enter in #${session.number} ${session.name} runs ${install}` };
}

export const AGENT_LIST_COMMANDS: readonly Command[] = [
  command({
    name: 'agents',
    changesNothing: true,
    summary: 'list the agents that chats can be held with',
    flags: [
      { name: 'ask', summary: 'begin a chat with the one chosen' },
      { name: 'json', summary: 'as an array of objects' },
    ],
    run: (context, input) => showAgents(context, { asks: input.has('ask') }),
  }),
  command({
    name: 'install-agent',
    summary: 'type the command that installs an agent into a shell',
    positionals: [{ name: 'NAME', kind: 'agent' }],
    takesEnvironment: true,
    run: (context, input) => installAgent(context, input.word('NAME') ?? ''),
  }),
];
