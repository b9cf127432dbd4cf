// The verbs that remove archived sessions for good: delete and prune. Owns the question before it.
// Invariant: nothing is removed without a yes: the dialog's, or --yes where there is no terminal to ask on.

import { createChoice } from '../dialogs/choice.js';
import type { SessionRecord } from '../store/session-record.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, done, say } from './define.js';

const MS_PER_UNIT = { h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
/** A month: long enough that nobody looks for a conversation that was closed before that. */
const DEFAULT_AGE = '30d';

/** `30d`, `12h`, `2w` in milliseconds; throws a UserError (exit code 2). */
export function parseAge(word: string): number {
  const match = /^(\d{1,5})([hdw])$/.exec(word);
  if (!match) throw new UserError(`${word} is not an age; use one like 30d, 12h or 2w`, { exitCode: 2 });
  return Number(match[1]) * MS_PER_UNIT[match[2] as keyof typeof MS_PER_UNIT];
}

/** A dialog if a client is watching; the shell asks on its own terminal. */
function confirm(
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

async function deleteOne(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator } = context;
  await coordinator.refreshArchive();
  const record = coordinator.resolveArchived(input.word('X') as string);
  if (!input.has('yes'))
    return confirm(context, {
      title: `delete ${record.name} for good?`,
      lines: [describe(record)],
      refusal: `delete removes ${record.name} (${record.id}) for good`,
      // By its id: another session of that name may be closed while the question is open.
      words: ['delete', record.id, '--yes'],
    });
  await coordinator.deleteSession(record);
  return { ...done(`deleted ${record.name}`), json: { id: record.id, name: record.name } };
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
  const count = records.length === 1 ? '1 session' : `${records.length} sessions`;
  if (!input.has('yes'))
    return confirm(context, {
      title: `delete ${count} closed more than ${age} ago for good?`,
      lines: records.map(describe),
      refusal: `prune removes ${count} closed more than ${age} ago for good`,
      // What was shown: others may become old enough, or be imported, while the question is open.
      words: ['prune', age, '--yes', '--only', records.map(({ id }) => id).join(',')],
    });
  for (const record of records) await coordinator.deleteSession(record);
  return { ...done(`deleted ${count}`), json: records.map(({ id, name }) => ({ id, name })) };
}

const YES = { name: 'yes', short: 'y', summary: 'do not ask' } as const;

export const ARCHIVE_COMMANDS: readonly Command[] = [
  command({
    name: 'delete',
    summary: 'remove an archived session for good',
    positionals: [{ name: 'X', kind: 'archived-session' }],
    flags: [YES, { name: 'json', summary: 'print id and name as an object' }],
    run: deleteOne,
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
