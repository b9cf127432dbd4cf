// From a file to the conversations in it, whichever program wrote it. Owns recognising the formats.

import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { readRegularFile, UnreadableFile } from '../files/read-file.js';
import { findConversation, readAmazonQ } from './import-amazon-q.js';
import { isExport, readExport } from './import-export.js';
import type { ImportedConversation } from './imported-conversation.js';
import { Pace } from '../loop/slice.js';
import { parseJsonSlowly } from './parse-json-slowly.js';

/** A thousand long conversations; a larger file is not an export. */
const MAX_BYTES = 512 * 1024 * 1024;

/**
 * All of the file's conversations, or none: rejects with an Error whose message says what is wrong, lower
 * case.
 */
export async function readImport(file: string): Promise<ImportedConversation[]> {
  const { mtimeMs } = await stat(file);
  const bytes = await readRegularFile(file, { maxBytes: MAX_BYTES }).catch((error: unknown) => {
    throw error instanceof UnreadableFile ? new Error(`it ${error.reason}`) : error;
  });
  if (!bytes) throw new Error('it is no longer there');
  const pace = new Pace();
  const value = await parseJsonSlowly(bytes, { pace }).catch((error: unknown) => {
    throw error instanceof SyntaxError ? new Error(`not valid JSON: ${error.message}`) : error;
  });
  const documents = Array.isArray(value) ? value : [value];
  if (documents.length === 0) throw new Error('it is empty');
  const digest = createHash('sha256').update(bytes).digest('hex');
  const conversations: ImportedConversation[] = [];
  for (const document of documents)
    if (isExport(document)) conversations.push(await readExport(document, pace));
    else if (findConversation(document))
      conversations.push(await readAmazonQ(document, { modifiedAt: Math.trunc(mtimeMs), digest }, pace));
    else throw new Error('it is neither an export of qmux nor a conversation of Amazon Q');
  return conversations;
}
