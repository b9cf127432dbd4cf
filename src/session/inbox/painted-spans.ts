// A line that a chat has painted, as the spans of a dialog (pure): roles by their names, bold and the like as
// attributes. Owns reading the few sequences that chat/chat-style.ts writes. What it cannot say, a text of
// one role on the area of another, has the role alone.

import type { Line, Span } from '../../dialogs/dialog-view.js';
import { roleOf, type RoleName } from '../../look/roles.js';
import { BOLD, COLOUR_ROLE, ITALIC, STRIKE, UNDERLINE_SHIFT } from '../../text/cell-grid.js';

// eslint-disable-next-line no-control-regex
const SGR = /\x1b\[([\d;]*)m/g;
const UNDERLINE = 1 << UNDERLINE_SHIFT;
const SET: Readonly<Record<string, number>> = { 1: BOLD, 3: ITALIC, 4: UNDERLINE, 9: STRIKE };
const UNSET: Readonly<Record<string, number>> = { 22: BOLD, 23: ITALIC, 24: UNDERLINE, 29: STRIKE };

interface Style {
  text: RoleName | undefined;
  area: RoleName | undefined;
  attributes: number;
}

export function paintedSpans(line: string): Line {
  const spans: Span[] = [];
  const style: Style = { text: undefined, area: undefined, attributes: 0 };
  let end = 0;
  const keep = (to: number): void => {
    if (to === end) return;
    const { attributes } = style;
    const role = style.text ?? style.area ?? 'normal';
    spans.push({ text: line.slice(end, to), role, ...(attributes === 0 ? {} : { attributes }) });
  };
  for (const { 0: found, 1: codes = '', index } of line.matchAll(SGR)) {
    keep(index);
    end = index + found.length;
    change(style, codes);
  }
  keep(line.length);
  return spans;
}

/** The marks of text/line-marks.ts are codes too, and change nothing. */
function change(style: Style, codes: string): void {
  const [first = '', five, index] = codes.split(';');
  const colour = five === '5' ? roleOf(COLOUR_ROLE | Number(index)) : undefined;
  if (first === '' || first === '0')
    Object.assign(style, { text: undefined, area: undefined, attributes: 0 });
  else if (first === '38') style.text = colour;
  else if (first === '48') style.area = colour;
  else if (first === '39') style.text = undefined;
  else if (first === '49') style.area = undefined;
  else style.attributes = (style.attributes | (SET[first] ?? 0)) & ~(UNSET[first] ?? 0);
}
