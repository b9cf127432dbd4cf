// Runs a line of words in a context: find, parse, run. The one entrance for keys, slash, prompt and CLI.

import { UserError } from '../text/user-error.js';
import type { CommandContext, CommandOutput } from './command.js';
import { parseArguments } from './parse-command.js';
import { commandWord } from '../text/mentions.js';

/** Rejects with a UserError for what the user can mend; anything else that it rejects with is a bug. */
export async function runCommand(context: CommandContext, words: readonly string[]): Promise<CommandOutput> {
  if (words.length === 0)
    throw new UserError(`there is no command; ${commandWord('help')} lists them`, { exitCode: 2 });
  const { command, rest } = context.registry.get(words);
  const input = parseArguments(command, rest);
  const output = await command.run(context, input);
  return command.flags.some((flag) => flag.name === 'json') && !input.has('json')
    ? withoutJson(output)
    : output;
}

function withoutJson(output: CommandOutput): CommandOutput {
  const { json: _json, ...rest } = output;
  return rest;
}
