// What the values of the status line show, with their styles: who waits and how many are unseen, the warning,
// and the texts that the server knows. Owns these words and that an empty value is left out.
// Leaves the room they get to status-fit.ts and the tabs to tab-bar.ts.

import { readStatus, type Template, type TemplatePart } from '../config/status-template.js';
import { BAR_MARK_ROLES } from '../look/mark-roles.js';
import { roleOn, roleStyle } from '../look/roles.js';
import type { CellStyle } from '../text/cell-grid.js';
import { MARK_TEXT } from '../text/mark.js';
import { sanitiseLine } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';
import type { TabBar } from './frame-model.js';
import { fitStatus, widthOf, type Part, type Piece, type ShownPart, type Side } from './status-fit.js';

/** ` !#1 a`: no more of them than fit are measured, however many wait. */
const LEAST_WAITING_COLS = 6;

const DEFAULT_LAYOUT = readStatus({}).layout;

export interface ShownStatus {
  left: readonly ShownPart[];
  right: readonly ShownPart[];
}

/** cols: what all values may take together, without the tabs themselves. */
export function arrangeStatus(bar: TabBar, cols: number): ShownStatus {
  const layout = bar.status?.layout ?? DEFAULT_LAYOUT;
  const { left, right, drop, names } = layout;
  // Where no template says where, it comes before the right side.
  const isAdded = bar.warning !== undefined && !names.has('warning');
  const added = isAdded ? warningPieces({ label: ' ', bar, after: ' ' }, cols) : [];
  const room = cols - widthOf(added);
  const sides = [left, right].map((template) => sideOf(template, bar, room));
  const [shownLeft = [], shownRight = []] = fitStatus(sides, room, drop);
  return {
    left: shownLeft,
    right: isAdded ? [{ value: 'warning', pieces: added }, ...shownRight] : shownRight,
  };
}

function sideOf({ start, parts, after }: Template, bar: TabBar, cols: number): Side {
  const text = sanitiseLine(after);
  return {
    start: sanitiseLine(start),
    parts: parts.flatMap((part) => partOf(part, bar, cols) ?? []),
    after: text === '' ? [] : [{ text, style: roleStyle('bar') }],
    isText: parts.length === 0,
  };
}

/** undefined: there is nothing to show. */
function partOf(
  { before: between, label, value }: TemplatePart,
  bar: TabBar,
  cols: number,
): Part | undefined {
  const before = sanitiseLine(between);
  const part = (...pieces: Piece[]): Part => ({ value, before, ways: 1, way: () => pieces });
  const one = (text: string, style: CellStyle): Part | undefined =>
    sanitiseLine(text) === '' ? undefined : part({ text: sanitiseLine(label + text), style });
  const count = (mark: 'unseen' | 'answering', many = 0): Part | undefined =>
    one(many > 0 ? `${MARK_TEXT[mark]}${many}` : '', roleOn(BAR_MARK_ROLES[mark], 'bar'));
  switch (value) {
    case 'tabs':
      return part({ text: sanitiseLine(label), style: roleStyle('bar') });
    case 'waiting':
      return bar.waiting.length === 0
        ? undefined
        : { value, before, ...waysToWait(sanitiseLine(label), bar.waiting, cols) };
    case 'unseen':
      return count('unseen', bar.unseen);
    case 'answering':
      return count('answering', bar.answering);
    case 'hint':
      return one(bar.hint ?? '', roleStyle('bar'));
    case 'read_only':
      return one(bar.readOnly ? 'read-only' : '', roleStyle('tab_current'));
    case 'warning':
      return bar.warning === undefined ? undefined : part(...warningPieces({ label, bar, after: '' }, cols));
    default:
      return one(bar.status?.texts.get(value) ?? '', roleStyle('bar'));
  }
}

/** Whole names only; `…` represents those that do not fit, and at last a number all of them. */
function waysToWait(label: string, waiting: readonly string[], cols: number): Pick<Part, 'ways' | 'way'> {
  const mark = MARK_TEXT['needs-you'];
  const most = Math.min(waiting.length, Math.max(0, Math.floor(cols / LEAST_WAITING_COLS)));
  const names = waiting.slice(0, most).map((session) => `${mark}${sanitiseLine(session)}`);
  const style = roleOn(BAR_MARK_ROLES['needs-you'], 'bar');
  return {
    ways: most + 1,
    way(fewer) {
      const shown = names.slice(0, most - fewer);
      if (shown.length === 0) shown.push(`${mark}${waiting.length}`);
      else if (shown.length < waiting.length) shown.push('…');
      return shown.map((text, at) => ({ text: (at === 0 ? label : ' ') + text, style }));
    },
  };
}

/** With no more than a space before it, and cut, where all the room is not enough. */
function warningPieces(
  { label, bar, after }: { label: string; bar: TabBar; after: string },
  cols: number,
): Piece[] {
  const warning = sanitiseLine(`!${bar.warning ?? ''}`);
  const whole = sanitiseLine(label + warning + after);
  const text =
    textWidth(whole) <= cols
      ? whole
      : truncateToWidth((label.endsWith(' ') ? ' ' : '') + warning + after, cols);
  return [{ text, style: roleOn(BAR_MARK_ROLES['needs-you'], 'bar') }];
}
