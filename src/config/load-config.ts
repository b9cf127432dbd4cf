// Reads the config file. Owns the falling back to the defaults where there is none, or none that can be read.
// Leaves what is in it to parse-config.ts, which is loaded only when a file exists: it brings zod and a TOML parser.

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { defaultConfig } from './options.js';
import type { ParsedConfig } from './parse-config.js';

/** Never rejects for what the user did: every fault is one of the problems. */
export async function loadConfig(file: string): Promise<ParsedConfig> {
  const name = basename(file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const unreadable = `cannot be read, so the defaults hold: ${message}`;
    return defaults(name, code === 'ENOENT' ? [] : [unreadable]);
  }
  const { parseConfig } = await import('./parse-config.js');
  return parseConfig(text, name);
}

function defaults(fileName: string, messages: string[]): ParsedConfig {
  const problemAt: ParsedConfig['problemAt'] = (path, message) => problem(`${path.join('.')}: ${message}`);
  const problem = (message: string) => ({ line: 1, column: 1, message, text: `${fileName}:1:1: ${message}` });
  return { config: defaultConfig(), problems: messages.map(problem), problemAt };
}
