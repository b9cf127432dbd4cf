// A small menu at a place of the screen: entries with their keys. One press picks, the arrows and Enter or a
// click do too; Esc and a click elsewhere close it. Leaves what is in it to commands/.

import { formatKeyName } from '../keymap/key.js';
import type { Dialog, DialogStep, DialogView } from './dialog-view.js';
import { keepInView, scrollByKey } from './scrolling.js';

export interface MenuEntry {
  /** A character. */
  key: string;
  label: string;
  command: string[];
}

export interface MenuOptions {
  title: string;
  entries: readonly MenuEntry[];
  /** Of the terminal; the menu is as near to it as there is room. */
  at: { row: number; col: number };
}

const CLOSED: DialogStep = { type: 'close', commands: [] };

export const createMenu = (options: MenuOptions): Dialog => menuAt(options, 0);

function menuAt(options: MenuOptions, selected: number): Dialog {
  const { title, entries, at } = options;
  const pick = (entry: MenuEntry | undefined): DialogStep =>
    entry ? { type: 'close', commands: [entry.command] } : CLOSED;
  /** The first entry that was drawn last. */
  let top = 0;
  const dialog: Dialog = {
    name: 'menu',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (name === 'Enter') return pick(entries[selected]);
      const entry = entries.find((each) => each.key === name);
      if (entry) return pick(entry);
      if (name === 'Escape' || name === 'C-c') return CLOSED;
      const range = { pageRows: entries.length, last: entries.length - 1 };
      return { type: 'stay', dialog: menuAt(options, scrollByKey(name, selected, range)) };
    },
    paste: () => ({ type: 'stay', dialog }),
    click: (line) =>
      line === 'outside' ? CLOSED : line === 'beside' ? { type: 'stay', dialog } : pick(entries[top + line]),
    view({ rows }): DialogView {
      top = keepInView(0, selected, { rows, count: entries.length });
      return {
        placement: 'centre',
        at,
        title,
        lines: entries.slice(top, top + rows).map(({ key, label }) => [
          { text: ` ${key} `, role: 'accent' },
          { text: ` ${label} `, role: 'normal' },
        ]),
        selected: selected - top,
        footer: 'Esc',
      };
    },
  };
  return dialog;
}
