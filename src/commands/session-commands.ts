// The verbs of sessions: sessions, switch, rename, session-name, close, reopen, next-waiting.

import { createChoice } from '../dialogs/choice.js';
import { createCommandPrompt } from '../dialogs/command-prompt.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, done, getHere, getSession, getSurface, say } from './define.js';
import { NEW } from './new-command.js';
import { roomOf } from './output/room-of.js';
import { showInPopup } from './popups/popup-command.js';
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

function rename(context: CommandContext, input: ParsedArguments): CommandOutput {
  const { coordinator } = context;
  const session = getSession(context, input.word('X'));
  if (input.has('ask')) {
    getSurface(context).open(
      createCommandPrompt({
        title: `rename #${session.number} to: `,
        text: session.name,
        // By its id: by the time of the answer its number may belong to another session.
        toCommands: (text) => (text.trim() === '' ? [] : [['rename', session.id, text.trim()]]),
      }),
    );
    return SILENT;
  }
  const name = input.word('NEW');
  if (name === undefined) throw new UserError('rename needs NEW; usage: rename [X] NEW', { exitCode: 2 });
  const old = session.name;
  if (old === name) return say(`its name is already ${name}`);
  coordinator.renameSession(session, name);
  return done(`renamed ${old} to ${name}`);
}

async function close(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const session = getSession(context, input.word('X'));
  if (input.has('ask')) {
    getSurface(context).open(
      createChoice({
        title: `close #${session.number} ${session.name}?`,
        lines: session.running ? [session.running] : [],
        choices: [
          { key: 'y', label: 'close', commands: [['close', session.id]] },
          { key: 'n', label: 'keep', commands: [] },
        ],
      }),
    );
    return SILENT;
  }
  await context.coordinator.closeSession(session);
  return done(`closed ${session.name}; ${commandWord('reopen')} brings it back`);
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
  command({
    name: 'rename',
    aliases: ['rename-session'],
    summary: 'rename a session',
    positionals: [
      { name: 'X', kind: 'session', optional: true },
      { name: 'NEW', kind: 'name', optional: true },
    ],
    flags: [{ name: 'ask', summary: 'ask for the new name' }],
    run: (context, input) => {
      // One word is the new name of this session; with --ask it names the session.
      if (input.has('ask') || input.word('NEW') !== undefined) return rename(context, input);
      return rename(context, { ...input, word: (name) => (name === 'NEW' ? input.word('X') : undefined) });
    },
  }),
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
  command({
    name: 'close',
    aliases: ['kill-session'],
    summary: 'archive a session; it can be reopened',
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    flags: [{ name: 'ask', summary: 'ask first' }],
    run: close,
  }),
  command({
    name: 'reopen',
    summary: 'reopen the last closed session, or X, with its history',
    positionals: [{ name: 'X', kind: 'archived-session', optional: true }],
    async run({ coordinator, viewer }, input) {
      if (input.word('X') !== undefined) await coordinator.refreshArchive();
      const session = await coordinator.reopenSession(viewer, input.word('X'));
      return { ...done(`reopened #${session.number} ${session.name}`), attach: session.id };
    },
  }),
  command({
    name: 'next-waiting',
    summary: 'go to the session that has waited longest for you',
    run: ({ coordinator, viewer }) =>
      coordinator.showNextWaiting(viewer) ? SILENT : say('no other session needs you'),
  }),
];
