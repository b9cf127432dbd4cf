// Hits of a search as rows: whose each is, where it stands, how old it is, and its line with the words
// marked. Owns which columns a width has, and the part below the list that shows the selected hit in its
// context. Leaves selecting to search-dialog.ts.

import type { Hit, HitPart, HitSource } from '../search/hit.js';
import { formatAge } from '../text/age.js';
import { glyphs } from '../text/glyphs.js';
import { padToWidth, textWidth, truncateToWidth } from '../text/width.js';
import type { DialogRoom, Line } from './dialog-view.js';
import { markedText } from './marked-text.js';

/** Narrower rooms give each hit two rows: whose it is, then its line. */
const LEAST_COLS_OF_ONE_ROW = 72;
const MOST_NAME_COLS = 22;
const LEAST_NAME_COLS = 8;
const SOURCE_COLS = textWidth('opencode');
const AGE_COLS = textWidth('59 min');
const GAP = '  ';
/** In a room of fewer rows the list has all of them. */
const LEAST_ROWS_WITH_CONTEXT = 14;
/** At most this share of the rows is context. */
const CONTEXT_SHARE = 0.4;

export const rowsOfHit = (cols: number): 1 | 2 => (cols < LEAST_COLS_OF_ONE_ROW ? 2 : 1);

export interface HitRowsOptions {
  /** Without the column that a selected row's sign takes. */
  cols: number;
  /** ms since 1970. */
  now: number;
  /** `#3 api`, or its name if it is not open. */
  nameOf(hit: Hit): string;
}

/** Every hit as many rows as rowsOfHit() says; the last one is that of its line. */
export function hitRows(hits: readonly Hit[], { cols, now, nameOf }: HitRowsOptions): Line[] {
  if (rowsOfHit(cols) === 2)
    return hits.flatMap((hit) => {
      const about = [sourceText(hit), ageText(hit, now)].filter((part) => part !== '').join(glyphs().between);
      const name = truncateToWidth(nameOf(hit), Math.max(1, cols - textWidth(about) - GAP.length));
      return [
        [
          { text: name, role: 'accent' as const },
          { text: `${GAP}${about}`, role: 'dim' as const },
        ],
        markedText(` ${hit.text.trimStart()}`, shifted(hit), { cols }),
      ];
    });
  const nameCols = Math.max(
    LEAST_NAME_COLS,
    Math.min(
      MOST_NAME_COLS,
      hits.reduce((most, hit) => Math.max(most, textWidth(nameOf(hit))), 0),
    ),
  );
  const lineCols = cols - nameCols - SOURCE_COLS - AGE_COLS - 3 * GAP.length;
  return hits.map((hit) => [
    { text: padToWidth(nameOf(hit), nameCols) + GAP, role: 'accent' },
    { text: padToWidth(sourceText(hit), SOURCE_COLS) + GAP, role: 'dim' },
    { text: `${ageText(hit, now).padStart(AGE_COLS)}${GAP}`, role: 'dim' },
    ...markedText(hit.text.trimStart(), shifted(hit, 0), { cols: Math.max(1, lineCols) }),
  ]);
}

/** The marks of its text without the blanks in front, behind so many columns of air. */
const shifted = ({ text, marks }: Hit, air = 1): Hit['marks'] => {
  const by = air - (text.length - text.trimStart().length);
  return marks.map(({ start, end }) => ({ start: Math.max(0, start + by), end: Math.max(0, end + by) }));
};

const SOURCES: Readonly<Record<HitSource, string>> = {
  chat: 'chat',
  screen: 'screen',
  claude: 'claude',
  codex: 'codex',
  gemini: 'gemini',
  opencode: 'opencode',
};

const sourceText = ({ source, archived }: Hit): string =>
  archived && (source === 'chat' || source === 'screen') ? 'archived' : SOURCES[source];

const ageText = ({ at }: Hit, now: number): string => (at === 0 ? '' : formatAge(now - at));

const PARTS: Readonly<Record<HitPart, string>> = {
  question: 'question',
  answer: 'answer',
  thought: 'reasoning',
  tool: 'tool',
  note: 'note',
  attached: 'attached',
  screen: 'screen',
};

/** How many rows of the room show the selected hit; 0: there is too little. */
export const contextRows = ({ rows }: DialogRoom): number =>
  rows < LEAST_ROWS_WITH_CONTEXT ? 0 : Math.min(9, Math.floor(rows * CONTEXT_SHARE));

/** A rule, what it is, and its line with the lines around it; exactly so many rows. */
export function contextLines(hit: Hit | undefined, cols: number, rows: number): Line[] {
  if (rows === 0) return [];
  const lines: Line[] = [[{ text: glyphs().horizontal.repeat(cols), role: 'line' }]];
  if (hit) {
    lines.push([{ text: truncateToWidth(aboutHit(hit), cols), role: 'dim' }]);
    const around = rows - lines.length - 1;
    const after = Math.min(hit.after.length, Math.max(Math.ceil(around / 2), around - hit.before.length));
    const before = hit.before.slice(-Math.max(0, around - after) || hit.before.length);
    for (const text of around - after > 0 ? before : []) lines.push(plain(text, cols));
    lines.push(markedText(hit.text, hit.marks, { cols }));
    for (const text of hit.after.slice(0, after)) lines.push(plain(text, cols));
  }
  while (lines.length < rows) lines.push([]);
  return lines.slice(0, rows);
}

const plain = (text: string, cols: number): Line => [
  { text: truncateToWidth(text, cols, glyphs().ellipsis), role: 'dim' },
];

function aboutHit({ name, source, archived, turn, part, line, lines, directory }: Hit): string {
  const where = part === 'screen' ? `line ${line}` : turn > 0 ? `turn ${turn}, ${PARTS[part]}` : PARTS[part];
  const more = lines > 1 ? `${lines} lines` : '';
  const kind = source === 'chat' || source === 'screen' ? (archived ? 'archived' : '') : SOURCES[source];
  return [name, kind, where, more, directory ?? ''].filter((part_) => part_ !== '').join(glyphs().between);
}
