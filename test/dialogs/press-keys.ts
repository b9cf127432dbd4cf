// Drives a dialog like a person: presses keys by their names, looks at it between two of them, reads its
// lines.

import type { Dialog, DialogRoom, DialogStep, DialogView } from '../../src/dialogs/dialog-view.js';
import { parseKeyName } from '../../src/keymap/key.js';

export const ROOM: DialogRoom = { rows: 10, cols: 80 };
export const SMALL: DialogRoom = { rows: 5, cols: 36 };

/** The step that the last key led to. It is drawn before every key, as on a screen. */
export function press(dialog: Dialog, ...keys: string[]): DialogStep {
  let step: DialogStep = { type: 'stay', dialog };
  for (const name of keys) {
    const now: Dialog | undefined = step.type === 'close' ? undefined : step.dialog;
    const key = parseKeyName(name === ' ' ? 'Space' : name);
    if (!now || !key) throw new Error(`cannot press ${name}`);
    now.view(ROOM);
    step = now.press(key);
  }
  return step;
}

/** The dialog after a step that does not close it. */
export function stay(step: DialogStep): Dialog {
  if (step.type === 'close') throw new Error('the dialog closed');
  return step.dialog;
}

/** Types characters. */
export const type = (dialog: Dialog, text: string): Dialog => stay(press(dialog, ...text));

export const textOf = ({ lines }: DialogView): string[] =>
  lines.map((line) => line.map(({ text }) => text).join(''));

/** The text of the line drawn inverse. */
export const selectedText = (view: DialogView): string | undefined => textOf(view)[view.selected ?? -1];
