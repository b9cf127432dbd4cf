// The verb source: a file of commands, one a line. Owns that all of it is parsed before its first command
// runs, and which line an error is in. Leaves what a line may hold to line/split-line.ts.

import { UnreadableFile, readRegularFile } from '../../files/read-file.js';
import { Pace } from '../../loop/slice.js';
import { spellMentions } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import { resolveForCaller } from '../caller-directory.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments, Registry } from '../command.js';
import { SILENT } from '../command.js';
import { command } from '../define.js';
import { atPlace, parseLineParts, type LinePart } from '../line/split-line.js';
import { runParsed } from '../run-command.js';

/** A thousand commands and more. */
const MOST_BYTES = 64 * 1024;
/** Of files that run each other. */
const MOST_FILES = 16;

async function source(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const name = input.word('FILE') as string;
  const path = resolveForCaller(context.caller, name);
  const sourcing = [...(context.sourcing ?? []), path];
  if (context.sourcing?.includes(path)) throw new UserError(`${name} would run itself`);
  if (sourcing.length > MOST_FILES)
    throw new UserError(`${name}: at most ${MOST_FILES} files run each other`);
  const commands = await parseFile(context.registry, name, await readText(name, path));
  // Most commands wait for nothing.
  const pace = new Pace();
  const printed: Printed = { texts: [] };
  for (const part of commands) {
    await pace.pause();
    const failure = await runPart({ ...context, here: hereOf(context), sourcing }, part, printed);
    if (failure === undefined) continue;
    // A shell has read what came before.
    if (printed.texts.length === 0 || context.print) throw failure;
    printed.texts.push(failure.spell(context.wording));
    return { ...joined(printed), level: 'error' };
  }
  return printed.texts.length === 0 ? SILENT : joined(printed);
}

/** What the commands said. */
interface Printed {
  texts: string[];
  /** Of one of them: what a conversation must not contain (CommandOutput). */
  isReference?: true;
}

const joined = ({ texts, ...others }: Printed): CommandOutput => ({ text: texts.join('\n'), ...others });

async function readText(name: string, path: string): Promise<string> {
  try {
    const bytes = await readRegularFile(path, { maxBytes: MOST_BYTES });
    if (!bytes) throw new UserError(`there is no file ${name}`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof UnreadableFile) throw new UserError(`${name} ${error.reason}`);
    if (error instanceof TypeError) throw new UserError(`${name} is not text in UTF-8`);
    throw error;
  }
}

/** Rejects with a UserError for the first line that cannot be parsed. */
async function parseFile(registry: Registry, name: string, text: string): Promise<LinePart[]> {
  const parts: LinePart[] = [];
  const pace = new Pace();
  for (const [at, written] of text.split('\n').entries()) {
    await pace.pause();
    const line = written.trim();
    if (line === '' || line.startsWith('#')) continue;
    const where = `${name}:${at + 1}: `;
    try {
      for (const part of parseLineParts(registry, line))
        parts.push({ ...part, place: `${where}${part.place}` });
    } catch (error) {
      throw error instanceof UserError ? atPlace(where, error) : error;
    }
  }
  return parts;
}

/** What it failed with; undefined: it did not. printed: what it says is added. */
async function runPart(
  context: CommandContext,
  { parsed, place }: LinePart,
  printed: Printed,
): Promise<UserError | undefined> {
  try {
    const { text, level, confirm, exitCode, isReference } = await runParsed(context, parsed);
    if (confirm) return new UserError(`${place}${confirm.refusal}`);
    const isError = level === 'error';
    if (isError && !context.print) return new UserError(`${place}${text}`);
    if (text !== '' && context.print) await context.print(`${spellMentions(text, context.wording)}\n`);
    else if (text !== '') printed.texts.push(text);
    if (isReference) printed.isReference = true;
    return isError ? new UserError(`${place}exited ${exitCode}`) : undefined;
  } catch (error) {
    if (error instanceof UserError) return atPlace(place, error);
    throw error;
  }
}

/** "This session" of the next command: the one before may have opened another. */
function hereOf({ way, here, pane, surface, coordinator, viewer }: CommandContext): CommandContext['here'] {
  const isFixed = way === 'slash' || pane !== undefined || !surface;
  return isFixed ? here && coordinator.find(here.id) : coordinator.focused(viewer);
}

export const SOURCE_COMMAND: Command = command({
  name: 'source',
  aliases: ['source-file'],
  summary: 'run the commands in FILE, one a line; # begins a comment',
  positionals: [{ name: 'FILE', kind: 'file' }],
  takesEnvironment: true,
  run: source,
});
