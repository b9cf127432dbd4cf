// The verb actions: a menu of what can be done with several sessions, open or archived, as the picker opens
// it for the marked ones. Owns which entries there are. Leaves doing it to the verbs, which name sessions by
// id: numbers may mean others by the time a key is pressed.

import { createMenu, type MenuEntry } from '../../dialogs/menu.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import type { SessionRecord } from '../../store/session-record.js';
import { countOf } from '../../text/name-list.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, getSurface } from '../define.js';

interface Meant {
  readonly open: readonly AnySession[];
  readonly archived: readonly SessionRecord[];
}

/** Throws a UserError for the first word that means neither. */
function find({ coordinator }: CommandContext, words: readonly string[]): Meant {
  const [open, archived] = [new Set<AnySession>(), new Set<SessionRecord>()];
  const closed = new Map(coordinator.archive.map((record) => [record.id, record]));
  for (const word of words) {
    const record = closed.get(word);
    if (record) archived.add(record);
    else open.add(coordinator.find(word) ?? coordinator.resolve(word));
  }
  return { open: [...open], archived: [...archived] };
}

/** Those that do something to the sessions meant. */
export function actionsOn({ open, archived }: Meant, knows: (verb: string) => boolean): MenuEntry[] {
  const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);
  const chats = open.filter((session) => !isProgram(session));
  const readable = [...chats, ...archived.filter(({ kind }) => kind === 'chat')];
  const paused = chats.filter(({ record }) => isHeld(record));
  const others = chats.filter((chat) => !paused.includes(chat));
  const entry = (key: string, label: string, ...words: string[]): MenuEntry => ({
    key,
    label,
    command: words,
  });
  return [
    ...(open.length === 0
      ? []
      : [
          entry('c', `close ${countOf(open.length, 'session')} (archive)`, 'close', ...ids(open)),
          entry('r', open.length === 1 ? 'rename…' : 'rename by a pattern…', 'rename', '--ask', ...ids(open)),
        ]),
    ...(others.length === 0
      ? []
      : [entry('p', `pause ${countOf(others.length, 'chat')}`, 'pause', ...ids(others))]),
    ...(paused.length === 0
      ? []
      : [entry('u', `resume ${countOf(paused.length, 'paused chat')}`, 'resume', ...ids(paused))]),
    ...(readable.length === 0
      ? []
      : [entry('e', `export ${countOf(readable.length, 'chat')}…`, 'export', '--ask', ...ids(readable))]),
    ...(chats.length === 0 || !knows('ask')
      ? []
      : [
          entry(
            'a',
            `ask ${countOf(chats.length, 'chat')}…`,
            'prompt',
            `ask ${chats.map(({ name }) => name).join(' ')} -- `,
          ),
        ]),
    ...(open.length === 0
      ? []
      : [
          entry('t', 'move to this tab', 'join', '--tab', 'here', ...ids(open)),
          entry('n', 'move to a new tab', 'join', '--tab', 'new', ...ids(open)),
        ]),
    ...(archived.length === 0
      ? []
      : [
          entry('o', `reopen ${countOf(archived.length, 'archived session')}`, 'reopen', ...ids(archived)),
          entry('d', `delete ${countOf(archived.length, 'archived session')}…`, 'delete', ...ids(archived)),
        ]),
  ];
}

const isHeld = (record: SessionRecord): boolean => record.kind === 'chat' && record.paused === true;

function openMenu(context: CommandContext, input: ParsedArguments): CommandOutput {
  const { viewer, registry } = context;
  const meant = find(context, input.words('X'));
  const count = meant.open.length + meant.archived.length;
  const entries = actionsOn(meant, (verb) => registry.find(verb) !== undefined);
  const width = Math.max(...entries.map(({ label }) => label.length)) + 6;
  getSurface(context).open(
    createMenu({
      title: countOf(count, 'session'),
      entries,
      at: {
        row: Math.max(0, Math.floor((viewer.rows - entries.length) / 2) - 2),
        col: Math.max(0, Math.floor((viewer.cols - width) / 2)),
      },
    }),
  );
  return SILENT;
}

export const ACTIONS: Command = command({
  name: 'actions',
  summary: 'a menu of what can be done with several sessions',
  positionals: [{ name: 'X', kind: 'session', rest: true }],
  run: openMenu,
});
