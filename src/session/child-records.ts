// Which programs this server started and has not seen end, on disk: what a killed server leaves behind is found by it.
// Owns one small file for each child. Leaves ending what was left to orphans.ts. Invariant: the record is in the kernel
// before the child's output is read, so it survives kill -9; a power cut needs none, since no child lives through it.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDirectory } from '../log/paths.js';
import type { Pty } from '../terminal/pty.js';
import { identifyProcess, parseIdentity, type ProcessIdentity } from '../process/process-identity.js';

export interface ChildRecord extends ProcessIdentity {
  /** Id of the session whose program it is. */
  session: string;
  /** For messages: the program's file name. */
  command: string;
}

export class ChildRecords {
  readonly #running = new Map<number, ChildRecord>();

  /** directory: of this server's name; made when it is needed. */
  constructor(
    private readonly directory: string,
    private readonly onProblem: (what: string, error: unknown) => void,
  ) {}

  /** Programs started here whose end was not seen. */
  get running(): readonly ChildRecord[] {
    return [...this.#running.values()];
  }

  /** From the start to the end of a program; a record that cannot be written does not keep it from running. */
  watch(pty: Pty, of: { session: string; command: string }): void {
    const identity = pty.pid === undefined ? undefined : identifyProcess(pty.pid);
    // It has ended already.
    if (!identity) return;
    const record = { ...identity, ...of };
    this.#running.set(identity.pid, record);
    try {
      ensureDirectory(this.directory);
      writeFileSync(this.#file(identity.pid), JSON.stringify(record), { mode: 0o600 });
    } catch (error) {
      this.onProblem(`recording the process of ${of.command}`, error);
    }
    pty.onExit(() => {
      this.#running.delete(identity.pid);
      this.forget(identity.pid);
    });
  }

  /** What servers of this name recorded and did not see end. A torn record is none. */
  load(): ChildRecord[] {
    let names: string[];
    try {
      names = readdirSync(this.directory);
    } catch {
      // Nothing was ever recorded.
      return [];
    }
    return names.flatMap((name) => this.#read(join(this.directory, name)) ?? []);
  }

  forget(pid: number): void {
    rmSync(this.#file(pid), { force: true });
  }

  #file(pid: number): string {
    return join(this.directory, `${pid}.json`);
  }

  #read(file: string): ChildRecord | undefined {
    try {
      const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<ChildRecord> | null;
      const identity = parseIdentity(value);
      const { session, command } = value ?? {};
      if (identity && typeof session === 'string' && typeof command === 'string')
        return { ...identity, session, command };
    } catch {
      // As below.
    }
    rmSync(file, { force: true });
    return undefined;
  }
}
