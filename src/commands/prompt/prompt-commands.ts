// The verbs that act on a chat's prompt and its queue: queue, steer, stash. Leaves what they do to
// chat/prompt/prompt-actions.ts.

import { createTextList, LazyText } from '../../dialogs/text-list.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { commandWord } from '../../text/mentions.js';
import { describeSizeShort } from '../../text/text-size.js';
import { UserError } from '../../text/user-error.js';
import { SILENT, type CommandOutput } from '../command.js';
import type {
  CommandedChat,
  ConversationCommand,
  ConversationContext,
} from '../chat/conversation-context.js';
import { command, done, say } from '../define.js';
import { getChat, refuseShell } from '../turns/chat-turns.js';

/** Enough to tell one question from another. */
const PREVIEW_CHARACTERS = 1_500;
const PREVIEW_LINES = 30;
const LINE_CHARACTERS = 60;

type Run = ConversationCommand['run'];

async function queue(
  context: ConversationContext,
  action: string | undefined,
  word: string | undefined,
): Promise<CommandOutput> {
  refuseShell(context, 'queue');
  const chat = await getChat(context);
  if (action === undefined) {
    if (!context.surface) return say(queueAsText(chat));
    context.surface.open(listQueue(chat));
    return SILENT;
  }
  if (action !== 'edit' && action !== 'remove')
    throw new UserError(`queue has no action ${action}; use edit or remove`, { exitCode: 2 });
  if (word === undefined)
    throw new UserError(`queue ${action} needs the number of a question that waits`, { exitCode: 2 });
  chat.prompt[action](word);
  return action === 'edit' ? SILENT : done('removed the question; it was not sent');
}

function listQueue(chat: CommandedChat): ReturnType<typeof createTextList> {
  const texts = chat.prompt.queued.map(
    ({ id, text }, at) =>
      new LazyText({ name: id, label: String(at + 1), size: describeSizeShort(text) }, () =>
        text
          .slice(0, PREVIEW_CHARACTERS)
          .split('\n', PREVIEW_LINES)
          .map((line) => sanitiseLine(line)),
      ),
  );
  return createTextList({
    title: `questions that wait in ${chat.name}`,
    texts,
    nothing: 'no question waits',
    take: (id) => ['queue', 'edit', id],
    delete: (id) => ['queue', 'remove', id],
    footer: 'Enter edits  d removes  Esc closes',
  });
}

function queueAsText({ prompt: { queued } }: CommandedChat): string {
  const lines = queued.map(({ text }, at) => `${at + 1}  ${sanitiseLine(text, LINE_CHARACTERS)}`);
  if (lines.length === 0) return 'no question waits';
  const hint = `${commandWord('queue edit N')} takes one back into the prompt, ${commandWord('queue remove N')} removes it`;
  return [...lines, hint].join('\n');
}

async function steer(context: ConversationContext, text: string): Promise<CommandOutput> {
  refuseShell(context, 'steer');
  const chat = await getChat(context);
  chat.prompt.steer(text === '' ? undefined : text);
  return SILENT;
}

async function stash(context: ConversationContext, text: string): Promise<CommandOutput> {
  refuseShell(context, 'stash');
  const chat = await getChat(context);
  const size = chat.prompt.stash(text === '' ? undefined : text);
  if (size === undefined) return SILENT;
  const count = size === 1 ? '' : ` (${size} drafts)`;
  return done(`stashed${count}; ${commandWord('stash')} with nothing typed takes it back`);
}

export const PROMPT_COMMANDS: readonly ConversationCommand[] = [
  command<Run>({
    name: 'queue',
    summary: 'list the questions that wait, to edit or remove them',
    positionals: [
      { name: 'ACTION', kind: ['edit', 'remove'], optional: true },
      { name: 'N', kind: 'text', optional: true },
    ],
    run: (context, input) => queue(context, input.word('ACTION'), input.word('N')),
  }),
  command<Run>({
    name: 'steer',
    summary: 'send what is typed now, interrupting the answer',
    positionals: [{ name: 'TEXT', kind: 'text', optional: true, rest: true }],
    run: (context, input) => steer(context, input.words('TEXT').join(' ')),
  }),
  command<Run>({
    name: 'stash',
    summary: 'put what is typed aside, or take it back',
    positionals: [{ name: 'TEXT', kind: 'text', optional: true, rest: true }],
    run: (context, input) => stash(context, input.words('TEXT').join(' ')),
  }),
];
