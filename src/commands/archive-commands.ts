// The verbs that remove archived sessions for good: delete and prune. Owns the question before it.
// Invariant: nothing is removed without a yes: the dialog's, or --yes where there is no terminal to ask on.

import { createChoice } from '../dialogs/choice.js';
import { finishInTurns, finishNow } from '../loop/in-turns.js';
import type { SessionRecord } from '../store/session-record.js';
import { countOf, nameList } from '../text/name-list.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, done, say } from './define.js';
import { parseAge } from './several/age-word.js';

/** A month: long enough that nobody looks for a conversation that was closed before that. */
const DEFAULT_AGE = '30d';

/** A dialog if a client is watching; the shell asks on its own terminal. */
export function askToDelete(
  context: CommandContext,
  question: { title: string; lines: string[]; refusal: string; words: string[] },
): CommandOutput {
  const { title, lines, words } = question;
  const refusal = `${question.refusal}; add --yes to do it`;
  if (context.way === 'cli')
    return { text: '', confirm: { question: [...lines, title].join('\n'), words, refusal } };
  if (!context.surface) throw new UserError(refusal);
  context.surface.open(
    createChoice({
      title,
      lines,
      isFinal: true,
      choices: [
        { key: 'y', label: 'delete', commands: [words] },
        { key: 'n', label: 'keep', commands: [] },
      ],
    }),
  );
  return SILENT;
}

const describe = ({ name, kind, turns }: SessionRecord): string =>
  kind === 'program' ? `${name}, a program` : `${name}, ${turns} ${turns === 1 ? 'turn' : 'turns'}`;

async function deleteSessions(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator } = context;
  const words = input.words('X');
  // What the picker lists is named by id; its question opens at once, so that the picker comes back after it.
  const known = archivedById(context);
  const areKnown = words.every((word) => known.has(word));
  if (!areKnown) await coordinator.refreshArchive();
  const resolving = resolveAll(context, words);
  const records = areKnown ? finishNow(resolving) : await finishInTurns(resolving);
  const [only] = records;
  const isLone = only !== undefined && records.length === 1;
  const what = isLone ? only.name : countOf(records.length, 'session');
  if (!input.has('yes'))
    return askToDelete(context, {
      title: `delete ${what} for good?`,
      lines: records.map(describe),
      refusal: `delete removes ${isLone ? `${only.name} (${only.id})` : what} for good`,
      // By ids: another session of that name may be closed while the question is open.
      words: ['delete', ...records.map(({ id }) => id), '--yes'],
    });
  await coordinator.deleteSessions(records);
  const json = records.map(({ id, name }) => ({ id, name }));
  const named = isLone ? only.name : `${what}: ${nameList(records.map(({ name }) => name))}`;
  return { ...done(`deleted ${named}`), json: isLone ? json[0] : json };
}

const archivedById = ({ coordinator }: CommandContext): ReadonlyMap<string, SessionRecord> =>
  new Map(coordinator.archive.map((record) => [record.id, record]));

/** Each once. Throws a UserError for the first that is unknown or open, before anything is done. */
function* resolveAll(
  context: CommandContext,
  words: readonly string[],
): Generator<undefined, SessionRecord[]> {
  const byId = archivedById(context);
  const records: SessionRecord[] = [];
  for (const word of words) {
    records.push(byId.get(word) ?? context.coordinator.resolveArchived(word));
    yield;
  }
  return [...new Map(records.map((record) => [record.id, record])).values()];
}

async function prune(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator } = context;
  const age = input.word('AGE') ?? DEFAULT_AGE;
  await coordinator.refreshArchive();
  const listed = input.value('only')?.split(',');
  const records = coordinator
    .closedBefore(Date.now() - parseAge(age))
    .filter(({ id }) => listed === undefined || listed.includes(id));
  if (records.length === 0) return { ...say(`no session was closed more than ${age} ago`), json: [] };
  const count = countOf(records.length, 'session');
  if (!input.has('yes'))
    return askToDelete(context, {
      title: `delete ${count} closed more than ${age} ago for good?`,
      lines: records.map(describe),
      refusal: `prune removes ${count} closed more than ${age} ago for good`,
      // What was shown: others may become old enough, or be imported, while the question is open.
      words: ['prune', age, '--yes', '--only', records.map(({ id }) => id).join(',')],
    });
  await coordinator.deleteSessions(records);
  return { ...done(`deleted ${count}`), json: records.map(({ id, name }) => ({ id, name })) };
}

const YES = { name: 'yes', short: 'y', summary: 'do not ask' } as const;

export const ARCHIVE_COMMANDS: readonly Command[] = [
  command({
    name: 'delete',
    summary: 'remove archived sessions for good',
    positionals: [{ name: 'X', kind: 'archived-session', rest: true }],
    flags: [YES, { name: 'json', summary: 'print id and name as an object, of several as an array' }],
    run: deleteSessions,
  }),
  command({
    name: 'prune',
    summary: `remove sessions closed more than AGE ago (${DEFAULT_AGE}) for good`,
    positionals: [{ name: 'AGE', kind: 'text', optional: true }],
    flags: [
      YES,
      { name: 'only', value: 'IDS', summary: 'of these only' },
      { name: 'json', summary: 'print what was removed as an array of objects' },
    ],
    run: prune,
  }),
];
