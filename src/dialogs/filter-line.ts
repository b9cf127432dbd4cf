// The line at the top of a list that narrows while the user types: its label, the text, the caret.

import type { Line } from './dialog-view.js';
import type { TextField } from './text-field.js';
import { fieldInView } from './text-field.js';

const LABEL = 'find: ';

/** The line and the caret's column in it; the text is cut at its front if it is wider than cols. */
export function filterLine(field: TextField, cols: number): { line: Line; caretCol: number } {
  const { text, caretCol } = fieldInView(field, cols - LABEL.length);
  return {
    line: [
      { text: LABEL, role: 'dim' },
      { text, role: 'normal' },
    ],
    caretCol: LABEL.length + caretCol,
  };
}
