// The keys behind the prefix as a list: type to narrow, Enter runs the selected one.

import { formatKeyName } from '../keymap/key.js';
import { fuzzyMatch } from '../text/fuzzy.js';
import { padToWidth } from '../text/width.js';
import type { Dialog, DialogStep } from './dialog-view.js';
import { keepInView, scrollByKey } from './scrolling.js';
import type { TextField } from './text-field.js';
import { caretColumn, createTextField, insertText, pressInField } from './text-field.js';

export interface HelpEntry {
  key: string;
  summary: string;
  /** Words to run. */
  command: string[];
}

export interface HelpOptions {
  bindings: readonly HelpEntry[];
  /** Name of the prefix key. */
  prefix: string;
}

/** Wide enough for `C-Right` and `M-Right`. */
const KEY_COLUMN = 9;
const FILTER_LABEL = 'find: ';

export const createKeyHelp = (options: HelpOptions): Dialog => helpIn(options, createTextField(''), 0, 0);

function helpIn(options: HelpOptions, field: TextField, selected: number, top: number): Dialog {
  const matching = narrow(options.bindings, field.text);
  let pageRows = 1;
  const stay = (next: { field?: TextField; selected?: number }): DialogStep => ({
    type: 'stay',
    dialog: helpIn(
      options,
      next.field ?? field,
      next.selected ?? 0,
      keepInView(top, next.selected ?? 0, pageRows),
    ),
  });
  return {
    name: 'keys',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (name === 'Escape' || name === 'C-c')
        return field.text === '' ? { type: 'close', commands: [] } : stay({ field: createTextField('') });
      if (name === 'Enter') {
        const entry = matching[selected];
        return { type: 'close', commands: entry ? [entry.command] : [] };
      }
      const moved = scrollByKey(name, selected, { pageRows, last: Math.max(0, matching.length - 1) });
      if (moved !== selected) return stay({ selected: moved });
      return stay({ field: pressInField(field, key) ?? field });
    },
    paste: (text) => stay({ field: insertText(field, text) }),
    view(room) {
      pageRows = Math.max(1, room.rows - 1);
      const first = keepInView(top, selected, pageRows);
      const shown = matching.slice(first, first + pageRows);
      return {
        placement: 'centre',
        title: `keys behind ${options.prefix}`,
        lines: [
          [
            { text: FILTER_LABEL, role: 'dim' },
            { text: field.text, role: 'normal' },
          ],
          ...shown.map((entry) => [
            { text: padToWidth(entry.key, KEY_COLUMN), role: 'accent' as const },
            { text: entry.summary, role: 'normal' as const },
          ]),
        ],
        ...(shown.length > 0 ? { selected: selected - first + 1 } : {}),
        footer: 'type to narrow  Enter runs it  Esc closes',
        cursor: { line: 0, col: FILTER_LABEL.length + caretColumn(field) },
      };
    },
  };
}

function narrow(entries: readonly HelpEntry[], query: string): HelpEntry[] {
  return entries.filter(
    ({ key, summary, command }) =>
      key === query || fuzzyMatch(query, `${key} ${summary} ${command.join(' ')}`),
  );
}
