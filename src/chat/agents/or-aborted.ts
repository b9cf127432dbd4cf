// Waiting for a result that nobody may want any more. Owns nothing else.

/** Resolves with undefined as soon as the signal fires; whatever makes the result goes on. */
export function orAborted<Value>(result: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
