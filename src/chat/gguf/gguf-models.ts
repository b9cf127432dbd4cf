// Models in files of this machine, each in one process whichever chats use it. Owns which names lead to
// the same one. Leaves finding a file to find-place.ts, a process's life to gguf-process.ts and when it ends
// to agents/shared-processes.ts. Invariant: nothing is started before module and file are known to be there.

import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveNamed } from '../../paths/named-path.js';
import { SharedProcesses, type SharedClock } from '../agents/shared-processes.js';
import type { ChatModel } from '../ports.js';
import { findPlace, type FilesPlace } from './find-place.js';
import { createGgufModel } from './gguf-model.js';
import { isModelFile, lastPart } from './gguf-name.js';
import { GgufProcess, type GgufProcessPorts } from './gguf-process.js';

export type GgufModelsPorts = Omit<GgufProcessPorts, 'nowMs' | 'onChange'> & {
  clock: SharedClock;
} & FilesPlace;

/** A model as it was chosen: its whole name, and the path in it. */
export interface NamedFile {
  name: string;
  file: string;
}

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
    const { module, file } = await findPlace(named, this.#ports);
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
    const names = await readdir(dirname(resolveNamed(file, this.#ports.directory))).catch(() => []);
    const before = file.slice(0, file.length - lastPart(file).length);
    return names
      .filter((name) => isModelFile(name))
      .sort()
      .map((name) => `${before}${name}`);
  }

  /** Resolves when no process runs any more. */
  stop(): Promise<void> {
    return this.#processes.stop();
  }
}
