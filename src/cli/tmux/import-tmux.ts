// `qmux import-tmux [FILE]`: reads a tmux.conf and prints it as config.toml. Owns which file that is. Leaves
// what it means to tmux-to-config.ts; writes nothing.

import { join } from 'node:path';

import { resolveForCaller } from '../../commands/caller-directory.js';
import { readRegularFile, UnreadableFile } from '../../files/read-file.js';
import { UserError } from '../../text/user-error.js';
import type { Call } from '../call.js';
import { printText } from '../standard-output.js';
import { tmuxToConfig } from './tmux-to-config.js';

const MOST_BYTES = 1024 * 1024;

export async function importTmux(
  { env, cwd }: Pick<Call, 'env' | 'cwd'>,
  given: readonly string[],
): Promise<number> {
  const [file, more] = given;
  if (more !== undefined) throw new UserError(`import-tmux does not take ${more}`, { exitCode: 2 });
  if (file?.startsWith('-')) throw new UserError(`import-tmux does not know ${file}`, { exitCode: 2 });
  const usual = usualFiles(env);
  for (const name of file === undefined ? usual : [file]) {
    const text = await read(name, resolveForCaller({ cwd }, name));
    if (text !== undefined) return printText(tmuxToConfig(text, name).trimEnd());
  }
  throw new UserError(
    file === undefined ? `there is no ${usual.join(' and no ')}; name the file` : `there is no file ${file}`,
  );
}

/** In the order in which tmux looks for them. */
function usualFiles(env: Call['env']): string[] {
  const config = env['XDG_CONFIG_HOME'] || '~/.config';
  return ['~/.tmux.conf', join(config, 'tmux/tmux.conf')];
}

async function read(name: string, path: string): Promise<string | undefined> {
  try {
    return (await readRegularFile(path, { maxBytes: MOST_BYTES }))?.toString('utf8');
  } catch (error) {
    if (error instanceof UnreadableFile) throw new UserError(`${name} ${error.reason}`);
    throw error;
  }
}
