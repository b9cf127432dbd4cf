// A program writing to the clipboard (OSC 52; xterm's ctlseqs). Owns reading the sequence; a query for the
// clipboard's content is never answered. Leaves whether anybody listens to the server.

import type { Terminal } from '../xterm/internals.js';

/** More base64 than this is not a text that somebody copied. */
const MAX_CHARACTERS = 100_000;

export function listenToClipboardWrites(terminal: Terminal, onWrite: (text: string) => void): void {
  terminal.parser.registerOscHandler(52, (data) => {
    const encoded = /^[a-z0-7]*;([A-Za-z0-9+/]+={0,2})$/.exec(data)?.[1];
    if (encoded !== undefined && encoded.length <= MAX_CHARACTERS)
      onWrite(Buffer.from(encoded, 'base64').toString('utf8'));
    return true;
  });
}
