// A line to type at the bottom of the screen: the `:` prompt, and the questions for a name or a program.
// Enter makes commands of the text, Tab completes, Up and Down walk through the history, Escape leaves.

import { formatKeyName } from '../keymap/key.js';
import { textWidth } from '../text/width.js';
import type { Dialog, DialogStep } from './dialog-view.js';
import type { TextField } from './text-field.js';
import { createTextField, fieldInView, insertText, pressInField } from './text-field.js';

export interface PromptOptions {
  /** Stands before the text, with its own colon or space. */
  title: string;
  text: string;
  /** Dim, behind the empty text. */
  hint?: string;
  /** Newest last. */
  history?: readonly string[];
  complete?: (line: string) => readonly { value: string; summary: string }[];
  /** Throws a UserError for what cannot be parsed; it is shown, the prompt stays. */
  toCommands: (text: string) => string[][];
}

interface State {
  field: TextField;
  /** Position in the history from its end; 0 is the text being typed. */
  back: number;
  typed: string;
  /** Candidates of a completion that Tab walks through, and what stood before the word. */
  cycle: { before: string; values: readonly string[]; at: number } | undefined;
  note: string | undefined;
}

export const createCommandPrompt = (options: PromptOptions): Dialog =>
  promptIn(options, {
    field: createTextField(options.text),
    back: 0,
    typed: '',
    cycle: undefined,
    note: options.hint,
  });

function promptIn(options: PromptOptions, state: State): Dialog {
  const { field } = state;
  const stay = (change: Partial<State>): DialogStep => ({
    type: 'stay',
    dialog: promptIn(options, { ...state, cycle: undefined, note: undefined, ...change }),
  });
  const edit = (next: TextField): DialogStep => stay({ field: next, back: 0 });

  const walkHistory = (step: number): DialogStep => {
    const history = options.history ?? [];
    const back = Math.max(0, Math.min(history.length, state.back + step));
    const typed = state.back === 0 ? field.text : state.typed;
    return stay({ field: createTextField(back === 0 ? typed : (history.at(-back) ?? '')), back, typed });
  };

  const complete = (): DialogStep => {
    if (state.cycle) {
      const { before, values } = state.cycle;
      const at = (state.cycle.at + 1) % values.length;
      return stay({
        field: createTextField(before + values[at]),
        cycle: { before, values, at },
        note: state.note,
      });
    }
    const before = /^.*?(?=\S*$)/s.exec(field.text)?.[0] ?? '';
    const values = (options.complete?.(field.text) ?? []).map(({ value }) => value);
    const [only] = values;
    if (only === undefined) return stay({ note: 'nothing completes this' });
    // Behind a directory its files are next.
    if (values.length === 1) return edit(createTextField(`${before + only}${only.endsWith('/') ? '' : ' '}`));
    return stay({
      field: createTextField(before + only),
      cycle: { before, values, at: 0 },
      note: values.join('  '),
    });
  };

  return {
    name: 'prompt',
    press(key): DialogStep {
      const name = formatKeyName(key);
      switch (name) {
        case 'Escape':
        case 'C-c':
          return { type: 'close', commands: [] };
        case 'Enter':
          try {
            return { type: 'close', commands: options.toCommands(field.text) };
          } catch (error) {
            return stay({ note: error instanceof Error ? error.message : String(error) });
          }
        case 'Tab':
          return complete();
        case 'Up':
        case 'C-p':
          return walkHistory(1);
        case 'Down':
        case 'C-n':
          return walkHistory(-1);
        default: {
          const next = pressInField(field, key);
          return next ? edit(next) : stay({});
        }
      }
    },
    paste: (text) => edit(insertText(field, text)),
    view: (room) => {
      const { text, caretCol } = fieldInView(field, room.cols - textWidth(options.title));
      return {
        placement: 'bottom',
        title: options.title,
        lines: [
          [
            { text, role: 'normal' },
            ...(state.note === undefined ? [] : [{ text: `  ${state.note}`, role: 'dim' as const }]),
          ],
        ],
        footer: options.complete ? 'Tab completes  Esc' : 'Esc',
        cursor: { line: 0, col: caretCol },
      };
    },
  };
}
