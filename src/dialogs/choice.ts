// A question that one key answers: close this tab? quit qmux? Other keys leave it open; Escape closes it.
// Owns how the question, its details and its keys share the room: the keys, with Esc, are never cut, the
// question is wrapped, details that do not fit scroll.

import { formatKeyName } from '../keymap/key.js';
import { textWidth, truncateToWidth, wrapToWidth } from '../text/width.js';
import type { Dialog, DialogRoom, DialogStep, Line } from './dialog-view.js';
import { scrollByKey } from './scrolling.js';

export interface Choice {
  /** A character. */
  key: string;
  label: string;
  commands: string[][];
}

/** More lines of detail than this scroll. */
const MAX_LINES = 12;
const BETWEEN_KEYS = '   ';

export const createChoice = (options: ChoiceOptions): Dialog =>
  choiceAt(options, { top: 0, sight: { isDrawn: false } });

interface ChoiceOptions {
  /** The question. */
  title: string;
  /** What it is about. */
  lines: readonly string[];
  choices: readonly Choice[];
  /** Nothing brings back what a choice does: keys typed before it was ever drawn were not meant for it. */
  isFinal?: true;
}

interface State {
  /** The first line of detail that is shown. */
  top: number;
  /** Of the same question, wherever it is scrolled. */
  sight: { isDrawn: boolean };
}

function choiceAt(options: ChoiceOptions, { top, sight }: State): Dialog {
  const { title, lines, choices, isFinal = false } = options;
  // The view records how many lines it has room for; keys come after it.
  let pageRows = lines.length;
  const dialog: Dialog = {
    name: 'choice',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (name === 'Escape' || name === 'C-c') return { type: 'close', commands: [] };
      const choice = choices.find((each) => each.key === name.toLowerCase());
      if (choice && isFinal && !sight.isDrawn) return { type: 'stay', dialog };
      if (choice) return { type: 'close', commands: choice.commands };
      const last = Math.max(0, lines.length - pageRows);
      const next = scrollByKey(name, Math.min(top, last), { pageRows, last });
      return { type: 'stay', dialog: next === top ? dialog : choiceAt(options, { top: next, sight }) };
    },
    paste: () => ({ type: 'stay', dialog }),
    view(room) {
      sight.isDrawn = true;
      const keys = keyLines(choices, room);
      const question = questionRows(title, { rows: room.rows - keys.length, cols: room.cols });
      const { rows: details, shown } = detailRows(lines, top, {
        rows: room.rows - keys.length - question.length,
        cols: room.cols,
      });
      pageRows = Math.max(1, shown);
      return {
        placement: 'centre',
        // A border cuts its title; the question is among the lines, where it wraps.
        title: '',
        lines: [
          ...question.map((text): Line => [{ text, role: 'strong' }]),
          ...details.map((text): Line => [{ text, role: 'normal' }]),
          ...keys,
        ],
      };
    },
  };
  return dialog;
}

/** As many rows as the keys need; if there are too few, those with the way out. */
function keyLines(choices: readonly Choice[], { rows, cols }: DialogRoom): Line[] {
  const entries: Line[] = [
    ...choices.map(({ key, label }): Line => [
      { text: key, role: 'accent' },
      { text: ` ${label}`, role: 'normal' },
    ]),
    [{ text: 'Esc', role: 'dim' }],
  ];
  const lines: Line[] = [];
  let used = 0;
  for (const entry of entries) {
    const entryCols = entry.reduce((sum, { text }) => sum + textWidth(text), 0);
    const last = lines.at(-1);
    if (last && used + BETWEEN_KEYS.length + entryCols <= cols) {
      last.push({ text: BETWEEN_KEYS, role: 'normal' }, ...entry);
      used += BETWEEN_KEYS.length + entryCols;
    } else {
      lines.push([...entry]);
      used = entryCols;
    }
  }
  return lines.slice(-rows);
}

function questionRows(title: string, { rows, cols }: DialogRoom): string[] {
  const wrapped = wrapToWidth(title, cols);
  if (wrapped.length <= rows) return wrapped;
  const kept = wrapped.slice(0, Math.max(0, rows));
  return kept.map((row, at) => (at === kept.length - 1 ? `${truncateToWidth(row, cols - 1, '')}…` : row));
}

/** All of it, wrapped, if there is room; else a row each from `top` on, and one that says which these are. */
function detailRows(
  lines: readonly string[],
  top: number,
  { rows, cols }: DialogRoom,
): { rows: string[]; shown: number } {
  const most = Math.min(MAX_LINES, rows);
  const wrapped = lines.flatMap((line) => wrapToWidth(line, cols));
  if (wrapped.length <= most) return { rows: wrapped, shown: lines.length };
  const cut = (text: string): string => truncateToWidth(text, cols);
  if (lines.length <= most) return { rows: lines.map(cut), shown: lines.length };
  const shown = Math.max(0, most - 1);
  const first = Math.min(top, lines.length - shown);
  const part = `${first + 1}-${first + shown} of ${lines.length}; Up and Down scroll`;
  const said = shown > 0 ? part : `${lines.length} lines; no room to show them`;
  return { rows: [...lines.slice(first, first + shown).map(cut), ...(most > 0 ? [cut(said)] : [])], shown };
}
