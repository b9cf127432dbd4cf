// Models in files of this machine, each in one process whichever chats use it. Owns what a name leads to, and
// what is said when that is nothing. Leaves a process's life to gguf-process.ts and when it ends to
// agents/shared-processes.ts. Invariant: nothing is started before module and file are known to be there.

import { open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveNamed } from '../../paths/named-path.js';
import { UserError } from '../../text/user-error.js';
import { SharedProcesses, type SharedClock } from '../agents/shared-processes.js';
import type { ChatModel } from '../ports.js';
import { createGgufModel } from './gguf-model.js';
import { isModelFile, lastPart } from './gguf-name.js';
import { GgufProcess, type GgufProcessPorts } from './gguf-process.js';

export type GgufModelsPorts = Omit<GgufProcessPorts, 'nowMs' | 'onChange'> & {
  clock: SharedClock;
  /** `local_module` of the config. */
  module: string | undefined;
  /** Of the config: where paths begin that are not absolute. */
  directory: string;
};

/** A model as it was chosen: its whole name, and the path in it. */
export interface NamedFile {
  name: string;
  file: string;
}

const MAGIC = 'GGUF';
const INSTALL =
  'install it (npm install node-llama-cpp) and set local_module in the config to its folder, node_modules/node-llama-cpp';

export class GgufModels {
  readonly #processes: SharedProcesses<GgufProcess>;
  /** By the paths that were named. */
  readonly #named = new Map<string, GgufProcess>();

  readonly #ports: GgufModelsPorts;

  constructor(ports: GgufModelsPorts) {
    this.#ports = ports;
    this.#processes = new SharedProcesses(ports.clock);
  }

  /** Loaded. Rejects with a UserError that says what is missing. said: as createGgufModel() has it. */
  async open({ name, file: named }: NamedFile, said: Set<string>): Promise<ChatModel> {
    const module = await this.#findModule();
    const file = await this.#findFile(named);
    const { clock, ...ports } = this.#ports;
    const process = this.#processes.find(
      JSON.stringify([module, file]),
      (onChange) => new GgufProcess({ file, module }, { ...ports, nowMs: () => clock.nowMs(), onChange }),
    );
    this.#named.set(named, process);
    await process.load();
    return createGgufModel(name, process, said);
  }

  /** `loading FILE 40 %`, of one that somebody waits for; undefined: it is loaded. */
  loading({ file }: Pick<NamedFile, 'file'>): string | undefined {
    const process = this.#named.get(file);
    if (process?.state === 'ready') return undefined;
    const percent = process?.percent ?? 0;
    return `loading ${lastPart(file)}${percent === 0 ? '' : ` ${percent} %`}`;
  }

  /** Files beside this one, as they would be named. */
  async beside({ file }: Pick<NamedFile, 'file'>): Promise<string[]> {
    const names = await readdir(dirname(this.#resolve(file))).catch(() => []);
    const before = file.slice(0, file.length - lastPart(file).length);
    return names.filter((name) => isModelFile(name)).map((name) => `${before}${name}`);
  }

  /** Resolves when no process runs any more. */
  stop(): Promise<void> {
    return this.#processes.stop();
  }

  #resolve(path: string): string {
    return resolveNamed(path, this.#ports.directory);
  }

  async #findModule(): Promise<string> {
    const { module } = this.#ports;
    if (module === undefined) throw new UserError(`models in files need node-llama-cpp: ${INSTALL}`);
    const path = this.#resolve(module);
    if (await stat(path).catch(() => undefined)) return path;
    throw new UserError(`local_module in the config leads to nothing: ${path}; ${INSTALL}`);
  }

  /** Its real path. */
  async #findFile(named: string): Promise<string> {
    const path = this.#resolve(named);
    const { directory } = this.#ports;
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
    throw new UserError(
      `${path} is not a model in the format GGUF; download it again, or choose another file`,
    );
  }
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
