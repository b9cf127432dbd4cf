// The verb that shows what all sessions ask: inbox. On a terminal it opens the inbox, in a shell it lists the
// questions. Leaves the inbox itself to session/inbox/.

import { InboxDialog } from '../session/inbox/inbox-dialog.js';
import { inboxFacts, openQuestions, type InboxEntry } from '../session/inbox/open-questions.js';
import { isProgram } from '../session/any-session.js';
import type { ChatSession } from '../session/chat/chat-session.js';
import type { Coordinator } from '../session/coordinator.js';
import { findPreview } from '../session/find-preview.js';
import { formatAge } from '../text/age.js';
import { UserError } from '../text/user-error.js';
import { padToWidth, textWidth } from '../text/width.js';
import type { ClientSurface, Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, getSurface } from './define.js';

function inbox(context: CommandContext, input: ParsedArguments): CommandOutput {
  const open = (): InboxEntry[] => openQuestions(context.coordinator.sessions);
  if (context.way !== 'cli') {
    openInbox(context, getSurface(context), open);
    return SILENT;
  }
  // In a pane, where the caller looks. In a terminal elsewhere it would take the keys of whoever types there.
  if (!input.has('json') && context.pane && context.surface) openInbox(context, context.surface, open);
  return { text: formatList(open()), json: open().map(inboxFacts) };
}

function openInbox(
  { coordinator }: CommandContext,
  surface: ClientSurface,
  open: () => readonly InboxEntry[],
): void {
  const { readOnly } = surface;
  surface.open(
    new InboxDialog({
      readOnly,
      open,
      now: () => performance.now(),
      seenMs: (id) => surface.questionSeenMs(id),
      reply: ({ id, session }, reply) => getChat(coordinator, session).reply(id, reply, 'inbox'),
      queue: ({ session }, text) => void getChat(coordinator, session).send(text),
      findPreview: (id, room) => findPreview(coordinator, id, room),
      changed: () => surface.dialogChanged(),
    }),
  );
}

function getChat(coordinator: Coordinator, { id, name }: InboxEntry['session']): ChatSession {
  const session = coordinator.find(id);
  if (!session || isProgram(session)) throw new UserError(`${name} was closed`);
  return session;
}

function formatList(entries: readonly InboxEntry[]): string {
  if (entries.length === 0) return 'no question is open';
  const rows = entries.map((entry) => [
    `#${entry.session.number} ${entry.session.name}`,
    entry.agent ?? '-',
    formatAge(entry.ageMs()),
    entry.headline(),
  ]);
  const widths = [0, 1, 2].map((col) =>
    rows.reduce((widest, row) => Math.max(widest, textWidth(row[col] ?? '')), 0),
  );
  return rows
    .map((row) => row.map((cell, col) => padToWidth(cell, widths[col] ?? textWidth(cell))).join('  '))
    .join('\n');
}

export const INBOX_COMMANDS: readonly Command[] = [
  command({
    name: 'inbox',
    changesNothing: true,
    summary: 'what all sessions ask, longest waiting first; answer it there',
    flags: [{ name: 'json', summary: 'print it as an array of objects' }],
    run: inbox,
  }),
];
