// The process that counts, over its standard input: the request, the sessions, and an end, a line of JSON
// each. Owns that, and its end with whoever asked. Leaves how the result is spelled to commands/.

import type { Readable } from 'node:stream';
import { MessageLines } from '../../process/message-lines.js';
import { UserError } from '../../text/user-error.js';
import { countFigures } from './count-figures.js';
import type { CountedSession, FiguresRequest, History, Stats } from './figures.js';

/** What the process is sent. */
export type ToCounter =
  | { type: 'request'; request: FiguresRequest }
  | { type: 'session'; session: CountedSession }
  | { type: 'end' };

/** What is printed of a result. */
export type SpellFigures = (request: FiguresRequest, result: Stats | History) => string;

/**
 * Resolves with what is printed, or undefined as soon as whoever asked has left. Rejects with a UserError:
 * it cannot be counted.
 */
export function replyTo(input: Readable, spell: SpellFigures): Promise<string | undefined> {
  const lines = new MessageLines();
  let request: FiguresRequest | undefined;
  const sessions: CountedSession[] = [];
  return new Promise((resolve, reject) => {
    input.once('end', () => resolve(undefined));
    input.on('data', (bytes: Uint8Array) => {
      for (const line of lines.push(bytes)) {
        if (line.type !== 'message') continue;
        const message = line.message as unknown as ToCounter;
        if (message.type === 'request') ({ request } = message);
        else if (message.type === 'session') sessions.push(message.session);
        else if (request) count(request, sessions, spell).then(resolve, reject);
      }
    });
  });
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
