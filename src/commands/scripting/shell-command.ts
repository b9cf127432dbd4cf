// The verb run: a shell command without a pane, and what becomes of its output. Owns what it is told of its
// surroundings. Leaves the process to the server.

import { homedir } from 'node:os';

import { resolveNamed } from '../../paths/named-path.js';
import { stripSequences, sanitiseLine, sanitiseModelText } from '../../text/sanitise.js';
import { describeBytes, groupDigits } from '../../text/text-size.js';
import { UserError } from '../../text/user-error.js';
import { getCallerDirectory } from '../caller-directory.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, done, say } from '../define.js';
import { quoteWord } from '../line/usage.js';
import { isProgram } from '../../session/any-session.js';
import type { RunCall, RunEnd } from './runs.js';

/** One string of an environment may not be much longer (MAX_ARG_STRLEN, execve(2)). */
const MOST_VARIABLE_BYTES = 64 * 1024;
/** Of a command in a message. */
const NAME_CHARACTERS = 40;
const TAB = '    ';
/** Of an overlay, which wraps all of them whenever it is drawn. */
const MOST_LINES = 5_000;

async function run(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { runs, viewer, way } = context;
  const words = input.words('COMMAND');
  if (input.has('stop')) {
    if (words.length > 0) throw new UserError('run --stop does not take a command', { exitCode: 2 });
    const ended = await runs.endAll();
    return ended.length === 0
      ? say('no command of run is running')
      : done(`ended ${ended.map(nameOf).join(', ')}`);
  }
  // The user's shell has cut them already: they mean the same again. One alone is a text for another shell.
  const text = words.length > 1 ? words.map(quoteWord).join(' ') : (words[0] ?? '');
  if (text.trim() === '') throw new UserError('run needs a command', { exitCode: 2 });
  const inBackground = input.has('background');
  const end = runs.start(callOf(context, text, inBackground));
  if (!inBackground) return describe(text, await end, way);
  // Not awaited: it runs on.
  end.then(
    ({ failure }) => failure !== undefined && runs.tellFailure(viewer, `${nameOf(text)} ${failure}`),
    (error: unknown) => runs.tellFailure(viewer, error instanceof Error ? error.message : String(error)),
  );
  return SILENT;
}

function callOf(
  { here, caller, surface, way }: CommandContext,
  text: string,
  inBackground: boolean,
): RunCall {
  const own = here && (isProgram(here) ? here.directory : here.record.cwd);
  const directory = resolveNamed(own ?? caller.cwd, homedir());
  const selection = surface?.selection() ?? '';
  const isLong = Buffer.byteLength(selection) > MOST_VARIABLE_BYTES;
  // Of a command that was run by another.
  const { QMUX_SELECTION: _before, ...env } = caller.env;
  return {
    command: text,
    directory: way === 'cli' ? getCallerDirectory(caller) : directory,
    env,
    session: here?.id,
    variables: {
      QMUX_PANE_CWD: directory,
      ...(isLong ? {} : { QMUX_SELECTION: selection }),
    },
    input: isLong ? selection : undefined,
    inBackground,
  };
}

/** Its output as a message, an overlay or what a shell prints. */
function describe(
  text: string,
  { output, droppedBytes, failure, exitCode }: RunEnd,
  way: CommandContext['way'],
): CommandOutput {
  const dropped =
    droppedBytes === 0 ? [] : [`… and ${describeBytes(droppedBytes)} more, which were not kept`];
  const lines = [...readable(output, way), ...dropped];
  if (failure === undefined) return say(lines.join('\n'));
  const failed = `${nameOf(text)} ${failure}`;
  // On the message line the reason comes first.
  if (lines.length <= 1 && way !== 'cli')
    return { text: [failed, ...lines].join(': '), level: 'error', exitCode };
  const isSaid = way === 'cli' && /^exited \d+$/.test(failure);
  return { text: [...lines, ...(isSaid ? [] : [failed])].join('\n'), level: 'error', exitCode };
}

/** Without what a terminal would execute, and of what was written over itself only the last. */
function readable(output: string, way: CommandContext['way']): string[] {
  const text = stripSequences(output).replaceAll('\r\n', '\n').trimEnd();
  if (text === '') return [];
  const lines = text.split('\n');
  const left = lines.length - MOST_LINES;
  if (left > 0) lines.splice(MOST_LINES, left, `… and ${groupDigits(left)} more lines, which were not kept`);
  return lines.map((line) => {
    const last = sanitiseModelText(line.slice(line.lastIndexOf('\r') + 1));
    return way === 'cli' ? last : last.replaceAll('\t', TAB);
  });
}

const nameOf = (text: string): string => sanitiseLine(text, NAME_CHARACTERS).trim();

export const RUN_COMMAND: Command = command({
  name: 'run',
  aliases: ['run-shell'],
  summary: 'run a shell command without a pane; its output is shown',
  positionals: [{ name: 'COMMAND', kind: 'shell', optional: true, rest: true }],
  flags: [
    { name: 'background', short: 'b', summary: 'do not wait for it; only a failure is shown' },
    { name: 'stop', summary: 'end the commands that run, also those in the background' },
  ],
  takesEnvironment: true,
  stoppedBy: 'run --stop',
  run,
});
