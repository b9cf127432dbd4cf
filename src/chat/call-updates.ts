// Updates of tool calls on their way to the transcript: of one call the first, the last and at most one a
// second between them, so that a command that prints for minutes does not fill the disk with its output.
// Owns what is held back and its one timer. Leaves appending to its owner.

import type { ToolUpdate } from './model-event.js';
import { capToolUpdate } from './tool-text.js';

const HOLD_MS = 1000;

export interface CallUpdatesPorts {
  /** ms, on a monotonic clock. */
  now(): number;
  append(update: ToolUpdate): void;
  /** It failed in a timer, where nobody waits. */
  onFailure(error: unknown): void;
}

interface Followed {
  /** When the call was appended last. */
  at: number;
  held: ToolUpdate | undefined;
}

export class CallUpdates {
  readonly #calls = new Map<string, Followed>();
  #timer: NodeJS.Timeout | undefined;

  readonly #ports: CallUpdatesPorts;

  constructor(ports: CallUpdatesPorts) {
    this.#ports = ports;
  }

  /** Throws what appending throws. */
  add(given: ToolUpdate): void {
    const update = capToolUpdate(given);
    const followed = this.#calls.get(update.id);
    const now = this.#ports.now();
    const isFinal = update.status === 'completed' || update.status === 'failed';
    if (followed && !isFinal && now - followed.at < HOLD_MS) {
      followed.held = { ...followed.held, ...update };
      this.#timer ??= setTimeout(() => this.#onTime(), HOLD_MS);
      return;
    }
    this.#append(update.id, { ...followed?.held, ...update }, now);
  }

  /** Appends what is held back. Throws what appending throws. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [id, { held }] of this.#calls) if (held) this.#append(id, held, this.#ports.now());
  }

  #append(id: string, update: ToolUpdate, at: number): void {
    this.#calls.set(id, { at, held: undefined });
    this.#ports.append(update);
  }

  #onTime(): void {
    try {
      this.flush();
    } catch (error) {
      this.#ports.onFailure(error);
    }
  }
}
