import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compareTexts, type ComparedRow, type Comparison } from '../../../src/chat/compare/compare-texts.js';
import { finishNow } from '../../../src/loop/in-turns.js';

const RUNS = process.env['QMUX_TEST_LONG'] === undefined ? 100 : 20_000;

const compare = (left: string, right: string): Comparison => finishNow(compareTexts(left, right));

const rowsOf = (comparison: Comparison): ComparedRow[] =>
  Array.from({ length: comparison.count }, (_, at) => comparison.rowAt(at));

const textOf = (rows: readonly ComparedRow[], side: 'left' | 'right'): string =>
  rows.flatMap((row) => row[side]?.segments.map(({ text }) => text) ?? []).join('');

/** `=same`, `~left|right` with changed words in brackets, `-left`, `+right`; line breaks are left out. */
function spell(left: string, right: string): string[] {
  return rowsOf(compare(left, right)).map(({ kind, left: l, right: r }) => {
    const side = (of: typeof l): string =>
      (of?.segments ?? [])
        .map(({ text, isChanged }) => (isChanged ? `[${JSON.stringify(text).slice(1, -1)}]` : text))
        .join('')
        .replaceAll('\n', '');
    if (kind === 'same') return `=${side(l)}`;
    return kind === 'changed' ? `~${side(l)}|${side(r)}` : `-${side(l)}|+${side(r)}`;
  });
}

const WORDS = [
  ...'the|fox| |  |\t|\n|\r\n|\r|漢字|。|e\u0301|\u00e9|\u0301|👩‍💻|\u200b|\u001b[31m|\u202e|\ud83d|- x|a. |\u00a0'.split(
    '|',
  ),
  'x'.repeat(700),
  'one two. '.repeat(200),
];
const word = fc.constantFrom(...WORDS);
const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(''));
/** Mostly the same as the other. */
const edited = fc.tuple(text, text, text, text).map(([a, b, c, d]) => [a + b + d, a + c + d] as const);

describe('the rows of two texts', () => {
  it('give back both, to the last character', () => {
    fc.assert(
      fc.property(
        fc.oneof(edited, fc.tuple(text, text), fc.tuple(fc.string(), fc.string())),
        ([left, right]) => {
          const comparison = compare(left, right);
          const rows = rowsOf(comparison);
          expect(textOf(rows, 'left')).toBe(left);
          expect(textOf(rows, 'right')).toBe(right);
          expect(comparison.isEqual).toBe(left === right);
          // What is called the same is the same, and of two different texts something is marked.
          const same = (of: 'left' | 'right'): string[] =>
            rows.map((row) =>
              (row[of]?.segments ?? []).map((each) => (each.isChanged ? '' : each.text)).join(''),
            );
          for (const [at, row] of rows.entries())
            if (row.kind === 'same') expect(row.left?.segments).toEqual(row.right?.segments);
            else if (row.kind === 'changed') expect(same('left')[at]).toBe(same('right')[at]);
          const isMarked = rows.some((row) =>
            [row.left, row.right].some((side) => side?.segments.some(({ isChanged }) => isChanged)),
          );
          expect(isMarked).toBe(left !== right);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('are words that differ within lines that have something in common', () => {
    expect(spell('The quick fox jumps\nover it\n', 'The slow fox jumps\nover it\n')).toEqual([
      '~The [quick] fox jumps|The [slow] fox jumps',
      '=over it',
    ]);
    expect(spell('keep the very old words here', 'keep the two new words here')).toEqual([
      '~keep the [very old] words here|keep the [two new] words here',
    ]);
    expect(spell('我喜欢喝茶和咖啡', '我喜欢喝水和咖啡')).toEqual(['~我喜欢喝[茶]和咖啡|我喜欢喝[水]和咖啡']);
  });

  it('are lines beside each other that belong together, whatever is between them', () => {
    const left = 'First we install the package.\nIt is done.\nThen we run the whole test suite.\n';
    const right = 'Then we run the small test suite.\nSomething else follows here now.\n';
    expect(spell(left, right)).toEqual([
      '-[First we install the package.]|+',
      '-[It is done.]|+',
      '~Then we run the [whole] test suite.|Then we run the [small] test suite.',
      '-|+[Something else follows here now.]',
    ]);
  });

  it.each([
    ['the line break at the end', 'a b\n', 'a b', ['~a b[\\n]|a b']],
    ['CRLF and LF', 'a b\r\nc d\r\n', 'a b\nc d\n', ['~a b[\\r]|a b', '~c d[\\r]|c d']],
    ['trailing blanks', 'a b  \n', 'a b\n', ['~a b[  ]|a b']],
    ['tabs and blanks', '\tx\n', '    x\n', ['~[\\t]x|[    ]x']],
    ['a zero-width blank', 'a\u200bb c\n', 'ab c\n', ['~[a\u200bb] c|[ab] c']],
    ['composed and decomposed letters', 'caf\u00e9 x', 'cafe\u0301 x', ['~[caf\u00e9] x|[cafe\u0301] x']],
  ])('say what differs without being seen: %s', (_what, left, right, rows) => {
    expect(spell(left, right)).toEqual(rows);
  });

  describe('spell what looks the same', () => {
    const spelled = (left: string, right: string): string[] =>
      rowsOf(compare(left, right)).flatMap(({ left: side }) =>
        (side?.segments ?? [])
          .flatMap((each) => each.spelled ?? [])
          .flatMap(({ text, isChanged }) => (isChanged ? [text] : [])),
      );
    it.each([
      ['letters of another alphabet', 'see p\u0430ypal now', 'see paypal now', ['\u0430']],
      [
        'a whole word of them',
        '\u0440\u0430\u0443\u0440\u0430\u04cf',
        'paypal',
        ['\u0440\u0430\u0443\u0440\u0430\u04cf'],
      ],
      ['one letter of them, with its accent', '\u0430\u0301b', 'a\u0301b', ['\u0430\u0301']],
      ['the other order of them', 'a\u0430 x', '\u0430a x', ['a\u0430']],
      ['signs', '1 \u2212 2', '1 - 2', ['\u2212']],
      ['kana', '入\u529b', '入\u30ab', ['\u529b']],
      ['a joiner, or none', '\u{1f468}\u200d\u{1f469} x', '\u{1f468}\u{1f469} x', ['\u200d']],
      ['a picture and its sign', '\u2764\ufe0f x', '\u2764 x', ['\u2764\ufe0f']],
      ['not what looks otherwise', 'l 0 \u2019', "I O '", []],
    ])('%s', (_what, left, right, letters) => expect(spelled(left, right)).toEqual(letters));

    it('wherever it is', () => {
      expect(spelled('see caf\u00e9 now', 'see cafe\u0301 there')).toEqual(['\u00e9']);
      expect(spelled('gone, see the caf\u00e9 now', 'see the cafe\u0301 now')).toEqual(['\u00e9']);
      expect(spelled('see the caf\u00e9 now', 'so: see the cafe\u0301 now')).toEqual(['\u00e9']);
      expect(spelled('one two\tx y', 'one two   x y')).toEqual([]);
    });
  });

  it('have the numbers of their lines, also of one that is cut', () => {
    const long = 'One more sentence of it. '.repeat(200);
    const rows = rowsOf(compare(`a\n${long}\nb\n`, `a\nx ${long}\nb\n`));
    expect(rows.map(({ left }) => left?.number).filter((number) => number !== undefined)).toEqual([1, 2, 3]);
    // Cut at sentences, it is the same again after the difference.
    expect(rows.filter(({ kind }) => kind !== 'same').length).toBeLessThan(4);
    expect(rows.length).toBeGreaterThan(8);
  });
});

describe('the time it takes', () => {
  const words = (seed: string, count: number): string =>
    Array.from({ length: count }, (_, at) => `${seed}${at * 7919}`).join(' ');

  it.each([
    ['nothing in common', words('a', 8_000), words('b', 8_000)],
    [
      'nothing in common, in lines',
      words('a', 8_000).replaceAll(' ', '\n'),
      words('b', 8_000).replaceAll(' ', '\n'),
    ],
    ['line breaks in common', '\n'.repeat(8_000), '\n\r'.repeat(8_000)],
    [
      'all lines in the other order',
      words('a', 8_000).replaceAll(' ', '\n'),
      words('a', 8_000).split(' ').reverse().join('\n'),
    ],
  ])('is in short slices for texts with %s', (_what, left, right) => {
    const work = compareTexts(left, right);
    let steps = 0;
    while (!work.next().done) steps++;
    // Of 8,000 lines or words a slice does a small part.
    expect(steps).toBeGreaterThan(8);
  });
});
