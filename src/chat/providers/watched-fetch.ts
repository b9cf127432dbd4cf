// A fetch for one request whose body cannot fail: where the connection breaks, the body ends early and the failure is
// kept beside it. Owns that and telling the idle watch of every byte. Why: a failing stream throws away what is queued
// in each stage behind it, and with it pieces of the answer that had arrived; an ending one delivers them first.

import type { IdleWatch } from './idle-watch.js';

export interface WatchedFetch {
  fetch: typeof globalThis.fetch;
  /** Why the body ended early; undefined when it did not. */
  findFailure(): unknown;
}

/** Read as soon as it is there, since the HTTP client throws away its queue too; more than any answer has unread. */
const READ_AHEAD_CHUNKS = 4096;

export function watchFetch(fetch: typeof globalThis.fetch, idle: IdleWatch): WatchedFetch {
  let failure: unknown;

  const watched: typeof globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    idle.heard();
    // The body of a refusal is read as a whole by the provider's package and is no part of an answer.
    if (!response.ok || !response.body) return response;
    const reader = response.body.getReader();
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          try {
            const { done, value } = await reader.read();
            idle.heard();
            if (done) controller.close();
            else controller.enqueue(value);
          } catch (error) {
            failure = error;
            controller.close();
          }
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: READ_AHEAD_CHUNKS },
    );
    return new Response(body, response);
  };

  return { fetch: watched, findFailure: () => failure };
}
