// Runs a line of words in a context: find, parse, run. The only entrance for keys, slash, prompt and CLI.

import { commandWord, type Wording } from '../text/mentions.js';
import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import type { CommandContext, CommandOutput, Registry } from './command.js';
import { describeCommand } from './help.js';
import { parseWords, type ParsedLine } from './line/parse-command.js';

/** Of a line that is named while it runs: what ends it stays on the screen. */
const NAMED_CHARACTERS = 30;

/** Rejects with a UserError for what the user can fix; any other rejection is a bug. */
export async function runCommand(context: CommandContext, words: readonly string[]): Promise<CommandOutput> {
  return runParsed(context, parseLine(context.registry, words));
}

/** Throws a UserError (exit code 2), also if there are no words. */
export function parseLine(registry: Registry, words: readonly string[]): ParsedLine {
  if (words.length === 0)
    throw new UserError(`there is no command; ${commandWord('help')} lists them`, { exitCode: 2 });
  return parseWords(registry, words);
}

/** Runs a line that was parsed before its context was known. Rejects as runCommand does. */
export async function runParsed(
  context: CommandContext,
  { command, input }: ParsedLine,
): Promise<CommandOutput> {
  if (!input) return { text: describeCommand(command), isReference: true, help: command.name };
  const output = await command.run(context, input);
  return input.has('json') ? output : withoutJson(output);
}

/** What is said while it takes long, with what ends it. */
export function describeRunning(line: string, { command }: ParsedLine, wording: Wording): string {
  const { stoppedBy } = command;
  if (stoppedBy === undefined || line === stoppedBy) return `${line} …`;
  return `${sanitiseLine(line, NAMED_CHARACTERS)} … (${wording.command(stoppedBy)} ends it)`;
}

function withoutJson(output: CommandOutput): CommandOutput {
  const { json: _json, ...rest } = output;
  return rest;
}
