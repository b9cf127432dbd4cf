// The verbs stats and history. Owns which sessions count and what is asked for. Leaves counting and spelling
// to a process of its own.

import {
  WAYS_TO_COUNT,
  type CountedSession,
  type FiguresForm,
  type FiguresWish,
} from '../../store/figures/figures.js';
import { foldCase } from '../../session/names/names.js';
import type { SessionRecord } from '../../store/session-record.js';
import { formatAgo } from '../../text/age.js';
import { glyphs } from '../../text/glyphs.js';
import { orList } from '../../text/or-list.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { findNamed } from '../compare/readable.js';
import { command } from '../define.js';
import { overlayRoomOf } from '../output/room-of.js';
import { findSession } from '../search/find-session.js';
import { asCounted, countedSessions } from './counted-sessions.js';
import { beginningOf } from './since.js';

const DEFAULT_STATS = '30d';
const DEFAULT_HISTORY = '7d';
/** Entries of history: more than anybody reads, and what an overlay can be wrapped to at each key. */
const MOST_PRINTED = 10_000;
const MOST_SHOWN = 1_000;

const usageError = (message: string): UserError => new UserError(message, { exitCode: 2 });

async function stats(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const word = input.value('by') ?? 'day';
  const by = WAYS_TO_COUNT.find((each) => each === word);
  if (!by) throw usageError(`--by takes ${orList(WAYS_TO_COUNT)}, not ${word}`);
  if (input.has('csv') && input.has('json')) throw usageError('stats takes --json or --csv, not both');
  const to = Date.now();
  const from = beginningOf(input.value('since') ?? DEFAULT_STATS, to);
  const as = input.has('json') ? 'json' : input.has('csv') ? 'csv' : 'text';
  await context.coordinator.refreshArchive();
  return print(
    context,
    { what: 'stats', by, from, to, form: tableFor(context, as) },
    countedSessions(context.coordinator),
  );
}

async function history(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const word = input.word('X');
  const to = Date.now();
  const from = beginningOf(input.value('since') ?? DEFAULT_HISTORY, to);
  const as = input.has('json') ? 'json' : 'text';
  await context.coordinator.refreshArchive();
  const sessions = word === undefined ? countedSessions(context.coordinator) : [await named(context, word)];
  const most = context.way === 'cli' ? MOST_PRINTED : MOST_SHOWN;
  const printed = await print(
    context,
    { what: 'history', most, from, to, form: formFor(context, as) },
    sessions,
  );
  return as === 'text' ? { ...printed, isNewestLast: true } : printed;
}

const formFor = (context: CommandContext, as: FiguresForm['as']): FiguresForm => ({
  as,
  cols: overlayRoomOf(context),
  isOverlay: context.way !== 'cli',
  plain: glyphs().saysMarks,
});

/** A table is made to fit the caller's terminal as well; lines may be wrapped there. */
const tableFor = (context: CommandContext, as: FiguresForm['as']): FiguresForm => {
  const form = formFor(context, as);
  return { ...form, cols: form.cols ?? context.caller.cols };
};

/** For a shell as it comes; in a pane all at once. */
async function print(
  { happened, print: printPart }: CommandContext,
  wish: FiguresWish,
  sessions: readonly CountedSession[],
): Promise<CommandOutput> {
  let text = '';
  for await (const part of happened.count(wish, sessions)) {
    if (!printPart) text += part;
    else if (!(await printPart(part))) break;
  }
  return { text: text.trimEnd(), isReference: true };
}

const MAX_NAMED = 5;

/** Open or archived. Rejects with a UserError, also if several archived ones have the name. */
async function named(context: CommandContext, word: string): Promise<CountedSession> {
  const open = findNamed(context, word);
  if (open) return asCounted(open.record);
  const { archive } = context.coordinator;
  const folded = foldCase(word);
  const closed = archive.filter(({ name }) => foldCase(name) === folded);
  if (closed.length > 1) throw ambiguous(word, closed);
  const id = closed[0]?.id ?? (await findSession(context, word));
  const record = context.coordinator.find(id)?.record ?? archive.find((each) => each.id === id);
  if (!record) throw usageError(`no session ${word}`);
  return asCounted(record);
}

function ambiguous(word: string, closed: readonly SessionRecord[]): UserError {
  const listed = closed
    .slice(0, MAX_NAMED)
    .map(({ id, lastUsed, archivedAt = lastUsed }) => `${id}, closed ${formatAgo(Date.now() - archivedAt)}`);
  const more = closed.length > MAX_NAMED ? [`and ${closed.length - MAX_NAMED} more`] : [];
  return usageError(`${word} is ambiguous: ${[...listed, ...more].join('; ')}; give one of the ids`);
}

export const FIGURES_COMMANDS: readonly Command[] = [
  command({
    name: 'stats',
    changesNothing: true,
    summary: 'count questions, answers, tokens, cost and waits',
    flags: [
      { name: 'since', value: 'AGE', summary: `from then on, an age or a day (default ${DEFAULT_STATS})` },
      { name: 'by', value: 'WHAT', kind: WAYS_TO_COUNT, summary: 'day, session, model, type or agent' },
      { name: 'json', summary: 'as an object' },
      { name: 'csv', summary: 'as lines with commas' },
    ],
    run: stats,
  }),
  command({
    name: 'history',
    changesNothing: true,
    summary: 'show what happened, day by day, in all sessions or in X',
    positionals: [{ name: 'X', kind: 'readable-session', optional: true }],
    flags: [
      { name: 'since', value: 'AGE', summary: `from then on, an age or a day (default ${DEFAULT_HISTORY})` },
      { name: 'json', summary: 'as an array of days' },
    ],
    run: history,
  }),
];
