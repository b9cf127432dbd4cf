// The process that counts, over its standard input and output: the request, then the sessions, a line each;
// then one line with what it came to. Owns only that.

import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { countFigures } from './count-figures.js';
import type { CountedSession, FiguresRequest, History, Stats } from './figures.js';

export type FiguresReply = { result: Stats | History } | { error: string };

/** Resolves with the reply, or undefined as soon as whoever asked has left. */
export async function replyTo(input: Readable): Promise<FiguresReply | undefined> {
  let request: FiguresRequest | undefined;
  const sessions: CountedSession[] = [];
  let isWhole = false;
  for await (const line of createInterface({ input })) {
    if (line === '') isWhole = true;
    else if (request) sessions.push(JSON.parse(line) as CountedSession);
    else request = JSON.parse(line) as FiguresRequest;
    if (isWhole) break;
  }
  if (!request || !isWhole) return undefined;
  const left = new Promise<undefined>((resolve) => input.once('end', () => resolve(undefined)));
  input.resume();
  return Promise.race([count(request, sessions), left]);
}

async function count(request: FiguresRequest, sessions: readonly CountedSession[]): Promise<FiguresReply> {
  try {
    return { result: await countFigures(request, sessions) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
