// What a chat outside the workspace copies: to the clipboard of its terminal, or to a file where that cannot
// be reached. Owns the line about it.

import { join } from 'node:path';
import { offerToClipboard } from '../../commands/output/clipboard.js';
import { ensureDirectory, type Paths } from '../../paths/paths.js';
import { describeSize } from '../../text/text-size.js';

export interface PlainClipboard {
  paths: Pick<Paths, 'chatsDir'>;
  /** `clipboard` of the config. */
  isOn: boolean;
  env: Readonly<Record<string, string>>;
  /** Bytes to the terminal; undefined: it takes none but text. */
  send: ((text: string) => void) | undefined;
}

/** Resolves with where the text is now. Never rejects. */
export async function copyPlain(text: string, { paths, isOn, env, send }: PlainClipboard): Promise<string> {
  ensureDirectory(paths.chatsDir);
  const file = join(paths.chatsDir, 'clipboard.txt');
  // A terminal of that kind is known not to have a clipboard.
  const offered = await offerToClipboard(text, { isOn, env, file, send: (bytes) => send?.(bytes) });
  const size = describeSize(text);
  if (offered.type === 'file') return `copied ${size} to ${offered.file}; ${offered.why}`;
  if (offered.type === 'off') return 'copied nothing: clipboard is off in the config';
  if (offered.type === 'lost') return `copied nothing: ${offered.why}, and ${offered.problem}`;
  return `copied ${size} to the clipboard`;
}
