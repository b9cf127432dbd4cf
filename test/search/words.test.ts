// What the words of a search mean, and where they stand in a text.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutRuns } from '../../src/search/words/cjk.js';
import { indexQuery } from '../../src/search/words/index-query.js';
import { Matcher, readTerms, whatIsCut } from '../../src/search/words/query.js';
import { findSnippet, markLine } from '../../src/search/words/snippet.js';

const terms = (words: string, exact = false) => readTerms(words, { exact });
const matcher = (words: string, exact = false) => new Matcher(terms(words, exact), { exact });

/** The line of a text that is shown for the words, its marks in brackets; undefined: they are not there. */
function shown(words: string, text: string, exact = false): string | undefined {
  const snippet = findSnippet([{ part: 'answer', text }], matcher(words, exact));
  if (!snippet) return undefined;
  let marked = snippet.text;
  for (const { start, end } of snippet.marks.toReversed())
    marked = `${marked.slice(0, start)}[${marked.slice(start, end)}]${marked.slice(end)}`;
  return marked;
}

describe('words of a search', () => {
  it.each([
    ['fix login', 'fix|login*'],
    ['"fix login" now ', '"fix login"|now'],
    ['a "b c', 'a|"b c"'],
    ['  ', ''],
    ['""', ''],
    ['say"hi there"', 'say|"hi there"'],
  ])('%s', (words, expected) => {
    const read = terms(words).map(({ text, isPhrase, isPrefix }) =>
      isPhrase ? `"${text}"` : `${text}${isPrefix ? '*' : ''}`,
    );
    expect(read.join('|')).toBe(expected);
  });

  it('are each searched for once, and so many as a page has not', () => {
    expect(terms('be not be "be"').map(({ text }) => text)).toEqual(['be', 'not']);
    expect(terms('to be to')).toHaveLength(3);
    const page = Array.from({ length: 99 }, (_, at) => `w${at}`).join(' ');
    expect(terms(page)).toEqual(terms(page.slice(0, page.indexOf(' w64')) + ' '));
    expect([whatIsCut(page, { exact: false }), whatIsCut(page, { exact: true })]).toEqual([
      expect.any(String),
      undefined,
    ]);
    expect(terms('𠮷'.repeat(2_001), true)[0]?.text).toBe('𠮷'.repeat(2_000));
    expect(terms(`x${'𠮷'.repeat(2_001)}`, true)[0]?.text).toBe(`x${'𠮷'.repeat(1_999)}`);
  });

  it('of a phrase have any signs between them', () => {
    // A vowel sign is neither a letter nor a digit, but may begin a word.
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', '\u093e'), maxLength: 24 });
    fc.assert(
      fc.property(text, text, (phrase, folded) => {
        const [finder] = matcher(`"${phrase}"`).finders;
        const words = finder?.folded.match(/[\p{L}\p{N}\p{M}]+/gu);
        fc.pre(
          finder !== undefined && words !== undefined && words !== null && !folded.includes(finder.folded),
        );
        const loosely = new RegExp((words ?? []).join('[^\\p{L}\\p{N}]+'), 'u').exec(folded);
        const place = finder?.find(folded);
        expect(place && folded.slice(place.start, place.end)).toBe(loosely?.[0]);
      }),
      {
        examples: [
          ['a \u093e', 'a\u093e\u093e-'],
          ['a \u093e b', 'a-\u093e-\u093eb'],
          ['a \u093e \u093e', 'a\u093e\u093e\u093e'],
        ],
      },
    );
  });

  it('are one text, blanks and quotes included, where they are exact', () => {
    expect(terms(' "a b', true)).toEqual([{ text: ' "a b', isPhrase: true, isPrefix: true }]);
  });

  it.each([
    ['fix login', '"fix" AND "login"*'],
    ['x', '"x"'],
    ['NOT a AND', '"NOT" AND "a" AND "AND"*'],
    ['"say ""hi"', '"say" AND "hi"'],
    ['日本語', '"日本" + "本語"'],
    ['語', '"語"*'],
    ['git漢字x', '"git" + "漢字" + "字" + "x"'],
    ['ﾀﾜｰ', '"タワ" + "ワー"'],
    ['->', ''],
    ['a ->', ''],
  ])('ask the index for %s', (words, expected) => {
    expect(indexQuery(terms(words))?.expression ?? '').toBe(expected);
  });

  it.each([
    ['Über', 'uber', ''],
    ['über ', undefined, '"über"'],
    ['fix lo', 'lo', '"fix"'],
    ['a "b c" foo.Ba', 'ba', '"a" AND "b c" AND "foo."'],
    ['語', '語', ''],
    ['日本', undefined, '"日本"'],
    ['git漢字ab', 'ab', '"git" + "漢字" + "字"'],
  ])('begin with what may go on, beside the rest: %s', (words, prefix, rest) => {
    expect(indexQuery(terms(words))).toMatchObject({ prefix, rest });
  });

  it('are in the index as pairs where they have no blanks between them', () => {
    expect(cutRuns('plain é text')).toBe('plain é text');
    expect(cutRuns('git漢字ab 서울시')).toBe('git 漢字 字 ab  서울 울시 시 ');
    // Longer than what is cut at once.
    const run = `${'漢字'.repeat(32_768)}検索`;
    expect(cutRuns(run)).toBe(` ${'漢字 字漢 '.repeat(32_767)}漢字 字検  検索 索 `);
  });

  it.each([
    ['login fix', 'first\nplease FIX the login now\nlogin', 'please [FIX] the [login] now'],
    ['grosse uber', 'Größe? große ÜBERRASCHUNG', undefined],
    ['uber gro', 'Größe? große ÜBERRASCHUNG', '[Grö]ße? [gro]ße [ÜBER]RASCHUNG'],
    ['naive', 'so nai\u0308ve', 'so [nai\u0308ve]'.normalize('NFC')],
    ['"foo bar"', 'foo-bar and foo bar', 'foo-bar and [foo bar]'],
    ['foo-bar', 'x foo_bar', 'x [foo_bar]'],
    ['字が', '漢字が出る', '漢[字が]出る'],
    ['ｶﾞｽ', 'ガス', '[ガス]'],
    ['ΟΔΟΣ', 'η οδοσα', 'η [οδοσ]α'],
    ['👩‍👩‍👧 x', 'a 👩‍👩‍👧 x', 'a [👩‍👩‍👧] [x]'],
    ['a.b', 'axb', undefined],
    ['zz', 'a\x1b[31mzz\x07 b', 'a[31m[zz] b'],
    ['nothing', 'no thing', undefined],
  ])('%s in %s', (words, text, expected) => {
    expect(shown(words, text)).toBe(expected);
  });

  it('show where a phrase begins that goes over lines, and cut a long line around its word', () => {
    expect(shown('"one two"', 'zero\nit is one\ntwo')).toBe('it is one');
    const { text, marks } = markLine(`${'x'.repeat(5_000)} needle ${'y'.repeat(5_000)}`, matcher('needle'));
    expect(text.length).toBeLessThan(420);
    expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['needle']);
    expect([text.at(0), text.at(-1)]).toEqual(['…', '…']);
  });

  it('count lines over all parts of a turn', () => {
    const parts = [
      { part: 'question' as const, text: 'why?\nbecause' },
      { part: 'tool' as const, text: 'ran\nneedle here\nend' },
    ];
    expect(findSnippet(parts, matcher('needle'))).toMatchObject({
      part: 'tool',
      line: 4,
      lines: 1,
      before: ['because', 'ran'],
      after: ['end'],
    });
  });
});
