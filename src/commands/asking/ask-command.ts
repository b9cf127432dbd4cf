// The verb `ask`: one question to several sessions. Owns which of its words and flags mean whom, and what is
// said of what was sent. Leaves sessions that are made for it to ask-models.ts and sending to session/asked/.

import { isProgram, type AnySession } from '../../session/any-session.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import { askSessions, type Asked } from '../../session/asked/ask-sessions.js';
import { findType, PROGRAM_TYPE } from '../../session/session-types.js';
import { questionOf } from '../../chat/prompt/slash-command.js';
import { commandWord } from '../../text/mentions.js';
import { nameList } from '../../text/name-list.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { command, done } from '../define.js';
import { askedOfModels } from './ask-models.js';
import { splitTargets, unique, type Targets } from './targets.js';

/** Flags that say whom, in place of sessions. */
const GROUPS = ['type', 'tab', 'models'] as const;

async function ask(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const groups = GROUPS.filter((flag) => input.has(flag));
  if (groups.length > 1)
    throw new UserError(`ask takes --${groups[0]} or --${groups[1]}, not both`, { exitCode: 2 });
  if (input.has('worktree') && !input.has('models'))
    throw new UserError('--worktree needs --models: open sessions stay where they are', { exitCode: 2 });
  const { targets, text } = readTargets(context, input, groups[0]);
  const models = input.value('models');
  if (text.trim() === '') throw new UserError('there is no question to ask', { exitCode: 2 });
  if (models === undefined && targets.length === 0) throw new UserError(NOBODY, { exitCode: 2 });
  const by = askerOf(context);
  const question = questionOf(text);
  const { coordinator } = context;
  const send = (sessions: readonly AnySession[]): Promise<Asked> =>
    askSessions(sessions, question, { coordinator, by });
  const asked =
    models === undefined
      ? await send(targets)
      : await askedOfModels(context, { models, worktree: input.has('worktree') }, send);
  return describe(asked);
}

const NOBODY = 'ask needs to know whom: name sessions before the question, or use --type, --tab or --models';

function readTargets(
  context: CommandContext,
  input: ParsedArguments,
  group: (typeof GROUPS)[number] | undefined,
): Targets {
  const { coordinator, way, sourcing } = context;
  const words = input.words('X');
  const question = input.trailing.join(' ');
  const hasDashes = input.trailing.length > 0;
  if (group !== undefined) {
    if (hasDashes && words.length > 0)
      throw new UserError(`ask takes sessions or --${group}, not both`, { exitCode: 2 });
    const targets = group === 'models' ? [] : sessionsOf(context, group, input);
    return { targets, text: hasDashes ? question : words.join(' ') };
  }
  if (hasDashes) return { targets: unique(resolveAll(words, coordinator)), text: question };
  // A shell has removed the quotes; elsewhere all of it is one word, as it was typed.
  const isTyped = way !== 'cli' || sourcing !== undefined;
  return splitTargets(isTyped && words.length === 1 ? (words[0] as string) : words, coordinator);
}

/** Throws a UserError: one of them is not a session, since perhaps the question itself has a `--`. */
function resolveAll(words: readonly string[], coordinator: CommandContext['coordinator']): AnySession[] {
  try {
    return words.map((word) => coordinator.resolve(word));
  } catch (error) {
    if (!(error instanceof UserError) || words.length < 2) throw error;
    throw new UserError(`${error.text}; only sessions stand before the --, nothing was sent`, {
      exitCode: 2,
    });
  }
}

/** Throws a UserError: there is none. */
function sessionsOf(
  { coordinator, viewer }: CommandContext,
  group: 'type' | 'tab',
  input: ParsedArguments,
): AnySession[] {
  if (group === 'tab') return coordinator.sessionsOfTab(coordinator.arrangement.currentTab(viewer));
  const word = input.value('type') ?? '';
  const type = word === PROGRAM_TYPE ? PROGRAM_TYPE : findType(coordinator.types, word)?.name;
  if (type === undefined) {
    const names = [...coordinator.types.map(({ name }) => name), PROGRAM_TYPE];
    throw new UserError(`no type ${word}; the types are ${names.join(', ')}`, { exitCode: 2 });
  }
  const sessions = coordinator.sessions.filter(({ record }) => record.type === type);
  if (sessions.length === 0)
    throw new UserError(`no open session has the type ${type}; ${commandWord('sessions')} lists them`);
  return sessions;
}

/** An answer can be brought to it: the chat in which it was typed. */
function askerOf({ way, here, pane }: CommandContext): ChatSession | undefined {
  const session = way === 'cli' ? pane : here;
  return session && !isProgram(session) ? session : undefined;
}

/** A group that somebody looks at is named in full. */
const MOST_NAMES = 10;

const few = (names: readonly string[]): string =>
  names.length > MOST_NAMES ? nameList(names) : names.join(', ');

function describe({ sent }: Asked): CommandOutput {
  const names = sent.map(({ session }) => `#${session.number} ${session.name}`);
  const held = sent.flatMap(({ session }) => (!isProgram(session) && session.isHeld ? [session.name] : []));
  const wayOut =
    held.length === 0
      ? ''
      : `; ${few(held)} ${held.length === 1 ? 'holds' : 'hold'} it until ${commandWord(`resume ${held[0]}`)}`;
  return {
    ...done(`asked ${sent.length}: ${few(names)}${wayOut}`),
    json: sent.map(({ session, turn }) => ({ session: session.id, turn: turn ?? null })),
  };
}

export const ASK: Command = command({
  name: 'ask',
  summary: 'ask several sessions the same question at once',
  positionals: [{ name: 'X', kind: 'targets', optional: true, rest: true }],
  flags: [
    { name: 'type', value: 'T', kind: 'type', summary: 'all open sessions of this type' },
    { name: 'tab', summary: 'all sessions of the current tab' },
    {
      name: 'models',
      value: 'A,B,C',
      kind: 'model',
      summary: 'a new session for each of these models or agents, side by side',
    },
    { name: 'worktree', summary: 'with --models: each in a git worktree of its own' },
    { name: 'json', summary: 'print session and turn of each as an array' },
  ],
  trailing: 'TEXT',
  takesEnvironment: true,
  run: ask,
});
