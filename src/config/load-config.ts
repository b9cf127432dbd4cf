// Reads the config file. Owns falling back to the defaults if there is none, or it cannot be read. Leaves
// what is in it to parse-config.ts, which is loaded only when a file exists: it brings zod and a TOML parser.

import { basename } from 'node:path';
import { readRegularFile, UnreadableFile } from '../files/read-file.js';
import { defaultConfig } from './options.js';
import type { ParsedConfig } from './parse-config.js';

/** Nobody writes that much by hand. */
const MAX_CONFIG_BYTES = 1024 * 1024;

/** Never rejects for the user's mistakes: every fault is one of the problems. */
export async function loadConfig(file: string): Promise<ParsedConfig> {
  const name = basename(file);
  let bytes: Buffer | undefined;
  try {
    bytes = await readRegularFile(file, { maxBytes: MAX_CONFIG_BYTES });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return defaults(name, [`${error.reason}, so the defaults are used`]);
  }
  if (!bytes) return defaults(name, []);
  const { parseConfig } = await import('./parse-config.js');
  return parseConfig(bytes.toString('utf8'), name);
}

function defaults(fileName: string, messages: string[]): ParsedConfig {
  const problemAt: ParsedConfig['problemAt'] = (path, message) => problem(`${path.join('.')}: ${message}`);
  const problem = (message: string) => ({ line: 1, column: 1, message, text: `${fileName}:1:1: ${message}` });
  return { config: defaultConfig(), problems: messages.map(problem), problemAt };
}
