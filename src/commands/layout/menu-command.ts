// The verb `menu`: what can be done with a pane or a tab, as a small menu. Owns which entries there are, and
// that one never acts on another pane or tab than the menu was opened for.

import { createMenu, type MenuEntry } from '../../dialogs/menu.js';
import { tabName } from '../../session/session-facts.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, getSurface } from '../define.js';
import { runCommand } from '../run-command.js';

type Entry = [key: string, label: string, ...words: string[]];

const TO_TAB: Entry = ['!', 'move to a tab of its own', 'break'];

/** The keys are those after the prefix, where there is one. A popup has only what is not refused there. */
function paneEntries({ coordinator, viewer }: CommandContext): Entry[] {
  const { arrangement } = coordinator;
  const { zoomed, root } = arrangement.currentTab(viewer);
  const here = arrangement.focusedSession(viewer);
  const marked = arrangement.mark.session;
  const several: Entry[] = [
    ['z', zoomed === undefined ? 'zoom' : 'unzoom', 'zoom'],
    ['}', 'swap with the next one', 'swap', 'next'],
    TO_TAB,
  ];
  const toMark: Entry[] = [
    ['S', 'swap with the marked one', 'swap'],
    ['J', 'bring the marked one here', 'join'],
  ];
  const always: Entry[] = [
    ['[', 'scroll, search and copy', 'copy-mode'],
    ['X', 'hide', 'hide'],
    ['x', 'close…', 'close', '--ask'],
  ];
  if (viewer.popup) return [TO_TAB, ...always];
  return [
    ['%', 'split right', 'split', 'right'],
    ['"', 'split below', 'split', 'below'],
    ...(root.type === 'split' ? several : []),
    ['M', marked !== undefined && marked === here ? 'unmark' : 'mark', 'pane', 'mark'],
    ...(marked !== undefined && marked !== here ? toMark : []),
    ...always,
  ];
}

function tabEntries({ coordinator, viewer }: CommandContext): Entry[] {
  const { tabs } = coordinator.arrangement.workspace;
  const tab = coordinator.arrangement.currentTab(viewer);
  const at = tabs.indexOf(tab);
  const several: Entry[] = [
    ['E', 'same area for every pane', 'equalise'],
    ['o', 'rotate the panes', 'rotate'],
  ];
  return [
    ['c', 'new tab', 'tab', 'new', '-a'],
    [',', 'rename…', 'tab', 'rename'],
    ...(at > 0 ? [['<', 'move left', 'tab', 'move', 'left'] satisfies Entry] : []),
    ...(at < tabs.length - 1 ? [['>', 'move right', 'tab', 'move', 'right'] satisfies Entry] : []),
    ...(tab.root.type === 'split' && !viewer.popup ? several : []),
    ['&', 'close…', 'tab', 'close'],
  ];
}

/** What the menu is for: id of the focused session, or of the current tab. */
const idOf = ({ coordinator, viewer }: CommandContext, of: string): string | undefined =>
  of === 'pane'
    ? coordinator.arrangement.focusedSession(viewer)
    : coordinator.arrangement.currentTab(viewer).id;

function open(context: CommandContext, input: ParsedArguments): CommandOutput {
  const { coordinator, viewer } = context;
  const of = input.word('of') as string;
  const id = idOf(context, of);
  const session = coordinator.focused(viewer);
  if (id === undefined || !session) throw new UserError('there is no pane');
  const entries = (of === 'pane' ? paneEntries(context) : tabEntries(context)).map(
    ([key, label, ...words]): MenuEntry => ({
      key,
      label,
      command: ['menu', of, '--of', id, '--', ...words],
    }),
  );
  const { arrangement } = coordinator;
  const tab = arrangement.currentTab(viewer);
  const title =
    of === 'pane'
      ? `#${session.number} ${session.name}`
      : `${arrangement.workspace.tabs.indexOf(tab) + 1}:${tabName(tab, coordinator, viewer)}`;
  getSurface(context).open(createMenu({ title, entries, at: placeOf(context, of, input.value('at')) }));
  return SILENT;
}

/** at: as the mouse names it. Without it the menu is below the pane's title, or beside the tab bar. */
function placeOf(
  { coordinator, viewer, config }: CommandContext,
  of: string,
  at: string | undefined,
): { row: number; col: number } {
  const [, row, col] = /^(\d{1,5}),(\d{1,5})$/.exec(at ?? '') ?? [];
  if (row !== undefined) return { row: Number(row), col: Number(col) };
  if (at !== undefined) throw new UserError(`--at takes ROW,COLUMN, not ${at}`, { exitCode: 2 });
  const isBarOnTop = config.tabBar === 'top';
  if (of === 'tab') return { row: isBarOnTop ? 0 : viewer.rows, col: 0 };
  const focused = coordinator.arrangement.focusedPane(viewer);
  const box = coordinator.arrangement.boxes(viewer).boxes.find(({ pane }) => pane === focused)?.box;
  return { row: (box?.row ?? 0) + (isBarOnTop ? 2 : 1), col: (box?.col ?? 0) + 2 };
}

export const MENU_COMMANDS: readonly Command[] = [
  command({
    name: 'menu',
    aliases: ['display-menu'],
    summary: 'a menu of what can be done with the pane or the tab',
    positionals: [{ name: 'of', called: 'what it is for', kind: ['pane', 'tab'] }],
    flags: [
      { name: 'at', value: 'ROW,COLUMN', summary: 'where on the terminal' },
      { name: 'of', value: 'ID', summary: 'run the command after -- only if this is still focused' },
    ],
    trailing: 'COMMAND…',
    async run(context, input) {
      const of = input.word('of') as string;
      const expected = input.value('of');
      if (expected === undefined) return open(context, input);
      if (idOf(context, of) !== expected)
        throw new UserError(`the ${of} is no longer focused; nothing was done`);
      return runCommand(context, input.trailing);
    },
  }),
];
