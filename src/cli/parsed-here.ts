// What a line parsed in this process may lead to before a server is asked: help, or a refusal. Owns both.

import { refuseUndrawable } from '../client/in-terminal.js';
import type { ParsedLine } from '../commands/line/parse-command.js';
import type { Call } from './call.js';
import { mayAttach } from './show-response.js';
import { printText } from './standard-output.js';

/** Before the session is created, which its user would then not see. */
export function refuseUnseen(call: Call, { command, input }: ParsedLine): void {
  if (input && command.attaches?.(input) && mayAttach(call)) refuseUndrawable(call.env);
}

/** word: a command; absent: the overview. */
export async function printHelp(call: Call, word?: string): Promise<number> {
  const { helpText } = await import('./yargs-program.js');
  return printText(await helpText(call, word));
}
