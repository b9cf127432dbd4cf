// A line for a server of another version. Owns that it is parsed here first, and sent as every version
// understands it.

import { request } from '../client/request.js';
import { parseWords } from '../commands/line/parse-command.js';
import { registry } from '../commands/registry.js';
import type { Call } from './call.js';
import { printHelp, refuseUnseen } from './parsed-here.js';
import { withProgress } from './progress.js';
import { showResponse, type Shown } from './show-response.js';

/**
 * The words, for a server that would parse them as another version does: parsed here first, so that what only
 * one of the two knows is refused by the other.
 */
export async function askOtherVersion(call: Call, words: readonly string[]): Promise<Shown> {
  const line = parseWords(registry, words);
  const { command, input } = line;
  if (!input) return printHelp(call, command.name);
  refuseUnseen(call, line);
  const { takesEnvironment: sendsEnvironment = false } = command;
  const options = { words, json: input.has('json'), sendsEnvironment, start: true };
  return showResponse(call, await withProgress(words.join(' '), request({ ...call, ...options })));
}
