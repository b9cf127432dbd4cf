// The inbox as rows (pure): the questions, a rule, the selected one below it, what is typed at the bottom.
// Owns how they share the room, and what a row says. Leaves the selected question to chat/questions/.

import type { DialogRoom, Line } from '../../dialogs/dialog-view.js';
import { fieldInView, type TextField } from '../../dialogs/text-field.js';
import { formatAge } from '../../text/age.js';
import { glyphs } from '../../text/glyphs.js';
import { padToWidth, textWidth, truncateToWidth } from '../../text/width.js';
import type { InboxList } from './inbox-list.js';
import type { InboxEntry } from './open-questions.js';

/** With less, the rule is left out, and only the selected row is listed: a question needs five rows. */
const ROOMY_ROWS = 12;
const LIST_SHARE = 1 / 4;
const MOST_LISTED = 8;
const MOST_NAME_COLS = 24;
const NAME_SHARE = 1 / 3;
const MOST_AGENT_COLS = 12;
/** Narrower lists say no agent. */
const COLS_WITH_AGENT = 70;
const AGE_COLS = 6;
const GAP = '  ';

export interface InboxRooms {
  listRows: number;
  ruleRows: number;
  /** Of the selected question. */
  below: DialogRoom;
}

export function inboxRooms({ rows, cols }: DialogRoom, count: number, hasDraft: boolean): InboxRooms {
  const isRoomy = rows >= ROOMY_ROWS;
  const most = Math.min(MOST_LISTED, Math.floor(rows * LIST_SHARE));
  const listRows = isRoomy ? Math.min(count, most) : 1;
  const ruleRows = isRoomy ? 1 : 0;
  const belowRows = Math.max(0, rows - listRows - ruleRows - (hasDraft ? 1 : 0));
  return { listRows, ruleRows, below: { rows: belowRows, cols } };
}

/** top: index of the first row. */
export function inboxRows(
  { entries, at, hasEnded }: InboxList,
  { top, rows, cols }: { top: number; rows: number; cols: number },
): Line[] {
  const shown = entries.slice(top, top + rows);
  const widest = (most: number, textOf: (entry: InboxEntry) => string): number =>
    Math.min(
      most,
      shown.reduce((sum, entry) => Math.max(sum, textWidth(textOf(entry))), 0),
    );
  const nameCols = widest(Math.min(MOST_NAME_COLS, Math.floor(cols * NAME_SHARE)), nameOf);
  const agentCols = cols < COLS_WITH_AGENT ? 0 : widest(MOST_AGENT_COLS, ({ agent }) => agent ?? '');
  return shown.map((entry, index): Line => {
    const isOver = hasEnded && top + index === at;
    const head = [
      fit(nameOf(entry), nameCols),
      ...(agentCols === 0 ? [] : [fit(entry.agent ?? '', agentCols)]),
      fit(isOver ? 'ended' : formatAge(entry.ageMs()), AGE_COLS),
    ];
    const used = textWidth(head.join(GAP)) + GAP.length;
    const [name = '', ...others] = head;
    return [
      { text: name, role: 'accent' },
      { text: `${GAP}${others.join(GAP)}${GAP}`, role: 'dim' },
      {
        text: truncateToWidth(entry.headline(), Math.max(0, cols - used), glyphs().ellipsis),
        role: isOver ? 'dim' : 'normal',
      },
    ];
  });
}

const nameOf = ({ session }: InboxEntry): string => `#${session.number} ${session.name}`;

const fit = (text: string, cols: number): string =>
  padToWidth(truncateToWidth(text, cols, glyphs().ellipsis), cols);

export const ruleLine = (cols: number): Line => [{ text: glyphs().horizontal.repeat(cols), role: 'line' }];

const SIGN = '> ';

export function draftLine(field: TextField, cols: number): { line: Line; caretCol: number } {
  const room = Math.max(1, cols - SIGN.length);
  const { text, caretCol } = fieldInView(field, room);
  return {
    line: [
      { text: SIGN, role: 'accent' },
      { text: truncateToWidth(text, room, ''), role: 'normal' },
    ],
    caretCol: Math.min(cols - 1, SIGN.length + caretCol),
  };
}
