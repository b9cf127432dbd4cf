// The verb btw: a question aside, in an overlay. Owns what the overlay says. Leaves asking, and the note that
// is kept, to chat/branches/.

import { GrowingText } from '../../dialogs/growing-text.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { SILENT, type CommandOutput } from '../command.js';
import type { ConversationCommand, ConversationContext } from '../chat/conversation-context.js';
import { command } from '../define.js';
import { getModelChat, refuseShell } from './chat-turns.js';

async function askAside(context: ConversationContext, question: string): Promise<CommandOutput> {
  refuseShell(context, 'btw');
  const chat = await getModelChat(context);
  const { surface } = context;
  if (!surface) {
    const failure = await chat.branches.askAsideUnseen(question);
    if (failure !== undefined) throw new UserError(`btw: ${failure}`);
    return SILENT;
  }
  const closing = new AbortController();
  const dialog = new GrowingText({
    title: `aside: ${chat.name}`,
    beginning: sanitiseLine(question),
    onClosed: () => closing.abort(),
  });
  surface.open(dialog);
  void chat.branches
    .askAside(question, closing.signal, (text) => {
      dialog.text = text;
      surface.dialogChanged();
    })
    .then((failure) => {
      const end = failure === undefined ? '' : `error: ${failure}`;
      dialog.end(end, { isError: failure !== undefined });
      surface.dialogChanged();
    });
  return SILENT;
}

export const BTW: ConversationCommand = command<ConversationCommand['run']>({
  name: 'btw',
  summary: 'ask something aside, with this context',
  positionals: [{ name: 'QUESTION', kind: 'text', rest: true }],
  run: (context, input) => askAside(context, input.words('QUESTION').join(' ')),
});
