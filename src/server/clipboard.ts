// The way of a copied text to the clipboard of the user's terminal: OSC 52 (xterm's ctlseqs, "Manipulate Selection Data"),
// written only, never read. Owns which terminals are known not to take it, and the file that stands in for them.

import { chmod, writeFile } from 'node:fs/promises';

/** What hterm and older xterms take of base64, 100,000 characters, in bytes of text. */
const MAX_BYTES = 74_994;

export interface Clipboard {
  isOn: boolean;
  /** Of the client's terminal. */
  env: Readonly<Record<string, string>>;
  /** Where a text goes that the terminal does not take. */
  file: string;
  /** Bytes to the terminal. */
  send(text: string): void;
}

/** Resolves with where the text is, to be put behind `copied … to buffer0`; '' where the clipboard is off. Never rejects. */
export async function offerToClipboard(text: string, clipboard: Clipboard): Promise<string> {
  if (!clipboard.isOn) return '';
  const bytes = Buffer.from(text, 'utf8');
  const refusal = bytes.length > MAX_BYTES ? 'too long for a clipboard' : findRefusal(clipboard.env);
  if (bytes.length <= MAX_BYTES && refusal !== NEVER)
    clipboard.send(`\x1b]52;c;${bytes.toString('base64')}\x07`);
  if (refusal === undefined) return ' and the clipboard';
  try {
    await writeFile(clipboard.file, bytes, { mode: 0o600 });
    await chmod(clipboard.file, 0o600);
    return `; ${refusal}: it is in ${clipboard.file}`;
  } catch (error) {
    return `; ${refusal}, and ${clipboard.file} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const NEVER = 'this terminal takes no clipboard';

/** Why the terminal may not take it; undefined: nothing is known against it. */
function findRefusal(env: Readonly<Record<string, string>>): string | undefined {
  // Both take it only where an option of theirs says so, and cannot be asked.
  if (env['TMUX'] !== undefined) return 'tmux passes it on where its set-clipboard is on';
  if (env['TERM_PROGRAM'] === 'qmux') return 'the outer qmux passes it on where its program_clipboard is on';
  const isWithout =
    env['STY'] !== undefined ||
    env['TERM_PROGRAM'] === 'Apple_Terminal' ||
    env['VTE_VERSION'] !== undefined ||
    /^(?:linux|dumb|vt\d+|cons25)/.test(env['TERM'] ?? '');
  return isWithout ? NEVER : undefined;
}
