// The keys after the prefix as a list: type to narrow, Enter runs the selected one.

import { formatKeyName } from '../keymap/key.js';
import { fuzzyScore } from '../text/fuzzy.js';
import { padToWidth } from '../text/width.js';
import type { Dialog, DialogStep } from './dialog-view.js';
import { filterLine } from './filter-line.js';
import { keepInView, scrollByKey } from './scrolling.js';
import type { TextField } from './text-field.js';
import { createTextField, insertText, pressInField } from './text-field.js';

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

/** Wide enough for `Ctrl-Right`. */
const KEY_COLUMN = 11;

interface State {
  field: TextField;
  /** Index among the entries that match. */
  selected: number;
  top: number;
}

export const createKeyHelp = (options: HelpOptions): Dialog =>
  helpIn(options, { field: createTextField(''), selected: 0, top: 0 });

function helpIn(options: HelpOptions, state: State): Dialog {
  const { field, selected } = state;
  const matching = narrow(options.bindings, field.text);
  // The view records how many rows there are; keys come after it.
  let pageRows = 1;
  const topFor = (position: number): number =>
    keepInView(state.top, position, { rows: pageRows, count: matching.length });
  const stay = (change: Partial<State>): DialogStep => ({
    type: 'stay',
    dialog: helpIn(options, { ...state, ...change }),
  });
  const narrowTo = (next: TextField): DialogStep =>
    stay(next.text === field.text ? { field: next } : { field: next, selected: 0, top: 0 });
  return {
    name: 'keys',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (name === 'Escape' || name === 'C-c')
        return field.text === '' ? { type: 'close', commands: [] } : narrowTo(createTextField(''));
      if (name === 'Enter') {
        const entry = matching[selected];
        return { type: 'close', commands: entry ? [entry.command] : [] };
      }
      const moved = scrollByKey(name, selected, { pageRows, last: Math.max(0, matching.length - 1) });
      if (moved !== selected) return stay({ selected: moved, top: topFor(moved) });
      return narrowTo(pressInField(field, key) ?? field);
    },
    paste: (text) => narrowTo(insertText(field, text)),
    view(room) {
      pageRows = Math.max(1, room.rows - 1);
      const first = topFor(selected);
      const shown = matching.slice(first, first + room.rows - 1);
      const filter = filterLine(field, room.cols);
      return {
        placement: 'centre',
        title: `keys after ${options.prefix}`,
        lines: [
          filter.line,
          ...shown.map((entry) => [
            { text: padToWidth(entry.key, KEY_COLUMN), role: 'accent' as const },
            { text: entry.summary, role: 'normal' as const },
          ]),
        ],
        ...(shown.length > 0 ? { selected: selected - first + 1 } : {}),
        footer: 'Enter runs it  type to narrow  Esc closes',
        cursor: { line: 0, col: filter.caretCol },
      };
    },
  };
}

function narrow(entries: readonly HelpEntry[], query: string): HelpEntry[] {
  return entries.filter(
    ({ key, summary, command }) =>
      key === query || fuzzyScore(query, `${key} ${summary} ${command.join(' ')}`) !== undefined,
  );
}
