// What copy mode asks for at the bottom of the screen: a text to search, found while it is typed, or a row to
// go to. Enter accepts it, Escape goes back to where the search began. Leaves searching to copy mode, by its
// commands.

import { formatKeyName } from '../keymap/key.js';
import { textWidth } from '../text/width.js';
import type { Dialog, DialogStep } from './dialog-view.js';
import type { TextField } from './text-field.js';
import { createTextField, fieldInView, insertText, pressInField } from './text-field.js';

export type CopyQuestion = 'search-forward' | 'search-backward' | 'goto-line';

const TITLES: Readonly<Record<CopyQuestion, string>> = {
  'search-forward': '/',
  'search-backward': '?',
  'goto-line': 'up: ',
};

export const createCopyPrompt = (question: CopyQuestion): Dialog => promptIn(question, createTextField(''));

function promptIn(question: CopyQuestion, field: TextField): Dialog {
  const isSearch = question !== 'goto-line';
  const edit = (next: TextField): DialogStep => {
    const dialog = promptIn(question, next);
    return isSearch && next.text !== field.text
      ? { type: 'run', dialog, commands: [['copy-mode', question, '--incremental', '--', next.text]] }
      : { type: 'stay', dialog };
  };
  const cancel: DialogStep = { type: 'close', commands: isSearch ? [['copy-mode', 'search-cancel']] : [] };
  return {
    name: 'copy-prompt',
    press(key): DialogStep {
      switch (formatKeyName(key)) {
        case 'Escape':
        case 'C-c':
          return cancel;
        case 'Enter':
          if (field.text === '') return cancel;
          return { type: 'close', commands: [['copy-mode', question, '--', field.text]] };
        default:
          return edit(pressInField(field, key) ?? field);
      }
    },
    paste: (text) => edit(insertText(field, text)),
    view(room) {
      const title = TITLES[question];
      const { text, caretCol } = fieldInView(field, room.cols - textWidth(title));
      return {
        placement: 'bottom',
        title,
        lines: [[{ text, role: 'normal' }]],
        footer: isSearch ? 'Enter goes there  Esc goes back' : 'rows above the end  Enter goes there  Esc',
        cursor: { line: 0, col: caretCol },
      };
    },
  };
}
