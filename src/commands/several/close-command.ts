// The verbs close and reopen, of one session or of many in one step. Owns what is said of it. Leaves which
// sessions are meant to pick-sessions.ts, and the step itself to session/life/.

import { createChoice } from '../../dialogs/choice.js';
import type { AnySession } from '../../session/any-session.js';
import { takeBackKept } from '../../session/asked/keep-answer.js';
import { formatAgo } from '../../text/age.js';
import { commandWord } from '../../text/mentions.js';
import { countOf, nameList } from '../../text/name-list.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, done, getSurface, say } from '../define.js';
import { offerUndo } from '../asking/offer-undo.js';
import { inOwnTurn, PICK_FLAGS, pickSessions } from './pick-sessions.js';

const jsonOf = (sessions: readonly AnySession[]) => sessions.map(({ id, name }) => ({ id, name }));

async function close(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const picked = pickSessions(context, input);
  // A question opens before anything is waited for: the next key may be its answer.
  const { sessions, running } = picked instanceof Promise ? await picked : picked;
  const kept = running.length === 0 ? '' : `; not closed, still running: ${nameList(namesOf(running))}`;
  if (sessions.length === 0) return { ...say(`${noneLeft(input)}${kept}`), json: [] };
  if (input.has('dry-run'))
    return {
      text: [`would close ${countOf(sessions.length, 'session')}${kept}:`, ...sessions.map(describe)].join(
        '\n',
      ),
      json: jsonOf(sessions),
    };
  if (input.has('ask')) return ask(context, sessions);
  const closing = await inOwnTurn(context, sessions);
  await context.coordinator.closeSessions(closing);
  const [only] = closing;
  const what =
    only && closing.length === 1
      ? `${only.name}; ${commandWord('reopen')} brings it back`
      : `${countOf(closing.length, 'session')}: ${nameList(namesOf(closing))}; ${commandWord('reopen')} brings them back`;
  return { ...done(`closed ${what}${kept}`), json: jsonOf(closing) };
}

const namesOf = (sessions: readonly AnySession[]): string[] => sessions.map(({ name }) => name);

function noneLeft(input: ParsedArguments): string {
  const type = input.value('type');
  const age = input.value('idle');
  const what = type === undefined ? 'no session' : `no session of type ${type}`;
  return age === undefined ? `there is ${what}` : `${what} has been idle for ${age}`;
}

function describe(session: AnySession): string {
  const used = formatAgo(Date.now() - session.record.lastUsed);
  return `#${session.number} ${session.name}, ${session.running ?? session.state}, last used ${used}`;
}

/** The sessions by id: by the time of the answer their numbers may belong to others. */
function ask(context: CommandContext, sessions: readonly AnySession[]): CommandOutput {
  const [only] = sessions;
  const isLone = only !== undefined && sessions.length === 1;
  getSurface(context).open(
    createChoice({
      title: isLone ? `close #${only.number} ${only.name}?` : `close ${countOf(sessions.length, 'session')}?`,
      lines: isLone
        ? only.running
          ? [only.running]
          : []
        : sessions.map((each) => `#${each.number} ${each.name}  ${each.running ?? each.state}`),
      choices: [
        { key: 'y', label: 'close', commands: [['close', ...sessions.map(({ id }) => id)]] },
        { key: 'n', label: 'keep', commands: [] },
      ],
    }),
  );
  return SILENT;
}

async function reopen(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, viewer } = context;
  const words = input.words('X');
  if (words.length > 0) {
    await coordinator.refreshArchive();
    return reopened(context, await coordinator.reopenSessions(viewer, words), []);
  }
  const { sessions, notes } = await coordinator.reopenLast(viewer);
  const kept = await takeBackKept(sessions, coordinator);
  const merge = kept?.merged ? [await offerUndo(context, kept.merged)] : [];
  return reopened(context, sessions, [...notes, ...(kept ? [kept.text] : []), ...merge]);
}

function reopened(
  { coordinator }: CommandContext,
  sessions: readonly AnySession[],
  notes: readonly string[],
): CommandOutput {
  const [first] = sessions;
  if (!first) throw new UserError('there is no closed session to reopen');
  const hidden = sessions.filter(({ id }) => !coordinator.arrangement.hasPlace(id)).length;
  const what =
    sessions.length === 1
      ? `#${first.number} ${first.name}`
      : `${countOf(sessions.length, 'session')}: ${nameList(namesOf(sessions))}`;
  const where = hidden === 0 ? [] : [`${hidden} in the background`];
  return { ...done([`reopened ${what}`, ...where, ...notes].join('; ')), attach: first.id };
}

export const CLOSE: Command = command({
  name: 'close',
  aliases: ['archive', 'kill-session'],
  summary: 'archive sessions; reopen brings them back',
  positionals: [{ name: 'X', kind: 'session', optional: true, rest: true }],
  flags: [
    ...PICK_FLAGS,
    { name: 'dry-run', summary: 'only list what would be closed' },
    { name: 'ask', summary: 'ask first' },
    { name: 'json', summary: 'print what was closed as an array of objects' },
  ],
  run: close,
});

export const REOPEN: Command = command({
  name: 'reopen',
  summary: 'take back the last close, or reopen X with all that is in it',
  positionals: [{ name: 'X', kind: 'archived-session', optional: true, rest: true }],
  run: reopen,
});
