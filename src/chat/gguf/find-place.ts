// What the name of a model in a file leads to on this machine. Owns what is said when that is nothing. Leaves
// whether a module or a model is good to the process that loads them.

import { open, realpath, stat } from 'node:fs/promises';
import { resolveNamed } from '../../paths/named-path.js';
import { UserError } from '../../text/user-error.js';
import type { GgufPlace } from './gguf-process.js';

export interface FilesPlace {
  /** `local_module` of the config. */
  module: string | undefined;
  /** Of the config: where paths begin that are not absolute. */
  directory: string;
}

const MAGIC = 'GGUF';
const INSTALL =
  'install it (npm install node-llama-cpp) and set local_module in the config to its folder, node_modules/node-llama-cpp';

/** The file by its real path. Rejects with a UserError that says what is missing. */
export async function findPlace(named: string, { module, directory }: FilesPlace): Promise<GgufPlace> {
  return { module: await findModule(module, directory), file: await findFile(named, directory) };
}

async function findModule(module: string | undefined, directory: string): Promise<string> {
  if (module === undefined) throw new UserError(`models in files need node-llama-cpp: ${INSTALL}`);
  const path = resolveNamed(module, directory);
  if (await stat(path).catch(() => undefined)) return path;
  throw new UserError(`local_module in the config leads to nothing: ${path}; ${INSTALL}`);
}

async function findFile(named: string, directory: string): Promise<string> {
  const path = resolveNamed(named, directory);
  try {
    const file = await realpath(path);
    if ((await stat(file)).isFile() && (await beginsWith(file, MAGIC))) return file;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES')
      throw new UserError(`${path} may not be read; allow it with chmod u+r, or choose another file`);
    throw new UserError(
      `there is no file ${path}; name it as local/PATH.gguf, where PATH begins with / or ~/, or is relative to ${directory}`,
    );
  }
  throw new UserError(`${path} is not a model in the format GGUF; download it again, or choose another file`);
}

async function beginsWith(path: string, text: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(text.length), 0, text.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === text;
  } finally {
    await file.close();
  }
}
