// Sessions of other machines, host by host, while the hosts are answering: Enter goes to the selected one.
// Owns selection, which follows a row when others come. Leaves asking to whoever opens it.

import { formatKeyName } from '../keymap/key.js';
import { padToWidth, textWidth } from '../text/width.js';
import type { Dialog, DialogStep, Line, SpanRole } from './dialog-view.js';
import { keepInView, LETTERS_OF_LIST, scrollByKey } from './scrolling.js';

export interface HostRow {
  host: string;
  /** Its id; undefined: the row is about the host, and Enter goes there all the same. */
  session: string | undefined;
  text: string;
  role: SpanRole;
}

/** The sessions matter more than a long name. */
const MOST_HOST_COLS = 16;

/** rows: as they are now; the order of hosts never changes. */
export const createHostList = (rows: () => readonly HostRow[]): Dialog => listIn(rows, undefined, 0);

const keyOf = ({ host, session }: HostRow): string => `${host} ${session ?? ''}`;

function listIn(rowsNow: () => readonly HostRow[], wanted: string | undefined, top: number): Dialog {
  let pageRows = 1;
  const find = (): { rows: readonly HostRow[]; at: number } => {
    const rows = rowsNow();
    const exact = rows.findIndex((row) => keyOf(row) === wanted);
    // A host that had not answered yet was selected.
    const same = rows.findIndex(({ host }) => host === wanted?.split(' ')[0]);
    return { rows, at: Math.max(0, exact === -1 ? same : exact) };
  };
  const topFor = (at: number, count: number): number => keepInView(top, at, { rows: pageRows, count });
  const dialog: Dialog = {
    name: 'hosts',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (['Escape', 'C-c', 'q'].includes(name)) return { type: 'close', commands: [] };
      const { rows, at } = find();
      const row = rows[at];
      if (name === 'Enter' && row)
        return {
          type: 'close',
          commands: [['ssh', row.host, ...(row.session === undefined ? [] : [row.session])]],
        };
      const moved = scrollByKey(LETTERS_OF_LIST[name] ?? name, at, { pageRows, last: rows.length - 1 });
      const target = rows[moved];
      if (moved === at || !target) return { type: 'stay', dialog };
      return { type: 'stay', dialog: listIn(rowsNow, keyOf(target), topFor(moved, rows.length)) };
    },
    paste: () => ({ type: 'stay', dialog }),
    view(room) {
      const { rows, at } = find();
      pageRows = room.rows;
      const first = topFor(at, rows.length);
      const hostCols = Math.min(
        MOST_HOST_COLS,
        rows.reduce((most, { host }) => Math.max(most, textWidth(host)), 0),
      );
      return {
        placement: 'centre',
        title: 'other machines',
        lines: rows
          .slice(first, first + room.rows)
          .map((row, index) => lineOf(row, rows[first + index - 1], hostCols)),
        selected: at - first,
        footer: 'Enter detaches here and attaches there  Esc closes',
      };
    },
  };
  return dialog;
}

/** A host's name stands in its first row. */
function lineOf({ host, text, role }: HostRow, above: HostRow | undefined, hostCols: number): Line {
  const name = above?.host === host ? '' : host;
  return [
    { text: `${padToWidth(name, hostCols)} `, role: 'accent' },
    { text, role },
  ];
}
