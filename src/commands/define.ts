// Helpers for command definitions: defaults, the session a word means, the surface a command needs.

import { homedir } from 'node:os';

import { isProgram } from '../session/any-session.js';
import { UserError } from '../text/user-error.js';
import type { AnyPlace } from './chat/conversation-context.js';
import type { ClientSurface, Command, CommandContext, CommandOutput } from './command.js';
import { commandWord } from '../text/mentions.js';

type Shape = Omit<Command, 'run'>;
type Definition<Run> = Pick<Shape, 'name' | 'summary'> & Partial<Shape> & { run: Run };

/** Run: in which context; that of the workspace has everything. */
export const command = <Run = Command['run']>(definition: Definition<Run>): Shape & { run: Run } => ({
  aliases: [],
  positionals: [],
  flags: [],
  ...definition,
});

export const say = (text: string): CommandOutput => ({ text });

/** Something was changed. */
export const done = (text: string): CommandOutput => ({ text, level: 'done' });

/** The terminal that a dialog or a detach needs. */
export function getSurface(context: Pick<CommandContext, 'surface'>): ClientSurface {
  if (!context.surface) throw new UserError('no terminal is attached; run qmux in one first');
  return context.surface;
}

/**
 * The terminal in which a list opens to choose from. undefined: it is printed, as it is in a shell, whose
 * caller need not be who sits there.
 */
export const getListSurface = ({
  surface,
  way,
}: Pick<CommandContext, 'surface' | 'way'>): ClientSurface | undefined =>
  way === 'cli' ? undefined : surface;

/** "This session". */
export function getHere<Place>({ here }: { here: Place | undefined }): Place {
  if (here === undefined)
    throw new UserError(`which session? name one (${commandWord('sessions')} lists them)`, { exitCode: 2 });
  return here;
}

/** The session a word means; without a word, this one. */
export function getSession<Place>(
  context: { here: Place | undefined; coordinator: { resolve(word: string): Place } },
  word: string | undefined,
): Place {
  return word === undefined ? getHere(context) : context.coordinator.resolve(word);
}

/** Before its turns are read: those of a long chat are not in memory until they are needed. */
export async function loadConversation(session: AnyPlace): Promise<void> {
  if (!isProgram(session)) await session.load();
}

export function parseCount(word: string | undefined, what: string, fallback: number): number {
  if (word === undefined) return fallback;
  if (!/^\d{1,9}$/.test(word))
    throw new UserError(`${what} must be a whole number, not ${word}`, { exitCode: 2 });
  return Number(word);
}

/** A timer of Node's that is to wait for longer fires at once. */
const MOST_SECONDS = 2_147_483;

/** Of `--timeout`; undefined: as long as it takes. */
export function parseTimeout(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const seconds = parseCount(word, '--timeout', 0);
  if (seconds > MOST_SECONDS)
    throw new UserError(`--timeout must be at most ${MOST_SECONDS} s (24 days), not ${word}`, {
      exitCode: 2,
    });
  return seconds;
}

/**
 * The words of a program, with `~` as a shell would expand it; on the command line the shell has already done
 * so.
 */
export function programWords({ way, sourcing }: CommandContext, words: readonly string[]): readonly string[] {
  return way === 'cli' && !sourcing ? words : words.map((word) => word.replace(/^~(?=\/|$)/, homedir()));
}
