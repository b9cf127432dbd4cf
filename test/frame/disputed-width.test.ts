// Frames on terminals that measure differently from us: what is next to a disputed character must be right
// there.

import headless from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ClientFrame } from '../../src/frame/client-frame.js';
import { disputedColumns } from '../../src/frame/disputed-width.js';
import { isUndisputed } from '../../src/frame/undisputed.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { coreOf } from '../../src/terminal/xterm/internals.js';
import { CLUSTER, CODE_POINT_MASK, GLYPH, glyphWidth, WORDS } from '../../src/text/cell-grid.js';
import { characterWidth } from '../../src/text/character-width.js';
import { ALL_FEATURES, modelOf, type Stage } from './stage.js';
import { themeOf } from '../harness/theme.js';

const ROWS = 8;
const COLS = 40;

type Measure = (code: number) => { width: number; joins: boolean };
const isMark = (code: number): boolean => /\p{M}|\p{Cf}/u.test(String.fromCodePoint(code));

const isSign = (code: number): boolean => code >= 0x2000 && code < 0x2e80 && !isUndisputed(code);

/** How a terminal measures a character, whatever came before it. */
const TERMINALS: readonly (readonly [string, Measure])[] = [
  [
    'the wcwidth of glibc and no sequences',
    (code) => ({ width: characterWidth(code), joins: characterWidth(code) === 0 }),
  ],
  [
    'spacing marks in the cell before',
    (code) => ({
      width: characterWidth(code),
      joins: isMark(code) || [0xe33, 0xeb3, 0xff9e, 0xff9f].includes(code),
    }),
  ],
  ['marks in cells of their own', (code) => ({ width: Math.max(1, characterWidth(code)), joins: false })],
  ['wide signs', (code) => ({ width: isSign(code) ? 2 : characterWidth(code), joins: isMark(code) })],
  [
    'a table that knows no emoji',
    (code) => ({ width: code >= 0x1f6d5 ? 1 : characterWidth(code), joins: characterWidth(code) === 0 }),
  ],
];

const TEXTS = (
  'a|word |Ä|漢字|한|─|    |กำ|น้ำ|हिन्दी|தமிழ்|ភាសាខ្មែរ|ｶﾞ|ᄒ|가|e\u0301|👍|🫠|👩‍💻|👨‍👩‍👧‍👦|❤️|❤|☺|🇨🇳|🇨|1️⃣|' +
  '👍🏽|a\u200b|䷀|…|→|⇒'
).split('|');

const ESC = '\x1b';
/** A place, what is written there, and sometimes a sequence that erases or moves the rest of the row. */
const step = fc
  .tuple(
    fc.integer({ min: 1, max: ROWS - 2 }),
    fc.integer({ min: 1, max: COLS }),
    fc.array(fc.constantFrom(...TEXTS), { maxLength: 6 }),
    fc.constantFrom('', '', '', `${ESC}[3X`, `${ESC}[2P`, `${ESC}[2@`, `${ESC}[K`),
  )
  .map(([row, col, texts, ending]) => `${ESC}[${row};${col}H${texts.join('')}${ending}`);

/** A terminal that draws in two columns draws nothing where only one is left. */
const LAST_COLUMN = ['☺', '❤️', '→', '👍🏽', '漢'].map((text) => [
  `${ESC}[1;30Hxxxxxxxxxxx`,
  `${ESC}[1;${COLS + 1 - (text === '👍🏽' || text === '漢' ? 2 : 1)}H${text}`,
  `${ESC}[1;38H☺aa`,
  `${ESC}[1;1H${ESC}[2@`,
]);

function createTerminal(measure: Measure): InstanceType<typeof headless.Terminal> {
  const terminal = new headless.Terminal({ rows: ROWS, cols: COLS, allowProposedApi: true, scrollback: 0 });
  terminal.unicode.register({
    version: 'other',
    wcwidth: (code) => measure(code).width as 0 | 1 | 2,
    // Bits as xterm.js has them: joins, then the width of the cell so far.
    charProperties(code, preceding) {
      const { width, joins } = measure(code);
      return joins ? 1 | (preceding & 6) : width << 1;
    },
  });
  terminal.unicode.activeVersion = 'other';
  return terminal;
}

describe.each(TERMINALS)('on a terminal with %s', (_, measure) => {
  it('every character stands where it belongs, whatever changes beside disputed ones', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 25 }), (steps) => {
        const outer = createTerminal(measure);
        const frame = new ClientFrame({
          rows: ROWS,
          cols: COLS,
          colours: 'none',
          theme: themeOf('none'),
          features: ALL_FEATURES,
        });
        const screen = createEmulator({ rows: ROWS - 2, cols: COLS, scrollbackLines: 0 });
        coreOf(outer).writeSync(Buffer.from(frame.enter()));
        const stage = { rows: ROWS, cols: COLS } as Stage;
        for (const text of steps) {
          screen.write(Buffer.from(text));
          coreOf(outer).writeSync(Buffer.from(frame.update(modelOf(stage, [screen]))));
          expect(wrongCells(outer, frame)).toEqual([]);
        }
        outer.dispose();
        frame.dispose();
        screen.dispose();
      }),
      { numRuns: 60, examples: LAST_COLUMN.map((steps) => [steps]) },
    );
  });
});

/** For each cell, what the terminal wrongly shows there: another character than the frame has. */
function wrongCells(outer: InstanceType<typeof headless.Terminal>, { grid }: ClientFrame): string[] {
  const { active } = outer.buffer;
  return Array.from({ length: grid.rows * grid.cols }, (_, cell) => {
    const there = active.getLine(active.baseY + Math.floor(cell / COLS))?.getCell(cell % COLS);
    // Marks that it has put into the cell come after its own character.
    const [shown = ' '] = there?.getChars() ?? '';
    const allowed = charactersOf(grid, cell);
    return allowed.includes(shown) ? '' : `${cell}: ${shown} instead of ${allowed.join(' or ')}`;
  }).filter((wrong) => wrong !== '');
}

/** What every terminal draws alike must be there; of anything else a part of it, or nothing. */
function charactersOf(grid: ClientFrame['grid'], cell: number): string[] {
  const glyph = grid.cells[cell * WORDS + GLYPH] as number;
  const code = glyph & CODE_POINT_MASK;
  if (glyphWidth(glyph) === 0) return [' ', ...charactersOf(grid, cell - 1)];
  if (glyph & CLUSTER) return [' ', ...(grid.clusters.get(cell) ?? '')];
  if (code === 0) return [' '];
  return isUndisputed(code) ? [String.fromCodePoint(code)] : [' ', String.fromCodePoint(code)];
}

describe('the columns that terminals may take', () => {
  it.each([
    ['\u0e33', 1, 0, 1],
    ['\u093f', 1, 0, 1],
    ['ﾞ', 1, 0, 1],
    ['e\u0301', 1, 1, 2],
    ['❤\ufe0f', 2, 1, 3],
    ['👩\u200d💻', 2, 2, 5],
    ['🫠', 2, 1, 2],
    ['👍', 2, 2, 2],
    ['ก', 1, 1, 1],
    ['䷀', 2, 1, 2],
  ])('for %s, here %i, are %i to %i', (text, width, least, most) => {
    expect(disputedColumns(text, width)).toEqual({ least, most });
  });
});
