// Reads the config file. Owns falling back to the defaults if there is none, or it cannot be read. Leaves
// what is in it to parse-config.ts, which is loaded only when a file exists: it brings zod and a TOML parser.

import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { readRegularFile, UnreadableFile } from '../files/read-file.js';
import { defaultConfig } from './options.js';
import { finishInTurns } from '../loop/in-turns.js';
import type { Fallback } from './check-option.js';
import type { ConfigProblem, ParsedConfig } from './parse-config.js';

/** More than anybody writes by hand; the TOML of more is not parsed in one short turn of the event loop. */
const MAX_CONFIG_BYTES = 64 * 1024;

/** Never rejects for the user's mistakes: every fault is one of the problems. */
export async function loadConfig(file: string, fallback: Fallback = 'default'): Promise<ParsedConfig> {
  const name = basename(file);
  let bytes: Buffer | undefined;
  try {
    bytes = await readRegularFile(file, { maxBytes: MAX_CONFIG_BYTES });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const instead = fallback === 'default' ? 'the defaults are used' : 'what was set before stays';
    return defaults(name, [{ line: 1, column: 1, message: `${error.reason}; ${instead}` }]);
  }
  if (!bytes) return { ...defaults(name, []), isMissing: true };
  if (!isUtf8(bytes)) {
    const instead = fallback === 'default' ? 'the file is ignored' : 'what was set before stays';
    const message = `not valid UTF-8; ${instead} until this is fixed`;
    return defaults(name, [{ ...findInvalid(bytes), message }]);
  }
  const { parseConfigInSteps } = await import('./parse-config.js');
  return finishInTurns(parseConfigInSteps(bytes.toString('utf8'), name, fallback));
}

/** Of the first byte that is not UTF-8. */
function findInvalid(bytes: Buffer): Pick<ConfigProblem, 'line' | 'column'> {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf('\n', start);
    const row = bytes.subarray(start, end === -1 ? undefined : end);
    if (end === -1 || !isUtf8(row)) return { line, column: row.toString('utf8').indexOf('\ufffd') + 1 };
    line++;
    start = end + 1;
  }
}

function defaults(
  fileName: string,
  found: readonly Pick<ConfigProblem, 'line' | 'column' | 'message'>[],
): ParsedConfig {
  const problemAt: ParsedConfig['problemAt'] = (path, message, drops = path) =>
    problem({ line: 1, column: 1, message: `${path.join('.')}: ${message}` }, drops);
  const problem = (
    { line, column, message }: Pick<ConfigProblem, 'line' | 'column' | 'message'>,
    drops: readonly string[],
  ): ConfigProblem => ({
    line,
    column,
    message,
    text: `${fileName}:${line}:${column}: ${message}`,
    drops,
  });
  return { config: defaultConfig(), problems: found.map((each) => problem(each, [])), problemAt };
}
