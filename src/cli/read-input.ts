// Standard input as one text, to its end.

import { sanitiseInput } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';

/** More than any model accepts; an endless input must not fill the memory. */
const MAX_INPUT_BYTES = 16 * 1024 * 1024;

/** Without blank lines around it and without control characters, as a paste. Rejects with a UserError. */
export async function readInput(stdin: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_INPUT_BYTES)
      throw new UserError(
        'standard input is longer than 16 MB, more than any model accepts; send a part of it',
      );
    chunks.push(bytes);
  }
  return sanitiseInput(Buffer.concat(chunks).toString('utf8')).replace(/^(?:[^\S\n]*\n)+|\s+$/g, '');
}
