// The pause before the next try to connect: it counts down by seconds, and ends early when its user wants to
// try now or gives up. Owns its clock. Invariant: nothing is left on the signal after it, however many tries
// there are.

const SECOND_MS = 1_000;

export class RetryWait {
  #end = (): void => {};

  /** Ends a pause that is going on. */
  tryNow(): void {
    this.#end();
  }

  /** ms: Infinity waits for tryNow(). onSecond: now, and as long as it lasts, with what is left of it. */
  async wait(ms: number, signal: AbortSignal, onSecond: (leftMs: number) => void): Promise<void> {
    const { promise, resolve } = withResolver();
    let leftMs = ms;
    const countDown = (): void => {
      leftMs -= SECOND_MS;
      if (leftMs <= 0) resolve();
      else onSecond(leftMs);
    };
    const clock = Number.isFinite(ms) ? setInterval(countDown, SECOND_MS) : undefined;
    this.#end = resolve;
    signal.addEventListener('abort', resolve);
    onSecond(ms);
    if (signal.aborted) resolve();
    await promise;
    this.#end = () => {};
    clearInterval(clock);
    signal.removeEventListener('abort', resolve);
  }
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
