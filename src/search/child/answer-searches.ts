// The other end: searches that are asked over the standard input, until it ends or nobody has asked for a
// while. Owns which of them still count. Leaves the process to entrance/search.ts and searching to
// search-run.ts.

import { jsonLines } from '../json-lines.js';
import type { FromSearcher, ToSearcher } from '../messages.js';
import type { OwnPlaces } from '../places/own-files.js';
import { SearchRun } from './search-run.js';

/** Its memory is given back after this long. */
const IDLE_MS = 60_000;

export interface SearcherPlaces extends OwnPlaces {
  indexFile: string;
}

export interface AnswerPorts {
  places: SearcherPlaces;
  input: AsyncIterable<Uint8Array>;
  send(message: FromSearcher): void;
  /** Default: a minute. */
  idleMs?: number;
}

/** Resolves when the input has ended, or nobody has asked for a while. */
export async function answerSearches({ places, input, send, idleMs = IDLE_MS }: AnswerPorts): Promise<void> {
  const running = new Map<number, { isStopped: boolean }>();
  let timer: NodeJS.Timeout | undefined;
  let isIdle = (): void => {};
  const idle = new Promise<void>((resolve) => {
    isIdle = resolve;
  });
  const wait = (): void => {
    timer = setTimeout(() => isIdle(), idleMs);
  };
  const begin = ({ id, query, nowMs }: Extract<ToSearcher, { type: 'search' }>): void => {
    clearTimeout(timer);
    const state = { isStopped: false };
    running.set(id, state);
    new SearchRun(id, query, { places, nowMs, isStopped: () => state.isStopped, send })
      .run()
      .catch((error: unknown) =>
        send({ type: 'failed', id, words: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => {
        running.delete(id);
        if (running.size === 0) wait();
      });
  };
  const asked = (async (): Promise<void> => {
    for await (const message of jsonLines(input) as AsyncIterable<ToSearcher>)
      if (message.type === 'search') begin(message);
      else {
        const state = running.get(message.id);
        if (state) state.isStopped = true;
      }
  })();
  wait();
  send({ type: 'ready' });
  await Promise.race([asked, idle]);
  clearTimeout(timer);
  for (const state of running.values()) state.isStopped = true;
}
