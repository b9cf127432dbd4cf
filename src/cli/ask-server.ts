// A line over a connection to the running server: unparsed to one of this version, parsed here first for
// another. Owns that choice. Leaves finding or starting the server to its callers.

import { requestTyped } from '../client/request.js';
import type { Connection } from '../client/trusted-socket.js';
import type { Call } from './call.js';
import { withProgress } from './progress.js';
import { mayAttach, showResponse, type Shown } from './show-response.js';

/** connection: one on which nothing was sent yet. 'gone': it ended before the server's welcome. */
export async function askServer(
  call: Call,
  words: readonly string[],
  connection: Connection,
): Promise<Shown | 'gone'> {
  const asked = requestTyped(connection, { ...call, words, canAttach: mayAttach(call) });
  const response = await withProgress(words.join(' '), asked);
  if (response === 'gone') return response;
  if (response !== 'other version') return showResponse(call, response);
  const { askOtherVersion } = await import('./ask-other-version.js');
  return askOtherVersion(call, words);
}
