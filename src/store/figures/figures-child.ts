// The process that counts, over its standard input: the request, then the sessions, a line each, then an
// empty line. Owns that, and its end with whoever asked. Leaves how the result is spelled to commands/.

import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { UserError } from '../../text/user-error.js';
import { countFigures } from './count-figures.js';
import type { CountedSession, FiguresRequest, History, Stats } from './figures.js';

/** What is printed of a result. */
export type SpellFigures = (request: FiguresRequest, result: Stats | History) => string;

/**
 * Resolves with what is printed, or undefined as soon as whoever asked has left. Rejects with a UserError:
 * it cannot be counted.
 */
export async function replyTo(input: Readable, spell: SpellFigures): Promise<string | undefined> {
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
  return Promise.race([count(request, sessions, spell), left]);
}

async function count(
  request: FiguresRequest,
  sessions: readonly CountedSession[],
  spell: SpellFigures,
): Promise<string> {
  try {
    return spell(request, await countFigures(request, sessions));
  } catch (error) {
    throw new UserError(`this cannot be counted: ${(error as Error).message}`);
  }
}
