// What commands of one line printed, in the client that ran it: one line as a message, more in an overlay.
// Owns that an overlay which comes late takes no key that was typed for something else.

import type { CommandOutput } from '../../commands/command.js';
import { createTextView } from '../../dialogs/text-view.js';
import { keyWord } from '../../text/mentions.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { ClientView } from './client-view.js';

/** Keys that are typed sooner after a line are meant for what it opens. */
const LATE_AFTER_MS = 300;
/** Of the line, where it names what was printed. */
const NAMED_CHARACTERS = 30;

/** To be called when the line begins; what it returns shows what was printed. */
export function beginOutput(
  client: Pick<ClientView, 'inputs' | 'open' | 'showMessage'>,
  title: string,
  nowMs = (): number => performance.now(),
): (outputs: readonly CommandOutput[]) => void {
  const begunAt = nowMs();
  const inputsBefore = client.inputs;
  return (outputs) => {
    const said = outputs.filter(({ text }) => text !== '');
    const lines = said.flatMap(({ text }) => text.split('\n'));
    const [first = ''] = lines;
    const level = said[0]?.level ?? 'info';
    if (lines.length === 0) return;
    if (lines.length === 1) return client.showMessage(first, level);
    const isBusy = client.inputs !== inputsBefore && nowMs() - begunAt > LATE_AFTER_MS;
    if (!isBusy) return client.open(createTextView({ title, lines }));
    client.showMessage(lines.join('\n'), 'kept');
    const name = sanitiseLine(title, NAMED_CHARACTERS).trim();
    client.showMessage(`${name}: ${lines.length} lines; ${keyWord('messages')} shows them`, level);
  };
}
