// Reads the config file. Owns falling back to the defaults if there is none, or it cannot be read. Leaves
// what is in it to parse-config.ts, which is loaded only when a file exists: it brings zod and a TOML parser.

import { basename } from 'node:path';
import { readRegularFile, UnreadableFile } from '../files/read-file.js';
import { defaultConfig } from './options.js';
import type { ConfigProblem, Fallback, ParsedConfig } from './parse-config.js';

/** Nobody writes that much by hand. */
const MAX_CONFIG_BYTES = 1024 * 1024;

/** Never rejects for the user's mistakes: every fault is one of the problems. */
export async function loadConfig(file: string, fallback: Fallback = 'default'): Promise<ParsedConfig> {
  const name = basename(file);
  let bytes: Buffer | undefined;
  try {
    bytes = await readRegularFile(file, { maxBytes: MAX_CONFIG_BYTES });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const instead = fallback === 'default' ? 'the defaults are used' : 'what was set before stays';
    return defaults(name, [`${error.reason}, so ${instead}`]);
  }
  if (!bytes) return { ...defaults(name, []), isMissing: true };
  const { parseConfig } = await import('./parse-config.js');
  return parseConfig(bytes.toString('utf8'), name, fallback);
}

function defaults(fileName: string, messages: string[]): ParsedConfig {
  const problemAt: ParsedConfig['problemAt'] = (path, message, drops = path) =>
    problem(`${path.join('.')}: ${message}`, drops);
  const problem = (message: string, drops: readonly string[]): ConfigProblem => ({
    line: 1,
    column: 1,
    message,
    text: `${fileName}:1:1: ${message}`,
    drops,
  });
  return { config: defaultConfig(), problems: messages.map((message) => problem(message, [])), problemAt };
}
