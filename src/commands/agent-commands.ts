// The verbs of the agent that answers a chat: mode, model, effort, restart. Leaves which agents there are to
// agent-list.ts, agents themselves to chat/agents/ and session/chat/, models to model-commands.ts.

import type { ModelOption } from '../chat/model-event.js';
import { createTextList } from '../dialogs/text-list.js';
import { isProgram } from '../session/any-session.js';
import type { OptionCategory } from '../session/chat/agent-options.js';
import { commandWord, keyWord } from '../text/mentions.js';
import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import { SILENT, type Command, type CommandContext, type CommandOutput } from './command.js';
import type {
  CommandedAgent,
  ConversationCommand,
  ConversationContext,
} from './chat/conversation-context.js';
import { command, done, getSession, say } from './define.js';
import { listKnownModels, setEffort, setModel } from './model-commands.js';

type Run = ConversationCommand['run'];

function getAgent(context: ConversationContext, word?: string): CommandedAgent {
  const session = getSession(context, word);
  if (isProgram(session)) throw new UserError(`${session.name} is a program; name a chat`);
  if (!session.agent)
    throw new UserError(
      `${session.name} is answered by a model, not by an agent; ${commandWord('agents')} lists agents`,
    );
  return session.agent;
}

/** Without a value the values are listed, or offered. */
async function setOption(
  context: ConversationContext,
  category: OptionCategory,
  value: string | undefined,
): Promise<CommandOutput> {
  const session = getSession(context, undefined);
  const settings = isProgram(session) ? undefined : session.modelSettings;
  if (settings && category === 'model') return setModel(context, settings, value);
  if (settings && category === 'effort') return setEffort(context, settings, value);
  const agent = getAgent(context);
  if (value !== undefined)
    return done(`${category} is now ${sanitiseLine(await agent.set(category, value))}`);
  await agent.start();
  const option = agent.options.find((each) => each.category === category);
  if (!option) throw new UserError(`${agent.chosen} has no ${category} to choose`);
  if (!context.surface || context.way === 'cli') return { text: formatOption(option), json: option };
  offerValues(context, category, option);
  return SILENT;
}

const formatOption = ({ values, current }: ModelOption): string =>
  values
    .map(({ value, name, description }) =>
      [
        value === current ? '*' : ' ',
        sanitiseLine(value),
        ...(name === value ? [] : [`(${sanitiseLine(name)})`]),
        ...(description === undefined ? [] : [sanitiseLine(description)]),
      ].join(' '),
    )
    .join('\n');

function offerValues(context: ConversationContext, category: OptionCategory, option: ModelOption): void {
  context.surface?.open(
    createTextList({
      title: option.name === '' ? category : sanitiseLine(option.name),
      texts: option.values.map(({ value, name, description = '' }) => ({
        name: value,
        label: sanitiseLine(name),
        size: value === option.current ? 'current' : '',
        lines: [sanitiseLine(description)],
      })),
      nothing: `no ${category} to choose`,
      take: (value) => [category, value],
      footer: 'Enter chooses  Esc closes',
    }),
  );
}

const KNOWN = { name: 'known', summary: 'list those known by now, without asking for more' };

const optionCommand = (category: OptionCategory, summary: string): ConversationCommand =>
  command<Run>({
    name: category,
    summary,
    positionals: [
      { name: 'VALUE', kind: 'text', ...(category === 'model' && { suggests: 'model' }), optional: true },
    ],
    flags: [
      ...(category === 'model' ? [KNOWN] : []),
      { name: 'json', summary: 'print what can be chosen, and what is, as an object' },
    ],
    run: (context, input) => {
      const value = input.word('VALUE');
      if (value === undefined && input.has('known')) return listKnownModels(context);
      return setOption(context, category, value);
    },
  });

async function restart(context: ConversationContext, word: string | undefined): Promise<CommandOutput> {
  const agent = getAgent(context, word);
  await agent.restart();
  return done(`ended ${agent.chosen}; the next prompt starts it again, with its session`);
}

/** The mode after the current one, in the agent's order. */
async function nextMode(context: ConversationContext): Promise<CommandOutput> {
  const agent = getAgent(context);
  const option = agent.options.find(({ category }) => category === 'mode');
  if (!option) return say(`${agent.chosen} has no modes, or has not started yet`);
  const at = option.values.findIndex(({ value }) => value === option.current);
  const next = option.values[(at + 1) % option.values.length];
  // The title says which one it is now.
  if (next) await agent.set('mode', next.value);
  return SILENT;
}

/** To the agent's own interface, or back to the chat. */
async function changeFace(context: CommandContext, word: string | undefined): Promise<CommandOutput> {
  const session = getSession(context, word);
  if (isProgram(session)) throw new UserError(`${session.name} is a program; name a chat`);
  await session.load();
  await session.changeFace();
  if (session.face === 'chat') return SILENT;
  return done(`this is ${session.agent?.chosen}'s own interface; ${keyWord('face')} brings the chat back`);
}

/** Those on one conversation, wherever it is held. */
export const ANSWERER_COMMANDS: readonly ConversationCommand[] = [
  optionCommand('mode', "choose the mode of this chat's agent"),
  optionCommand('model', 'choose the model of this chat, or of its agent'),
  optionCommand('effort', 'choose how hard the model of this chat, or its agent, thinks'),
  command<Run>({
    name: 'next-mode',
    summary: "the next mode of this chat's agent",
    run: nextMode,
  }),
  command<Run>({
    name: 'restart',
    summary: "end a chat's agent; its next prompt starts it again",
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    run: (context, input) => restart(context, input.word('X')),
  }),
];

export const AGENT_COMMANDS: readonly Command[] = [
  ...ANSWERER_COMMANDS,
  command({
    name: 'face',
    summary: "show a chat in its agent's own interface, or the chat again",
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    run: (context, input) => changeFace(context, input.word('X')),
  }),
];
