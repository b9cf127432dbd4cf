// The verb rename: one session, or several by a pattern. Owns what a pattern may hold. Invariant: all new
// names are checked before the first session is renamed.

import { createCommandPrompt } from '../../dialogs/command-prompt.js';
import type { AnySession } from '../../session/any-session.js';
import { foldCase } from '../../session/names/names.js';
import { countOf, nameList } from '../../text/name-list.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, done, getHere, getSurface, say } from '../define.js';
import { inOwnTurn, pickNamed } from './pick-sessions.js';

/** In the order in which they are named, from 1. */
const PLACES = ['name', 'n', 'number', 'type'] as const;

/** The name of each by the pattern. Throws a UserError (exit code 2) if it cannot be used. */
export function namesByPattern(
  pattern: string,
  sessions: readonly { name: string; number: number; record: { type: string } }[],
): string[] {
  const unknown = [...pattern.matchAll(/\{([^{}]*)\}/g)].find(
    ([, place]) => !PLACES.some((each) => each === place),
  );
  if (unknown)
    throw new UserError(`pattern: ${unknown[0]} is unknown; it may hold {name}, {n}, {number} or {type}`, {
      exitCode: 2,
    });
  const names = sessions.map(({ name, number, record }, at) => {
    const values = { name, n: String(at + 1), number: String(number), type: record.type };
    return pattern.replaceAll(/\{(name|n|number|type)\}/g, (_, place: keyof typeof values) => values[place]);
  });
  const [first] = findTwins(names);
  if (first)
    throw new UserError(
      `pattern: ${first.map((at) => sessions[at]?.name).join(' and ')} would both be ${names[first[0]]}; add {n} or {name}`,
      { exitCode: 2 },
    );
  return names;
}

/** Places of names that are the same. */
function findTwins(names: readonly string[]): [number, number][] {
  const seen = new Map<string, number>();
  return names.flatMap((name, at) => {
    const before = seen.get(foldCase(name));
    seen.set(foldCase(name), at);
    return before === undefined ? [] : [[before, at] as [number, number]];
  });
}

async function rename(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const words = input.words('X');
  const pattern = input.value('pattern');
  if (pattern !== undefined) return renameAll(context, words, pattern);
  if (input.has('ask')) return ask(context, pickNamed(context, words));
  const [first, second, ...more] = words;
  if (more.length > 0)
    throw new UserError('rename takes one session and its new name; several need --pattern', { exitCode: 2 });
  const name = second ?? first;
  if (name === undefined) throw new UserError('rename needs NEW; usage: rename [X] NEW', { exitCode: 2 });
  const session = second === undefined ? getHere(context) : context.coordinator.resolve(first as string);
  const old = session.name;
  if (old === name) return say(`its name is already ${name}`);
  context.coordinator.renameSession(session, name);
  return done(`renamed ${old} to ${name}`);
}

async function renameAll(
  context: CommandContext,
  words: readonly string[],
  pattern: string,
): Promise<CommandOutput> {
  const sessions = await inOwnTurn(context, pickNamed(context, words));
  const names = namesByPattern(pattern, sessions);
  const changes = sessions
    .map((session, at) => ({ session, name: names[at] as string }))
    .filter(({ session, name }) => session.name !== name);
  if (changes.length === 0) return say('they already have these names');
  await context.coordinator.renameSessions(changes);
  const renamed = nameList(changes.map(({ name }) => name));
  return done(`renamed ${countOf(changes.length, 'session')}: ${renamed}`);
}

/** By their ids: by the time of the answer a number may belong to another session. */
function ask(context: CommandContext, sessions: readonly AnySession[]): CommandOutput {
  const ids = sessions.map(({ id }) => id);
  const [only] = sessions;
  const isLone = only !== undefined && sessions.length === 1;
  getSurface(context).open(
    createCommandPrompt({
      title: isLone ? `rename #${only.number} to: ` : `rename ${sessions.length} sessions to: `,
      text: isLone ? only.name : '{name}',
      ...(isLone ? {} : { hint: '{name} {n} {number} {type}' }),
      toCommands: (text) => {
        const typed = text.trim();
        if (typed === '') return [];
        if (isLone) return [['rename', only.id, typed]];
        namesByPattern(typed, sessions);
        return [['rename', '--pattern', typed, ...ids]];
      },
    }),
  );
  return SILENT;
}

export const RENAME: Command = command({
  name: 'rename',
  aliases: ['rename-session'],
  summary: 'rename a session, or several by a pattern',
  positionals: [
    { name: 'X', kind: 'session', optional: true, rest: true },
    { name: 'NEW', kind: 'name', optional: true },
  ],
  flags: [
    {
      name: 'pattern',
      value: 'P',
      summary: 'name all X by P, which may hold {name}, {n}, {number} and {type}',
    },
    { name: 'ask', summary: 'ask for the new name' },
  ],
  run: rename,
});
