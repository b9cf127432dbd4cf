// A text that does not fit the message line: output of a command, messages. Scrolls; q, Enter or Escape closes it.

import { formatKeyName } from '../keymap/key.js';
import type { Dialog, DialogStep } from './dialog-view.js';
import { scrollByKey } from './scrolling.js';

export function createTextView(options: { title: string; lines: readonly string[] }, top = 0): Dialog {
  const { title, lines } = options;
  // The view tells how many rows there are; keys come after it.
  let pageRows = 1;
  // The room may have grown since: the text then fills it.
  const firstLine = (): number => Math.min(top, Math.max(0, lines.length - pageRows));
  const dialog: Dialog = {
    name: 'text',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (['Escape', 'Enter', 'q', 'C-c'].includes(name)) return { type: 'close', commands: [] };
      const first = firstLine();
      const next = scrollByKey(name, first, { pageRows, last: Math.max(0, lines.length - pageRows) });
      return { type: 'stay', dialog: next === first ? dialog : createTextView(options, next) };
    },
    paste: () => ({ type: 'stay', dialog }),
    view(room) {
      pageRows = Math.max(1, room.rows);
      const first = firstLine();
      const shown = lines.slice(first, first + pageRows);
      const more = lines.length > pageRows ? `  ${first + 1}-${first + shown.length} of ${lines.length}` : '';
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
