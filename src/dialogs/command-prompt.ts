// A line to type at the bottom of the screen: the `:` prompt, and the questions for a name or a program.
// Enter makes commands of the text, whether or not a menu is open; Tab takes the selected entry, arrows move
// in it, else through the history; Escape leaves. Leaves what a menu lists to whoever opens it, and which of
// all commands match to palette.ts.

import { formatKeyName } from '../keymap/key.js';
import { menuWindow } from '../text/menu-window.js';
import { groupDigits } from '../text/text-size.js';
import { padToWidth, textWidth } from '../text/width.js';
import type { Dialog, DialogCommand, DialogRoom, DialogStep, DialogView, Line } from './dialog-view.js';
import { narrowPalette, type PaletteEntry } from './palette.js';
import type { TextField } from './text-field.js';
import {
  createTextField,
  fieldInView,
  insertText,
  isTooLong,
  MAX_CHARACTERS,
  pressInField,
} from './text-field.js';

export interface PromptOptions {
  /** Comes before the text, with its own colon or space. */
  title: string;
  text: string;
  /** Dim, after the empty text. */
  hint?: string;
  /** Newest last. */
  history?: readonly string[];
  complete?: (line: string) => readonly { value: string; summary: string }[];
  /** All commands: listed while nothing is typed, and narrowed by the first word. */
  palette?: readonly PaletteEntry[];
  /** Throws a UserError for what cannot be parsed; it is shown, and the prompt stays open. */
  toCommands: (text: string) => DialogCommand[];
}

interface State {
  field: TextField;
  /** Position in the history from its end; 0 is the text being typed. */
  back: number;
  typed: string;
  menu: Menu | undefined;
  note: string | undefined;
}

interface Menu {
  entries: readonly MenuEntry[];
  /** -1: none. */
  selected: number;
}

interface MenuEntry {
  value: string;
  summary: string;
  /** Of the palette: value is a whole line, not its last word. */
  keys?: string;
}

/** As many as a chat shows, and one line that says how many there are. */
const MENU_ROWS = 8;
/** The menu never takes more of the room than this. */
const MENU_SHARE = 0.5;
const LEAST_PALETTE_ROWS = 4;
const LEAST_VALUE_COLS = 12;
/** A longer value pushes its own summary aside, not those of the others. */
const MOST_VALUE_SHARE = 0.4;
const TOO_LONG = `not inserted: this line holds at most ${groupDigits(MAX_CHARACTERS)} characters; qmux send takes more`;

export const createCommandPrompt = (options: PromptOptions): Dialog =>
  promptIn(options, {
    field: createTextField(options.text),
    back: 0,
    typed: '',
    menu: menuFor(options, createTextField(options.text)),
    note: options.hint,
  });

/** What completes the line being typed, if that is useful: not in the middle of one. */
function menuFor({ complete, palette = [] }: PromptOptions, { text, caret }: TextField): Menu | undefined {
  if (text.trim() === '' && palette.length > 0) return { entries: palette.map(ofPalette), selected: -1 };
  if (text.trim() === '' || caret < createTextField(text).caret) return undefined;
  const entries = withPalette(palette, text, complete?.(text) ?? []);
  const [first] = entries;
  if (!first || (entries.length === 1 && first.value === lastWordOf(text))) return undefined;
  return { entries, selected: 0 };
}

/** Until it is known which command is meant, all that match are listed, before completions of the word. */
function withPalette(
  palette: readonly PaletteEntry[],
  text: string,
  completions: readonly MenuEntry[],
): readonly MenuEntry[] {
  const [first = '', ...more] = text.trimStart().split(/\s+/);
  const isBegun = ({ line }: PaletteEntry): boolean => line === first || line.startsWith(`${first} `);
  const isKnown = more.length > 0 && (completions.length > 0 || palette.some(isBegun));
  if (isKnown || palette.length === 0) return completions;
  const found = narrowPalette(palette, text).map(ofPalette);
  const lines = new Set(found.map(({ value }) => value));
  return [...found, ...completions.filter(({ value }) => !lines.has(value))];
}

const ofPalette = ({ line, keys, summary }: PaletteEntry): MenuEntry => ({ value: line, keys, summary });

const lastWordOf = (text: string): string => /\S*$/.exec(text)?.[0] ?? '';

function promptIn(options: PromptOptions, state: State): Dialog {
  const { field } = state;
  const stay = (change: Partial<State>): DialogStep => ({
    type: 'stay',
    dialog: promptIn(options, { ...state, note: undefined, ...change }),
  });
  const edit = (next: TextField): DialogStep => stay({ field: next, back: 0, menu: menuFor(options, next) });

  const walkHistory = (step: number): DialogStep => {
    const history = options.history ?? [];
    const back = Math.max(0, Math.min(history.length, state.back + step));
    const typed = state.back === 0 ? field.text : state.typed;
    const text = back === 0 ? typed : (history.at(-back) ?? '');
    return stay({ field: createTextField(text), back, typed, menu: undefined });
  };

  /** A command of the palette is written into the line, which is what Enter runs: first the selected one. */
  const moveInMenu = (step: number): DialogStep | undefined => {
    if (!state.menu || (state.menu.selected < 0 && step < 0)) return undefined;
    const { entries, selected: before } = state.menu;
    const current = entries[before];
    const isNew = step > 0 && current?.keys !== undefined && current.value !== field.text;
    const selected = isNew ? before : (before + step + entries.length) % entries.length;
    const { value, keys } = entries[selected] as MenuEntry;
    const line = keys === undefined ? field : createTextField(value);
    return stay({ menu: { entries, selected }, field: line });
  };

  const complete = (): DialogStep => {
    const menu = state.menu ?? offered();
    const entry = menu?.entries[Math.max(0, menu.selected)];
    if (!entry) return stay({ note: 'no completion matches' });
    if (entry.keys !== undefined) return edit(createTextField(`${entry.value} `));
    const before = field.text.slice(0, field.text.length - lastWordOf(field.text).length);
    // After a directory its files follow, after a key its value.
    return edit(createTextField(`${before}${entry.value}${/[/=]$/.test(entry.value) ? '' : ' '}`));
  };

  /** Requested by Tab, in an empty line too: the menu opens, unless there is only one possibility. */
  const offered = (): State['menu'] => {
    const entries = options.complete?.(field.text) ?? [];
    return entries.length === 0 ? undefined : { entries, selected: 0 };
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
        case 'Tab': {
          const menu = state.menu ? undefined : offered();
          return menu && menu.entries.length > 1 ? stay({ menu }) : complete();
        }
        case 'S-Tab':
        case 'Up':
          return moveInMenu(-1) ?? walkHistory(1);
        case 'Down':
          return moveInMenu(1) ?? walkHistory(-1);
        case 'C-p':
          return walkHistory(1);
        case 'C-n':
          return walkHistory(-1);
        default: {
          const next = pressInField(field, key);
          return next ? edit(next) : stay({});
        }
      }
    },
    paste: (text) => (isTooLong(field, text) ? stay({ note: TOO_LONG }) : edit(insertText(field, text))),
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
        ...(state.menu ? { menu: menuView(state.menu, room) } : {}),
        footer: state.menu
          ? 'Tab takes it  Enter runs the line  Esc'
          : options.complete
            ? 'Tab completes  Esc'
            : 'Esc',
        cursor: { line: 0, col: caretCol },
      };
    },
  };
}

function menuView({ entries, selected }: Menu, room: DialogRoom): DialogView['menu'] {
  const most = selected < 0 ? Infinity : MENU_ROWS;
  // One of all commands at a time would be no list.
  const least = entries.some(({ keys }) => keys !== undefined) ? LEAST_PALETTE_ROWS : 1;
  const rows = Math.max(least, Math.min(most, Math.floor(room.rows * MENU_SHARE)));
  const { first, count, more } = menuWindow(entries.length, Math.max(0, selected), rows);
  const shown = entries.slice(first, first + count);
  const cols = columnCols(entries, ({ value }) => value, { cols: room.cols, least: LEAST_VALUE_COLS });
  const keyCols = columnCols(entries, ({ keys = '' }) => keys, { cols: room.cols, least: 0 });
  return {
    lines: [
      ...shown.map(({ value, summary, keys = '' }): Line => [
        { text: ` ${padToWidth(value, Math.max(cols, textWidth(value)))}  `, role: 'normal' },
        ...(keyCols === 0 ? [] : [{ text: `${padToWidth(keys, keyCols)}  `, role: 'accent' as const }]),
        { text: summary, role: 'dim' },
      ]),
      ...(more === undefined ? [] : [[{ text: ` ${more}`, role: 'dim' as const }]]),
    ],
    selected: selected < 0 ? -1 : selected - first,
  };
}

/** Of all entries, so that the columns stay in place while one scrolls. */
function columnCols(
  entries: readonly MenuEntry[],
  textOf: (entry: MenuEntry) => string,
  { cols, least }: { cols: number; least: number },
): number {
  const most = Math.max(least, Math.floor(cols * MOST_VALUE_SHARE));
  return entries.reduce((widest, entry) => {
    const width = textWidth(textOf(entry));
    return width > most ? widest : Math.max(widest, width);
  }, least);
}
