// Texts to choose from, with the selected one in full below: paste buffers, code blocks. Enter takes it, d
// deletes it if that is possible. Leaves the texts to whoever opens it: it is given a few lines of each, and
// names them in commands.

import { formatKeyName } from '../keymap/key.js';
import { glyphs } from '../text/glyphs.js';
import { padToWidth, textWidth, truncateToWidth, wrapToWidth } from '../text/width.js';
import type { Dialog, DialogStep, Line } from './dialog-view.js';
import { keepInView, LETTERS_OF_LIST, scrollByKey } from './scrolling.js';

export interface ListedText {
  /** Its name in a command. */
  name: string;
  /** Shown in place of the name. */
  label?: string;
  /** Its size: `3 lines`. */
  size: string;
  /** Its first lines, without control characters; as many as a preview may show. */
  lines: readonly string[];
}

/** Its lines are made when they are in sight. */
export class LazyText implements ListedText {
  readonly name: string;
  readonly label: string;
  readonly size: string;
  #lines: readonly string[] | undefined;

  readonly #make: () => readonly string[];

  constructor(
    { name, label = name, size }: Pick<ListedText, 'name' | 'label' | 'size'>,
    make: () => readonly string[],
  ) {
    this.name = name;
    this.label = label;
    this.size = size;
    this.#make = make;
  }

  get lines(): readonly string[] {
    return (this.#lines ??= this.#make());
  }
}

export interface TextListOptions {
  title: string;
  texts: readonly ListedText[];
  /** Shown if there is none. */
  nothing: string;
  /** What Enter runs. */
  take(name: string): string[];
  /** What d runs; absent: d does nothing. */
  delete?(name: string): string[];
  footer: string;
}

/** The list gets at most this share of the room, or what the longest text leaves of it. */
const LIST_SHARE = 1 / 3;
/** Of a text that is one long line. */
const LEAST_PREVIEW_ROWS = 3;
const MIN_LIST_ROWS = 3;
/** More of them fill the list in any case, and may be lines that are made only when they are read. */
const MOST_MEASURED = 100;
const NAME_COLS = 12;
const MAX_NAME_COLS = 28;
const SIZE_COLS = 10;

export const createTextList = (options: TextListOptions): Dialog => listIn(options, { selected: 0, top: 0 });

function listIn(options: TextListOptions, state: { selected: number; top: number }): Dialog {
  const { texts } = options;
  const last = Math.max(0, texts.length - 1);
  const selected = Math.min(state.selected, last);
  const current = texts[selected];
  let pageRows = 1;
  const topFor = (position: number): number =>
    keepInView(state.top, position, { rows: pageRows, count: texts.length });
  const dialog: Dialog = {
    name: 'texts',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (['Escape', 'C-c', 'q'].includes(name)) return { type: 'close', commands: [] };
      if (name === 'Enter') return { type: 'close', commands: current ? [options.take(current.name)] : [] };
      if (name === 'd' && options.delete && current) {
        const rest = { ...options, texts: texts.filter((text) => text !== current) };
        return { type: 'run', dialog: listIn(rest, state), commands: [options.delete(current.name)] };
      }
      const moved = scrollByKey(LETTERS_OF_LIST[name] ?? name, selected, { pageRows, last });
      return moved === selected
        ? { type: 'stay', dialog }
        : { type: 'stay', dialog: listIn(options, { selected: moved, top: topFor(moved) }) };
    },
    paste: () => ({ type: 'stay', dialog }),
    view(room) {
      if (!current)
        return {
          placement: 'centre',
          title: options.title,
          lines: [[{ text: options.nothing, role: 'dim' }]],
          footer: 'Esc closes',
        };
      const longest = longestOf(texts, room.rows);
      const listRows = Math.min(
        texts.length,
        Math.max(
          Math.min(MIN_LIST_ROWS, room.rows),
          Math.floor(room.rows * LIST_SHARE),
          room.rows - longest - 1,
        ),
      );
      pageRows = listRows;
      const top = topFor(selected);
      const nameCols = widestName(texts);
      const previewRows = Math.max(0, room.rows - listRows - 1);
      const rule: Line = [{ text: glyphs().horizontal.repeat(room.cols), role: 'dim' }];
      return {
        placement: 'centre',
        title: options.title,
        lines: [
          ...texts.slice(top, top + listRows).map((text) => rowLine(text, nameCols, room.cols)),
          ...(previewRows > 0 ? [rule] : []),
          ...previewLines(current, previewRows, room.cols),
        ],
        selected: selected - top,
        footer: options.footer,
      };
    },
  };
  return dialog;
}

const previewLines = ({ lines }: ListedText, rows: number, cols: number): Line[] =>
  lines
    .slice(0, rows)
    .flatMap((line) => wrapToWidth(line.slice(0, rows * cols), cols))
    .slice(0, rows)
    .map((text) => [{ text, role: 'normal' }]);

/** Lines of the longest text, up to `enough`. Of a long list only the first texts are looked at. */
function longestOf(texts: readonly ListedText[], enough: number): number {
  let most = LEAST_PREVIEW_ROWS;
  for (const { lines } of texts.slice(0, MOST_MEASURED)) {
    most = Math.max(most, lines.length);
    if (most >= enough) break;
  }
  return most;
}

const shownName = ({ name, label = name }: ListedText): string => truncateToWidth(label, MAX_NAME_COLS);

/** Measured only if it may be wider: a character has two columns at most. */
const widestName = (texts: readonly ListedText[]): number =>
  texts.reduce(
    (widest, text) =>
      (text.label ?? text.name).length * 2 <= widest ? widest : Math.max(widest, textWidth(shownName(text))),
    NAME_COLS,
  );

function rowLine(text: ListedText, nameCols: number, cols: number): Line {
  const { size, lines } = text;
  const head = `${padToWidth(shownName(text), nameCols)} ${padToWidth(size, SIZE_COLS)} `;
  const first = lines.find((line) => line.trim() !== '') ?? '';
  return [
    { text: truncateToWidth(head, cols), role: 'accent' },
    { text: truncateToWidth(first.trim(), Math.max(0, cols - nameCols - SIZE_COLS - 2)), role: 'normal' },
  ];
}
