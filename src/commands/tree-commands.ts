// The verbs that show the workspace as a whole: tree, pane-numbers. Leaves what tabs are to panes/.

import type { Line } from '../dialogs/dialog-view.js';
import { createPaneNumbers } from '../dialogs/pane-numbers.js';
import type { ListRow } from '../dialogs/row-list.js';
import { createRowList } from '../dialogs/row-list.js';
import type { AnySession } from '../session/any-session.js';
import { stateText, tabName } from '../session/session-facts.js';
import { checkNoPopup } from '../session/arrangement/popups.js';
import { MARK_TEXT } from '../text/mark.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, getListSurface, getSurface, say } from './define.js';

interface TreeRow {
  row: ListRow;
  /** The pane that has the focus. */
  isHere: boolean;
}

function describeTree({ coordinator, viewer }: CommandContext): TreeRow[] {
  const { workspace } = coordinator.arrangement;
  const shown = new Set<string>();
  const focused = coordinator.focused(viewer);
  const sessionRow = (session: AnySession): TreeRow => ({
    row: {
      line: sessionLine(session),
      // By their ids: the rows show the moment when they were listed.
      enter: ['switch', session.id],
      keys: { x: ['close', session.id, '--ask'], '@': ['join', session.id] },
    },
    isHere: session === focused,
  });
  const tabs = workspace.tabs.flatMap((tab, at): TreeRow[] => {
    const sessions = coordinator.sessionsOfTab(tab);
    for (const { id } of sessions) shown.add(id);
    const mark = tab.id === viewer.view.tab ? '*' : ' ';
    const zoomed = tab.zoomed === undefined ? '' : ', zoomed';
    const count = sessions.length === 1 ? '1 pane' : `${sessions.length} panes`;
    const line: Line = [
      { text: `${mark}${at + 1}:${tabName(tab, coordinator, viewer)}`, role: 'strong' },
      { text: `  ${count}${zoomed}`, role: 'dim' },
    ];
    const paneHere = viewer.view.focus[tab.id]?.[0];
    const front = sessions.find(({ id }) => coordinator.arrangement.paneOf(id) === paneHere) ?? sessions[0];
    const enter = front ? ['switch', front.id, '--in-pane'] : ['tree'];
    return [{ row: { line, enter }, isHere: false }, ...sessions.map(sessionRow)];
  });
  const hidden = coordinator.sessions.filter(({ id }) => !shown.has(id));
  if (hidden.length === 0) return tabs;
  const line: Line = [{ text: ' in the background', role: 'strong' }];
  return [...tabs, { row: { line, enter: ['picker'] }, isHere: false }, ...hidden.map(sessionRow)];
}

const sessionLine = (session: AnySession): Line => [
  {
    text: `   ${(MARK_TEXT[session.mark] || ' ').padEnd(1)} #${session.number} ${session.name}`,
    role: 'normal',
  },
  { text: `  ${session.record.type}, ${stateText(session)}`, role: 'dim' },
];

function tree(context: CommandContext, input: ParsedArguments): CommandOutput {
  const rows = describeTree(context);
  const surface = getListSurface(context);
  if (!surface || input.has('list'))
    return say(rows.map(({ row }) => row.line.map(({ text }) => text).join('')).join('\n'));
  surface.open(
    createRowList({
      title: 'tabs and sessions',
      rows: rows.map(({ row }) => row),
      selected: Math.max(
        0,
        rows.findIndex(({ isHere }) => isHere),
      ),
      footer: 'Enter goes there  x closes  @ joins here  Esc closes',
    }),
  );
  return SILENT;
}

export const TREE_COMMANDS: readonly Command[] = [
  command({
    name: 'tree',
    aliases: ['choose-tree', 'choose-window'],
    summary: 'tabs, panes and background sessions; Enter goes there',
    flags: [{ name: 'list', summary: 'print it' }],
    run: tree,
  }),
  command({
    name: 'pane-numbers',
    aliases: ['display-panes'],
    summary: 'number the panes of the tab; a digit goes to its pane',
    run(context) {
      const { coordinator, viewer } = context;
      checkNoPopup(viewer);
      const sessions = coordinator.arrangement.boxes(viewer).boxes.map(({ session }) => session);
      getSurface(context).open(createPaneNumbers(sessions));
      return SILENT;
    },
  }),
];
