// Processes that several sessions share, each once for what it is asked for. Owns who shares one, when it
// ends (ten minutes after its last use, and with qmux), and what all kinds keep of their use. Leaves starting
// and asking one to its class and the timer to sleep-clock.ts.

import type { Undo } from '../../text/undo.js';
import type { AgentClock } from './silence-watch.js';
import { SleepClock, type Sleeper } from './sleep-clock.js';

const IDLE_MS = 10 * 60_000;

export interface SharedProcess extends Sleeper {
  /** It says nothing any more that it did not say already. */
  readonly isForgettable: boolean;
}

/** What every kind keeps: when it was used last, and how it died. */
export abstract class UsedProcess implements SharedProcess {
  /** Until that was said. */
  #lost: string | undefined;
  #usedAtMs: number;

  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#usedAtMs = nowMs();
  }

  abstract get state(): string;
  /** Nobody waits for it. */
  abstract get isIdle(): boolean;
  abstract sleep(): Promise<void>;
  /** Its state or its use is another. */
  protected abstract changed(): void;

  get isForgettable(): boolean {
    return this.#lost === undefined && this.isIdle;
  }

  get quietMs(): number {
    return this.#nowMs() - this.#usedAtMs;
  }

  /** How it died since this was asked; undefined: it did not. */
  takeLoss(): string | undefined {
    const lost = this.#lost;
    this.#lost = undefined;
    return lost;
  }

  protected used(): void {
    this.#usedAtMs = this.#nowMs();
    this.changed();
  }

  protected lose(how: string): void {
    this.#lost = how;
  }
}

export type SharedClock = Pick<AgentClock, 'nowMs'> & { after(ms: number, run: () => void): Undo };

export class SharedProcesses<Process extends SharedProcess> {
  readonly #all = new Map<string, Process>();
  readonly #running = new Set<Process>();
  /** They end as soon as nothing is under way in them. */
  readonly #retired = new Set<Process>();
  readonly #sleep: SleepClock;

  constructor(clock: SharedClock) {
    this.#sleep = new SleepClock(() => IDLE_MS, clock);
  }

  /** make: not started yet; it calls back whenever its state or its use has changed. */
  find(key: string, make: (onChange: (process: Process) => void) => Process): Process {
    const known = this.#all.get(key);
    if (known) {
      this.#retired.delete(known);
      return known;
    }
    const made = make((changed) => this.#changed(key, changed));
    this.#all.set(key, made);
    return made;
  }

  /** Ends those that run for no reason any more, unless they are asked for again before that. */
  retire(isOver: (process: Process) => boolean): void {
    for (const process of this.#running) if (isOver(process)) this.#retired.add(process);
    for (const process of this.#retired) this.#endRetired(process);
  }

  /** Resolves when none runs any more. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((process) => process.sleep()));
  }

  #changed(key: string, process: Process): void {
    this.#sleep.note(process);
    const runs = process.state === 'ready' || process.state === 'starting';
    if (runs) this.#running.add(process);
    else this.#running.delete(process);
    // One that does not run is made again when it is used.
    if (process.state === 'stopped' && process.isForgettable) this.#all.delete(key);
    this.#endRetired(process);
  }

  #endRetired(process: Process): void {
    if (!this.#running.has(process)) this.#retired.delete(process);
    if (!process.isIdle || !this.#retired.delete(process)) return;
    void process.sleep();
  }
}
