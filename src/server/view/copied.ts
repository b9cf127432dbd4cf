// Where a copied text goes: to the paste buffers, and to the clipboard of the client's terminal. Owns the
// message about it. Leaves the clipboard itself to clipboard.ts. Invariant: the message names where the text
// is now.

import type { PasteBuffers } from '../../session/paste-buffers.js';
import { describeSize } from '../../text/text-size.js';
import { offerToClipboard, type Clipboard } from '../../commands/output/clipboard.js';

/**
 * buffers: undefined for a read-only client, which only has its clipboard. buffer: a name given by the user;
 * else a new one. Resolves with a line about it; never rejects for the clipboard.
 */
export async function keepCopied(
  text: string,
  options: { buffers: PasteBuffers | undefined; buffer: string | undefined; clipboard: Clipboard },
): Promise<string> {
  const { buffers, buffer, clipboard } = options;
  const size = describeSize(text);
  if (!buffers) {
    const { type } = await offerToClipboard(text, clipboard);
    return type === 'clipboard'
      ? `copied ${size} to the clipboard`
      : `copied nothing: attached read-only, and the clipboard of this terminal cannot be reached`;
  }
  if (buffer !== undefined) buffers.set(buffer, text);
  const name = buffer ?? buffers.add(text);
  const offered = await offerToClipboard(text, clipboard);
  switch (offered.type) {
    case 'off':
      return `copied ${size} to ${name}`;
    case 'clipboard':
      return `copied ${size} to ${name} and the clipboard`;
    case 'file':
      return `copied ${size} (${name}, ${offered.file}); ${offered.why}`;
    case 'lost':
      return `copied ${size} to ${name}; ${offered.why}, and ${offered.problem}`;
  }
}
