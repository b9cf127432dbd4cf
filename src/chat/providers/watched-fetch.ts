// A fetch for one request whose body cannot fail: if the connection breaks, the body ends early and the
// failure is kept beside it. Owns that, the size limit of refusals, and reporting every byte to the idle
// watch. Why: a failing stream throws away what is queued in each stage behind it, and with it pieces of the
// answer that had arrived; a stream that ends delivers them first. Invariant: no redirect is followed.

import { setImmediate as nextTurn } from 'node:timers/promises';

import { readStreamBegin, readText, type ReadBytes } from './answer-body.js';
import type { FailureContext } from './failures/failure-context.js';
import { gatherChunks } from '../gather-chunks.js';
import type { IdleWatch } from './idle-watch.js';
import { WireFault } from './failures/provider-failure.js';
import { describeRedirect, isRedirect } from './failures/redirects.js';

export interface WatchedFetch {
  fetch: typeof globalThis.fetch;
  /** Why the body ended early; undefined when it did not. */
  findFailure(): unknown;
}

/** Statuses that a Response may not have a body with. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205]);

export function watchFetch(
  fetch: typeof globalThis.fetch,
  idle: IdleWatch,
  context: FailureContext,
): WatchedFetch {
  let failure: unknown;

  const watched: typeof globalThis.fetch = async (input, init) => {
    const response = await fetch(input, { ...init, ...(await bodyAsBytes(init)), redirect: 'manual' });
    idle.heard();
    if (isRedirect(response.status)) {
      void response.body?.cancel().catch(() => undefined);
      const from = new URL(input instanceof Request ? input.url : input);
      throw new WireFault(describeRedirect(response, from, context));
    }
    const reader = response.body?.getReader();
    const read: ReadBytes = async () => {
      const chunk = await reader?.read();
      idle.heard();
      return chunk?.value;
    };
    const cancel = async (reason?: unknown): Promise<void> => {
      await reader?.cancel(reason).catch(() => undefined);
    };
    // The provider's package reads a refusal as a whole, however long it is.
    if (!response.ok) {
      const text = await readText(read);
      void cancel();
      return new Response(text, { status: response.status, headers: plainHeaders(response) });
    }
    let begin: Uint8Array[];
    try {
      begin = await readStreamBegin(read, response, context);
    } catch (error) {
      void cancel();
      throw error;
    }
    const onFailure = (error: unknown): void => {
      failure = error;
    };
    const body = gatherChunks({ begin, read, cancel, onFailure });
    return new Response(body, {
      status: WITHOUT_BODY.has(response.status) ? 200 : response.status,
      headers: plainHeaders(response),
    });
  };

  return { fetch: watched, findFailure: () => failure };
}

/** Encoded in about a millisecond. */
const LONG_BODY_CHARACTERS = 256 * 1024;

/**
 * The HTTP client looks at each character of a string, and takes ten times as long as this. What is long gets
 * a turn of the event loop: making it was one before, and sending it is one afterwards.
 */
async function bodyAsBytes(init: RequestInit | undefined): Promise<{ body?: Uint8Array<ArrayBuffer> }> {
  if (typeof init?.body !== 'string') return {};
  const isLong = init.body.length > LONG_BODY_CHARACTERS;
  if (isLong) await nextTurn();
  const body = Buffer.from(init.body);
  if (isLong) await nextTurn();
  return { body };
}

/** The body is already decompressed. */
function plainHeaders({ headers }: Response): Headers {
  const plain = new Headers(headers);
  plain.delete('content-encoding');
  plain.delete('content-length');
  return plain;
}
