// A text that does not fit the message line: output of a command, messages. Scrolls; q, Enter or Escape closes it.

import { formatKeyName } from '../keymap/key.js';
import type { Dialog, DialogStep } from './dialog-view.js';
import { scrollByKey } from './scrolling.js';

export function createTextView(options: { title: string; lines: readonly string[] }, top = 0): Dialog {
  const { title, lines } = options;
  // The view tells how many rows there are; keys come after it.
  let pageRows = 1;
  const dialog: Dialog = {
    name: 'text',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (['Escape', 'Enter', 'q', 'C-c'].includes(name)) return { type: 'close', commands: [] };
      const next = scrollByKey(name, top, { pageRows, last: Math.max(0, lines.length - pageRows) });
      return { type: 'stay', dialog: next === top ? dialog : createTextView(options, next) };
    },
    paste: () => ({ type: 'stay', dialog }),
    view(room) {
      pageRows = Math.max(1, room.rows);
      const shown = lines.slice(top, top + pageRows);
      const more = lines.length > pageRows ? `  ${top + 1}-${top + shown.length} of ${lines.length}` : '';
      return {
        placement: 'centre',
        title,
        lines: shown.map((text) => [{ text, role: 'normal' }]),
        footer: `q closes${more}`,
      };
    },
  };
  return dialog;
}
