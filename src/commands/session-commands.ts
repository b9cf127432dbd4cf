// The verbs of sessions: sessions, switch, rename, session-name, next-waiting; with those of several/.

import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, done, getHere, say } from './define.js';
import { NEW } from './new-command.js';
import { roomOf } from './output/room-of.js';
import { showInPopup } from './popups/popup-command.js';
import { ACTIONS } from './several/actions-command.js';
import { CLOSE, REOPEN } from './several/close-command.js';
import { RENAME } from './several/rename-command.js';
import { formatShort, formatTable } from './session-list.js';
import { commandWord } from '../text/mentions.js';

async function listSessions(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator } = context;
  if (input.has('all')) await coordinator.refreshArchive();
  for (const session of coordinator.sessions) session.wake();
  let sessions = coordinator.list({ archived: input.has('all') });
  if (input.has('waiting')) sessions = sessions.filter(({ facts }) => facts.attention.length > 0);
  if (input.has('short')) return { text: formatShort(sessions), json: sessions.map(({ facts }) => facts) };
  return { text: formatTable(sessions, roomOf(context)), json: sessions.map(({ facts }) => facts) };
}

async function switchTo(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, viewer } = context;
  const word = input.word('X');
  const step = (['next', 'prev', 'last'] as const).find((flag) => input.has(flag));
  if (word === undefined && !step)
    throw new UserError(`switch needs X, a number or a name; ${commandWord('sessions')} lists them`, {
      exitCode: 2,
    });
  const session =
    word === undefined ? coordinator.neighbour(viewer, step ?? 'next') : coordinator.resolve(word);
  if (!session)
    return say(step === 'last' ? 'you have visited no other session yet' : 'there is no other session');
  if (input.has('in-pane') && coordinator.arrangement.paneOf(session.id) === undefined)
    throw new UserError(
      `${session.name} is no longer in a pane; ${commandWord(`switch ${session.name}`)} shows it here`,
    );
  if (input.has('popup') && viewer.popup?.session !== session.id) {
    await showInPopup(context, session);
    return SILENT;
  }
  if (coordinator.isFocused(viewer, session)) return say(`already at #${session.number} ${session.name}`);
  coordinator.showSession(viewer, session);
  return SILENT;
}

export const SESSION_COMMANDS: readonly Command[] = [
  command({
    name: 'sessions',
    changesNothing: true,
    aliases: ['ls', 'list-sessions'],
    summary: 'list the sessions',
    flags: [
      { name: 'all', short: 'a', summary: 'with archived ones' },
      { name: 'waiting', summary: 'only those that need you' },
      { name: 'json', summary: 'as an array of objects' },
      { name: 'short', summary: 'one line for a status bar: !2 ~3 +1' },
    ],
    run: listSessions,
  }),
  NEW,
  command({
    name: 'switch',
    aliases: ['s', 'switch-client'],
    summary: 'go to session X',
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    flags: [
      { name: 'next', summary: 'the next one by number' },
      { name: 'prev', summary: 'the previous one by number' },
      { name: 'last', summary: 'the one you visited before' },
      { name: 'in-pane', summary: 'only if it is in a pane' },
      { name: 'popup', summary: 'in a popup over the panes' },
    ],
    run: switchTo,
  }),
  RENAME,
  command({
    name: 'session-name',
    changesNothing: true,
    summary: "print this session's name, or give it a new one",
    positionals: [{ name: 'NEW', kind: 'name', optional: true }],
    run(context, input) {
      const session = getHere(context);
      const name = input.word('NEW');
      if (name === undefined) return { text: session.name, json: session.name };
      const old = session.name;
      if (old === name) return say(`its name is already ${name}`);
      context.coordinator.renameSession(session, name);
      return done(`renamed ${old} to ${name}`);
    },
  }),
  CLOSE,
  REOPEN,
  ACTIONS,
  command({
    name: 'next-waiting',
    summary: 'go to the session that has waited longest for you',
    run: ({ coordinator, viewer }) =>
      coordinator.showNextWaiting(viewer) ? SILENT : say('no other session needs you'),
  }),
];
