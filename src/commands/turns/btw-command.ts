// The verb btw: a question aside, in an overlay. Owns what the overlay says. Leaves asking, and the note that
// is kept, to chat/branches/.

import { GrowingText } from '../../dialogs/growing-text.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { SILENT, type Command, type CommandContext, type CommandOutput } from '../command.js';
import { command, getSurface } from '../define.js';
import { getModelChat, refuseShell } from './chat-turns.js';

async function askAside(context: CommandContext, question: string): Promise<CommandOutput> {
  refuseShell(context, 'btw');
  const chat = await getModelChat(context);
  const surface = getSurface(context);
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

export const BTW: Command = command({
  name: 'btw',
  summary: 'ask something aside, with this context',
  positionals: [{ name: 'QUESTION', kind: 'text', rest: true }],
  run: (context, input) => askAside(context, input.words('QUESTION').join(' ')),
});
