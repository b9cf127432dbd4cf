// Standard input as the text of `qmux send X -`. Owns reading it whole, and how much. Leaves the line to the
// server, for which it is a text like any other.

import { UserError } from '../text/user-error.js';

/** More is no prompt, and fills the window of every model. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The words with standard input in place of `-`. */
export async function withStandardInput(words: readonly string[]): Promise<readonly string[]> {
  const at = words.indexOf('-');
  if (words[0] !== 'send' || at < 2 || words.includes('--')) return words;
  const text = await readStandardInput();
  // After `--` nothing in it is read as an option.
  return [...words.slice(0, at), ...words.slice(at + 1), '--', text];
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES)
      throw new UserError('standard input has more than 4 MB; send a part of it, or --attach a file');
  }
  return Buffer.concat(chunks).toString();
}
