// The title row of a pane: `▌#2 name  type · model · the program's title ──── ! waiting ─`, on the left what
// it is, on the right what changes. Owns what a narrow one drops: the program's title, model, worktree, type;
// then the state is cut, then the end of the name; never the number and the
// flags after it.

import { roleStyle } from '../look/roles.js';
import { ownColour } from '../look/theme.js';
import { BOLD, type CellGrid } from '../text/cell-grid.js';
import { glyphs } from '../text/glyphs.js';
import { MARK_TEXT } from '../text/mark.js';
import { sanitiseLine } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';
import { fillBox, rowOfBox, writeText } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';
import type { PaneTitle } from './frame-model.js';
import { MARK_ROLES } from '../look/mark-roles.js';

/** The sign of focus before the text. */
const LEAD_COLS = 1;
/** A space after the text and the end of the line. */
const TAIL_COLS = 2;
/** Between what it is called and what it is. */
const GAP = '  ';
/** At least this much of the line between left and right: a space on either side, and one dash. */
const LINE_COLS = 3;
/** `waiting…`: a shorter beginning of a state, or of a program's title, says nothing. */
const LEAST_CUT_COLS = 8;
const LEAST_PROGRAM_COLS = 10;
/** `processing`, `exited 3 a…`: a longer name is cut so that a state has at least this. */
const LEAST_STATE_COLS = 10;
const LEAST_NAME_COLS = 8;

export interface TitleParts {
  number: string;
  /** `[marked]`; '' without any. */
  flags: string;
  name: string;
  /** Type, model, worktree and the program's title; '' where there is no room. */
  about: string;
  /** With the sign of its mark. */
  state: string;
}

export function drawPaneTitle(grid: CellGrid, pane: Box, title: PaneTitle, focused: boolean): void {
  const row = rowOfBox(pane, 0);
  const quiet = roleStyle('unfocused_title');
  const own = { ...roleStyle('focused_title'), fg: ownColour(title.colour), style: BOLD };
  fillBox(grid, row, glyphs().horizontal, roleStyle(focused ? 'focused_line' : 'line'));
  const { number, flags, name, about, state } = fitTitle(title, pane.cols - LEAD_COLS);
  const { focusSign } = glyphs();
  writeText(grid, row, 0, focused ? focusSign : ' ', own);
  let end = writeText(grid, row, LEAD_COLS, `${number} `, focused ? own : quiet);
  if (flags !== '') end = writeText(grid, row, end, `${flags} `, roleStyle('accent'));
  end = writeText(grid, row, end, name, focused ? roleStyle('focused_title') : quiet);
  if (about !== '') end = writeText(grid, row, end, GAP + about, quiet);
  writeText(grid, row, end, ' ', quiet);
  if (state === '') return;
  const start = pane.cols - TAIL_COLS - textWidth(state) - 1;
  const style = title.mark === 'none' ? quiet : roleStyle(MARK_ROLES[title.mark]);
  writeText(grid, row, start, ` ${state} `, style);
}

/** How wide all of it would be without a limit, with the space and the sign around it, but at most `most`. */
export function titleCols(title: PaneTitle, most: number): number {
  const { number, flags, name, about } = fitTitle(title, most);
  const parts = [number, flags, about === '' ? name : name + GAP + about].filter((part) => part !== '');
  return LEAD_COLS + textWidth(parts.join(' ')) + TAIL_COLS;
}

/** All of it together is at most cols columns wide, with the line around the state. */
export function fitTitle(title: PaneTitle, cols: number): TitleParts {
  const number = `#${title.number}`;
  const flags = (title.flags ?? []).map((flag) => `[${flag}]`).join(' ');
  const name = sanitiseLine(title.name);
  const sign = glyphs().saysMarks ? '' : MARK_TEXT[title.mark];
  const state = [sign, sanitiseLine(title.state)].filter((part) => part !== '').join(' ');
  const numberCols = textWidth(number) + 1 + (flags === '' ? 0 : textWidth(flags) + 1);
  const besides = state === '' ? 0 : LINE_COLS + TAIL_COLS;
  const aboutRoom = cols - numberCols - textWidth(name) - besides - textWidth(state);
  if (aboutRoom >= 0) return { number, flags, name, about: fitAbout(title, aboutRoom - GAP.length), state };

  const wanted = besides + Math.min(textWidth(state), LEAST_STATE_COLS);
  const nameCols = Math.max(cols - numberCols - wanted, Math.min(textWidth(name), LEAST_NAME_COLS));
  const shortName = truncateToWidth(name, Math.max(0, Math.min(nameCols, cols - numberCols)));
  const stateRoom = cols - numberCols - textWidth(shortName) - besides;
  const isCut = textWidth(state) > stateRoom;
  const shortState =
    isCut && stateRoom < LEAST_CUT_COLS ? cutToSign(sign, stateRoom) : truncateToWidth(state, stateRoom);
  const shortNumber = truncateToWidth(number, Math.max(0, cols), '');
  const shortFlags = truncateToWidth(flags, Math.max(0, cols - textWidth(number) - 1));
  return { number: shortNumber, flags: shortFlags, name: shortName, about: '', state: shortState };
}

/** The mark's sign is better than nothing. */
const cutToSign = (sign: string, cols: number): string => (textWidth(sign) <= cols ? sign : '');

/**
 * The program's title is cut before it goes; the model goes before the worktree and the type, an agent's name
 * after its model and what else is set.
 */
function fitAbout({ type, model, worktree, program }: PaneTitle, cols: number): string {
  const { between } = glyphs();
  const join = (...parts: readonly (string | undefined)[]): string =>
    parts.flatMap((part) => (part === undefined ? [] : [sanitiseLine(part)])).join(between);
  const kind = join(type, model, worktree);
  if (textWidth(kind) > cols) {
    const words = model?.split(between) ?? [];
    const fewer = words.map((_, at) =>
      join(type, words.slice(0, -at - 1).join(between) || undefined, worktree),
    );
    return [...fewer, join(type, worktree), join(type)].find((each) => textWidth(each) <= cols) ?? '';
  }
  const room = cols - textWidth(kind + between);
  const own = program === undefined ? '' : sanitiseLine(program);
  if (own === '' || (room < LEAST_PROGRAM_COLS && textWidth(own) > room)) return kind;
  return kind + between + truncateToWidth(own, room);
}
