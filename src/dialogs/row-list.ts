// Rows to choose from: the tree of tabs, the attached terminals. Enter runs the selected row's command, a
// letter another one if the row has it. Leaves what the rows say to whoever opens it.

import { formatKeyName } from '../keymap/key.js';
import type { Dialog, DialogStep, Line } from './dialog-view.js';
import { keepInView, LETTERS_OF_LIST, scrollByKey } from './scrolling.js';

export interface ListRow {
  line: Line;
  /** What Enter runs, and then the list closes. */
  enter: string[];
  /** What other keys run; the list closes too, since its rows show the moment when it was opened. */
  keys?: Readonly<Record<string, string[]>>;
}

export interface RowListOptions {
  title: string;
  /** At least one. */
  rows: readonly ListRow[];
  /** Index of the row that is selected first. */
  selected: number;
  footer: string;
}

export const createRowList = (options: RowListOptions): Dialog => listIn(options, options.selected, 0);

function listIn(options: RowListOptions, selected: number, top: number): Dialog {
  const { title, rows, footer } = options;
  const row = rows[selected];
  const last = rows.length - 1;
  // The view records how many rows there are; keys come after it.
  let pageRows = 1;
  const topFor = (position: number): number =>
    keepInView(top, position, { rows: pageRows, count: rows.length });
  const dialog: Dialog = {
    name: 'rows',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (['Escape', 'C-c', 'q'].includes(name)) return { type: 'close', commands: [] };
      const command = name === 'Enter' ? row?.enter : row?.keys?.[name];
      if (command) return { type: 'close', commands: [command] };
      const moved = scrollByKey(LETTERS_OF_LIST[name] ?? name, selected, { pageRows, last });
      return moved === selected
        ? { type: 'stay', dialog }
        : { type: 'stay', dialog: listIn(options, moved, topFor(moved)) };
    },
    paste: () => ({ type: 'stay', dialog }),
    view(room) {
      pageRows = room.rows;
      const first = topFor(selected);
      return {
        placement: 'centre',
        title,
        lines: rows.slice(first, first + room.rows).map(({ line }) => line),
        selected: selected - first,
        footer,
      };
    },
  };
  return dialog;
}
