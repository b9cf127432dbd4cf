// When the server ends: by quit, by a signal, or if no client ever attached and nothing runs. Owns that one
// decision, and telling those who asked for the end when it is done. Leaves the ending to daemon.ts.

export type EndReason = 'quit' | 'signal' | 'idle';

/** A server that was only used by a script and has nothing to do ends after this long. */
const IDLE_MS = 5 * 60_000;

export class Lifetime {
  /** Resolves when the server should end. */
  readonly ending: Promise<EndReason>;
  /** Resolves when everything is on disk and the name is free. */
  readonly over: Promise<void>;
  #tellEnding: (reason: EndReason) => void = () => {};
  #tellOver: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #clientCame = false;

  readonly #options: { isBusy(): boolean; idleMs?: number };

  constructor(options: { isBusy(): boolean; idleMs?: number }) {
    this.#options = options;
    this.ending = new Promise((resolve) => (this.#tellEnding = resolve));
    this.over = new Promise((resolve) => (this.#tellOver = resolve));
    this.asked();
  }

  /** A terminal attached: from now on the server stays until it is told to end. */
  clientCame(): void {
    clearTimeout(this.#timer);
    this.#clientCame = true;
  }

  /** A request arrived: the idle time starts again. */
  asked(): void {
    clearTimeout(this.#timer);
    if (this.#clientCame) return;
    this.#timer = setTimeout(
      () => (this.#options.isBusy() ? this.asked() : this.end('idle')),
      this.#options.idleMs ?? IDLE_MS,
    );
  }

  end(reason: EndReason): void {
    clearTimeout(this.#timer);
    this.#tellEnding(reason);
  }

  /** Everything is done. */
  finish(): void {
    this.#tellOver();
  }
}
