// What a server that says 200 really sends, by its first bytes: a stream of events, one whole answer in JSON,
// a page, plain words or nothing. Owns that check and what follows from it. The content type does not help:
// servers stream as text/plain and as application/json, and login pages come as 200. Leaves the stream to
// watched-fetch.ts.

import type { ErrorEvent, FailureContext } from './failures/failure-context.js';
import {
  addressVariable,
  checkAddress,
  failure,
  forUser,
  hostOf,
  providerOf,
} from './failures/failure-context.js';
import { notAnAnswer, WireFault } from './failures/provider-failure.js';
import { isPage, withWords } from './failures/server-words.js';

/** Thrown instead of a stream: the answer came as a whole. */
export class WholeAnswer extends Error {
  override readonly name = 'WholeAnswer';
  constructor(
    /** JSON, to be read by the provider's own package. */
    readonly body: string,
  ) {
    super('the answer came whole');
  }
}

/** Bytes of a body in order; undefined: its end. Rejects when the connection breaks. */
export type ReadBytes = () => Promise<Uint8Array | undefined>;

/** Far larger than any answer, and parsed at once: a server that sends more is not a model's. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;
/** As much of a page or a refusal as may contain its message. */
const MAX_READ_BYTES = 64 * 1024;
/** `retry:` is the longest beginning of a stream. */
const LOOK_LENGTH = 6;
/** A field of an event, or a comment (HTML standard, 9.2.5). */
const EVENTS = /^(?::|data:?|event:?|id:?|retry:?)/;
/** Binary events, as Bedrock sends them. */
const BINARY = /application\/vnd\.amazon\.eventstream/i;

/** The first bytes, if a stream of events begins with them. Rejects with a WholeAnswer or a WireFault. */
export async function readStreamBegin(
  read: ReadBytes,
  { status, headers }: Response,
  context: FailureContext,
): Promise<Uint8Array[]> {
  if (BINARY.test(headers.get('content-type') ?? '')) return [];
  const chunks: Uint8Array[] = [];
  let begin = '';
  while (!EVENTS.test(begin) && begin.length < LOOK_LENGTH && sizeOf(chunks) < MAX_READ_BYTES) {
    const chunk = await read();
    if (!chunk) break;
    chunks.push(chunk);
    begin = textOf(chunks).trimStart().slice(0, LOOK_LENGTH);
  }
  if (begin === '') throw new WireFault(describeEmpty(status, context));
  if (EVENTS.test(begin)) return chunks;
  if (/^[[{]/.test(begin)) throw new WholeAnswer(await readWhole(read, chunks));
  const text = await readText(read, chunks);
  throw new WireFault(
    begin.startsWith('<') ? describePage(text, status, context) : notAnAnswer(text, context),
  );
}

/** Half an answer in JSON is useless: rejects if the connection breaks. */
async function readWhole(read: ReadBytes, chunks: Uint8Array[]): Promise<string> {
  let sizeBytes = sizeOf(chunks);
  for (let chunk = await read(); chunk && sizeBytes < MAX_WHOLE_BYTES; chunk = await read()) {
    chunks.push(chunk);
    sizeBytes += chunk.byteLength;
  }
  return textOf(chunks, MAX_WHOLE_BYTES);
}

/** Up to a size; what follows is not read. A body that breaks off yields what arrived. */
export async function readText(read: ReadBytes, chunks: Uint8Array[] = []): Promise<string> {
  let sizeBytes = sizeOf(chunks);
  try {
    while (sizeBytes < MAX_READ_BYTES) {
      const chunk = await read();
      if (!chunk) break;
      chunks.push(chunk);
      sizeBytes += chunk.byteLength;
    }
  } catch {
    // What arrived is all there is to look at.
  }
  return textOf(chunks);
}

const sizeOf = (chunks: readonly Uint8Array[]): number =>
  chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);

const textOf = (chunks: readonly Uint8Array[], maxBytes = MAX_READ_BYTES): string =>
  new TextDecoder().decode(Buffer.concat(chunks).subarray(0, maxBytes));

const describeEmpty = (status: number, context: FailureContext): ErrorEvent =>
  failure(`${hostOf(context)} sent an empty answer (${status}); ask again, or ${checkAddress(context)}`);

function describePage(text: string, status: number, context: FailureContext): ErrorEvent {
  const words = withWords(isPage(text) ? text : text.slice(0, 200), context);
  const variable = addressVariable(context);
  const hint = providerOf(context) === 'openai' ? ' (it usually ends with /v1)' : '';
  const way = variable === undefined ? checkAddress(context) : `check ${variable}${hint}`;
  return forUser(`${hostOf(context)} sent a web page in place of an answer (${status})${words}; ${way}`);
}
