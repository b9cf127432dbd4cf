// The verbs that ask again and go back: retry, edit, rewind, branches, continue, undo, redo. Leaves what they
// do to chat/branches/, and the lists to turn-lists.ts.

import { UserError } from '../../text/user-error.js';
import { SILENT, type Command, type CommandOutput } from '../command.js';
import type { ConversationCommand, ConversationContext } from '../chat/conversation-context.js';
import { command, done, say } from '../define.js';
import { BTW } from './btw-command.js';
import { CLEAR } from './clear-command.js';
import { getChat, getModelChat, refuseShell, sendToAgent } from './chat-turns.js';
import { FORK } from './fork-command.js';
import {
  branchesAsText,
  describeEnd,
  findBranch,
  listBranches,
  listQuestions,
  questionsAsText,
} from './turn-lists.js';

type Run = ConversationCommand['run'];

async function retry(context: ConversationContext, model: string | undefined): Promise<CommandOutput> {
  const chat = await getChat(context);
  if (chat.agent) {
    if (model !== undefined)
      throw new UserError(`${chat.agent.chosen} chooses its model by /model; /retry takes none here`);
    chat.branches.checkIdle();
    chat.send(chat.branches.find(undefined).question);
    return SILENT;
  }
  chat.branches.checkIdle();
  if (model !== undefined) await chat.checkModel(model);
  chat.branches.retry(model);
  return SILENT;
}

/** An agent's history stays as it is: the question is only copied. */
async function edit(context: ConversationContext, word: string | undefined): Promise<CommandOutput> {
  refuseShell(context, 'edit');
  const chat = await getChat(context);
  const turn = chat.branches.find(word);
  if (chat.agent) chat.branches.copy(turn);
  else chat.branches.edit(turn);
  return SILENT;
}

async function rewind(context: ConversationContext): Promise<CommandOutput> {
  refuseShell(context, 'rewind');
  const chat = await getChat(context);
  chat.branches.checkIdle();
  if (!context.surface) return say(questionsAsText(chat));
  context.surface.open(listQuestions(chat));
  return SILENT;
}

async function branches(context: ConversationContext, word: string | undefined): Promise<CommandOutput> {
  refuseShell(context, 'branches');
  const chat = await getModelChat(context);
  chat.branches.checkIdle();
  const { surface } = context;
  if (word !== undefined) {
    const end = findBranch(chat, word);
    chat.branches.goTo(end);
    // Where its lines cannot be drawn in place of those of the other branch.
    return surface ? SILENT : done(`this is now the branch of ${describeEnd(end)}`);
  }
  if (!surface) return say(branchesAsText(chat));
  surface.open(listBranches(chat));
  return SILENT;
}

async function goOn(context: ConversationContext): Promise<CommandOutput> {
  const chat = await getChat(context);
  if (chat.agent) chat.send('continue');
  else chat.branches.continueAnswer();
  return SILENT;
}

async function takeOut(context: ConversationContext, what: 'undo' | 'redo'): Promise<CommandOutput> {
  (await getModelChat(context)).branches[what]();
  return SILENT;
}

/** An agent compacts by its own command. */
async function compact(context: ConversationContext, focus: string): Promise<CommandOutput> {
  const chat = await getChat(context);
  if (chat.agent) await sendToAgent(chat, chat.agent, 'compact', focus);
  else chat.branches.compact(focus);
  return SILENT;
}

/** Those on one conversation, wherever it is held. */
export const CONVERSATION_TURNS: readonly ConversationCommand[] = [
  command<Run>({
    name: 'retry',
    summary: 'ask the last question again',
    positionals: [{ name: 'MODEL', kind: 'model', optional: true }],
    run: (context, input) => retry(context, input.word('MODEL')),
  }),
  command<Run>({
    name: 'edit',
    summary: 'put a question back into the prompt',
    positionals: [{ name: 'N', kind: 'text', optional: true }],
    run: (context, input) => edit(context, input.word('N')),
  }),
  command<Run>({
    name: 'rewind',
    summary: 'list the questions, to go back to one',
    run: rewind,
  }),
  command<Run>({
    name: 'branches',
    summary: 'list the branches, to go to one',
    positionals: [{ name: 'ID', kind: 'text', optional: true }],
    run: (context, input) => branches(context, input.word('ID')),
  }),
  command<Run>({
    name: 'continue',
    summary: 'go on from an answer that was cut',
    run: goOn,
  }),
  command<Run>({
    name: 'undo',
    summary: 'take the last turn out of the context',
    run: (context) => takeOut(context, 'undo'),
  }),
  command<Run>({
    name: 'redo',
    summary: 'put back the turn that undo took out last',
    run: (context) => takeOut(context, 'redo'),
  }),
  command<Run>({
    name: 'compact',
    summary: 'let a summary stand for the older turns in the context',
    positionals: [{ name: 'FOCUS', kind: 'text', optional: true, rest: true }],
    run: (context, input) => compact(context, input.words('FOCUS').join(' ')),
  }),
  BTW,
];

export const TURN_COMMANDS: readonly Command[] = [...CONVERSATION_TURNS, FORK, CLEAR];
