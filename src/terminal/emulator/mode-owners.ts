// Which process group switched a terminal's mode on, so that the mode can be switched off once the group is
// gone: a program that was killed could not do it. Owns which group owns what. Leaves the modes themselves to
// program-modes.ts and the processes to its caller. Invariant: a mode whose group is alive, or unknown, is
// never touched.

import type { ModeSwitch } from '../xterm/modes.js';

export interface TerminalProcesses {
  /** The process group in the foreground of the terminal; undefined: not known. */
  foregroundGroup(): number | undefined;
  /** Whether the process group still has a process. */
  groupExists(group: number): boolean;
}

export class ModeOwners<Name extends string> {
  readonly #owners = new Map<Name, number>();
  readonly #touched = new Set<Name>();

  readonly #modes: Readonly<Record<Name, ModeSwitch>>;
  readonly #processes: TerminalProcesses;

  constructor(modes: Readonly<Record<Name, ModeSwitch>>, processes: TerminalProcesses) {
    this.#modes = modes;
    this.#processes = processes;
  }

  /** A sequence has set the mode; its sender is looked up when the write ends. */
  touch(name: Name): void {
    this.#touched.add(name);
  }

  /** A write ended: records the owner of what it switched on, asking the system at most once. */
  settle(): void {
    if (this.#touched.size === 0) return;
    const on = [...this.#touched].filter((name) => this.#modes[name].isOn());
    for (const name of this.#touched) this.#owners.delete(name);
    this.#touched.clear();
    const group = on.length === 0 ? undefined : this.#processes.foregroundGroup();
    if (group === undefined) return;
    for (const name of on) this.#owners.set(name, group);
  }

  get hasAny(): boolean {
    return this.#owners.size > 0;
  }

  /** Switches off what groups that are gone left on. Returns the names. */
  dropDead(): Name[] {
    if (this.#owners.size === 0) return [];
    const dead = new Set(
      [...new Set(this.#owners.values())].filter((group) => !this.#processes.groupExists(group)),
    );
    if (dead.size === 0) return [];
    const names = [...this.#owners].flatMap(([name, group]) => (dead.has(group) ? [name] : []));
    for (const name of names) this.#owners.delete(name);
    // What was set again since, in a write that has not ended, belongs to another group.
    return this.#switchOff(names.filter((name) => !this.#touched.has(name)));
  }

  /** Switches everything off, regardless of the owner. */
  dropAll(): void {
    this.#owners.clear();
    this.#touched.clear();
    this.#switchOff(Object.keys(this.#modes) as Name[]);
  }

  #switchOff(names: Name[]): Name[] {
    const on = names.filter((name) => this.#modes[name].isOn());
    for (const name of on) this.#modes[name].off();
    return on;
  }
}
