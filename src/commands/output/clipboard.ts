// How a copied text reaches the clipboard of the user's terminal: OSC 52 (xterm's ctlseqs, "Manipulate
// Selection Data"), written only, never read. Owns which terminals are known not to support it, and the file
// used instead.

import { writeWhole } from '../../files/durable-file.js';

import { abilitiesOf } from '../../text/terminal-family.js';

/** What hterm and older xterms accept of base64, 100,000 characters, in bytes of text. */
const MAX_BYTES = 74_994;

export interface Clipboard {
  isOn: boolean;
  /** Of the client's terminal. */
  env: Readonly<Record<string, string>>;
  /** Where a text goes that the terminal does not accept. */
  file: string;
  /** Bytes to the terminal. */
  send(text: string): void;
}

export type Offered =
  | { type: 'off' }
  /** There is no known obstacle. */
  | { type: 'clipboard' }
  /** In the file; why: what keeps it from the clipboard. */
  | { type: 'file'; file: string; why: string }
  | { type: 'lost'; why: string; problem: string };

/** Resolves with where the text is now. Never rejects. */
export async function offerToClipboard(text: string, clipboard: Clipboard): Promise<Offered> {
  if (!clipboard.isOn) return { type: 'off' };
  const bytes = Buffer.from(text, 'utf8');
  const why = bytes.length > MAX_BYTES ? 'it is too long for a clipboard' : findRefusal(clipboard.env);
  if (bytes.length <= MAX_BYTES && why !== NEVER) clipboard.send(`\x1b]52;c;${bytes.toString('base64')}\x07`);
  if (why === undefined) return { type: 'clipboard' };
  try {
    await writeWhole(clipboard.file, bytes);
    return { type: 'file', file: clipboard.file, why };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { type: 'lost', why, problem: `${clipboard.file} cannot be written: ${reason}` };
  }
}

const NEVER = 'this terminal does not support setting the clipboard';

/** Why the terminal may not accept it; undefined: there is no known obstacle. */
function findRefusal(env: Readonly<Record<string, string>>): string | undefined {
  // Both accept it only if an option of theirs is set, which cannot be queried.
  if (env['TMUX'] !== undefined) return 'tmux needs set-clipboard on to reach the clipboard';
  if (env['TERM_PROGRAM'] === 'qmux')
    return 'the outer qmux needs program_clipboard = "on" to reach the clipboard';
  const isWithout =
    env['STY'] !== undefined ||
    env['TERM_PROGRAM'] === 'Apple_Terminal' ||
    env['VTE_VERSION'] !== undefined ||
    !abilitiesOf(env).clipboard;
  return isWithout ? NEVER : undefined;
}
