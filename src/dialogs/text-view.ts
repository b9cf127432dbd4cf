// A text that does not fit the message line: output of a command, messages. Long lines are wrapped, so that
// nothing is lost. Scrolls; q, Enter or Escape closes it.

import { formatKeyName } from '../keymap/key.js';
import { wrapToWidth } from '../text/width.js';
import type { Dialog, DialogStep } from './dialog-view.js';
import { scrollByKey } from './scrolling.js';

/** top: the first row that is shown; infinite: as many as fit before the end. */
export function createTextView(options: { title: string; lines: readonly string[] }, top = 0): Dialog {
  const { title } = options;
  // The view records how much room there is; keys come after it.
  let rows = options.lines;
  let pageRows = 1;
  // The room may have grown since: the text then fills it.
  const firstRow = (): number => Math.min(top, Math.max(0, rows.length - pageRows));
  const dialog: Dialog = {
    name: 'text',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (['Escape', 'Enter', 'q', 'C-c'].includes(name)) return { type: 'close', commands: [] };
      const first = firstRow();
      const next = scrollByKey(name, first, { pageRows, last: Math.max(0, rows.length - pageRows) });
      return { type: 'stay', dialog: next === first ? dialog : createTextView(options, next) };
    },
    paste: () => ({ type: 'stay', dialog }),
    view(room) {
      rows = options.lines.flatMap((line) => wrapToWidth(line, room.cols));
      pageRows = Math.max(1, room.rows);
      const first = firstRow();
      const shown = rows.slice(first, first + pageRows);
      const more = rows.length > pageRows ? `${first + 1}-${first + shown.length} of ${rows.length}  ` : '';
      return {
        placement: 'centre',
        title,
        lines: shown.map((text) => [{ text, role: 'normal' }]),
        footer: `${more}Esc closes`,
      };
    },
  };
  return dialog;
}
