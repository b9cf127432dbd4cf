// A question that one key answers: close this tab? end qmux? Other keys leave it open; Escape closes it.

import { formatKeyName } from '../keymap/key.js';
import type { Dialog, DialogStep } from './dialog-view.js';

export interface Choice {
  /** A character. */
  key: string;
  label: string;
  commands: string[][];
}

/** More lines of detail than this are summed up in one. */
const MAX_LINES = 12;

export function createChoice(options: {
  title: string;
  lines: readonly string[];
  choices: readonly Choice[];
}): Dialog {
  const { title, lines, choices } = options;
  const dialog: Dialog = {
    name: 'choice',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (name === 'Escape' || name === 'C-c') return { type: 'close', commands: [] };
      const choice = choices.find((each) => each.key === name.toLowerCase());
      return choice ? { type: 'close', commands: choice.commands } : { type: 'stay', dialog };
    },
    paste: () => ({ type: 'stay', dialog }),
    view: (room) => ({
      placement: 'centre',
      title,
      lines: summedUp(lines, room.rows).map((text) => [{ text, role: 'normal' }]),
      footer: [...choices.map(({ key, label }) => `${key} ${label}`), 'Esc'].join('  '),
    }),
  };
  return dialog;
}

/** The lines that fit; the last row says how many do not. */
function summedUp(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= Math.min(MAX_LINES, rows)) return lines;
  const kept = lines.slice(0, Math.max(0, Math.min(MAX_LINES, rows - 1)));
  return [...kept, `and ${lines.length - kept.length} more`];
}
