import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LineWrapper, wrapRuns, type Run } from '../../../src/chat/markdown/wrap-runs.js';
import { withoutSgr } from '../../../src/text/sgr.js';
import { clusters, textWidth } from '../../../src/text/width.js';

const bold = (text: string): string => `\x1b[1m${text}\x1b[22m`;

/** The rule, cluster by cluster: what the wrapper must return, however it does it. */
function reference(text: string, cols: number, breaks: 'words' | 'characters'): string[] {
  const lines: string[] = [];
  let line: { text: string; width: number }[] = [];
  let breakAt = 0;
  let swallow = false;
  const end = (next: typeof line): void => {
    lines.push(
      line
        .map((cell) => cell.text)
        .join('')
        .replace(/ +$/, ''),
    );
    line = next;
    breakAt = 0;
  };
  const cells = text
    .split('\n')
    .flatMap((part, at) => [...(at > 0 ? [{ text: '\n', width: 0 }] : []), ...clusters(part)]);
  for (const cell of cells) {
    if (cell.text === '\n') {
      end([]);
      swallow = false;
      continue;
    }
    const isSpace = cell.text === ' ' && breaks === 'words';
    if (swallow && isSpace) continue;
    swallow = false;
    const width = line.reduce((sum, each) => sum + each.width, 0);
    if (width + cell.width > cols && line.length > 0) {
      swallow = isSpace;
      end(isSpace || cell.width > 1 ? [] : line.splice(breakAt === 0 ? line.length : breakAt));
      if (isSpace) continue;
    }
    line.push({ ...cell });
    if (isSpace || (cell.width > 1 && breaks === 'words')) breakAt = line.length;
  }
  end([]);
  return lines;
}

const plain = (line: string): string => withoutSgr(line).replaceAll(/[\u2060\u200b]/g, (mark) => mark);

const piece = fc.oneof(
  fc.constantFrom(
    ' ',
    '  ',
    '\n',
    'a',
    'word',
    'unbreakable-and-long',
    'é',
    'e\u0301',
    ' \u0301',
    '漢',
    '漢字',
    '👩‍💻',
    '1\ufe0f\u20e3',
    'น้ำ',
    '—',
    'ß',
  ),
  fc.string({ maxLength: 4 }).map((text) => text.replaceAll(/[\u0000-\u001f\u007f]/g, '')),
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

describe('wrapRuns', () => {
  it.each(['words', 'characters'] as const)('breaks at %s as cluster by cluster', (breaks) => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 14 }), (source, cols) => {
        const lines = wrapRuns([{ text: source, paint: undefined }], { cols, breaks, isCell: true });
        expect(lines.map(plain)).toEqual(reference(source, cols, breaks));
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(Math.max(cols, 2));
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives the same lines in runs and parts of any size', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), fc.integer({ min: 2, max: 14 }), (texts, cols) => {
        const runs: Run[] = texts.map((part, at) => ({ text: part, paint: at % 2 === 0 ? undefined : bold }));
        const wrapper = new LineWrapper({ cols });
        const parts = [...runs.flatMap((run) => wrapper.add([run])), wrapper.end()];
        expect(parts).toEqual(wrapRuns(runs, { cols }));
      }),
    );
  });

  it('keeps the sign of a margin as wide as it is, whatever the text begins with', () => {
    const margin = { text: '☑ ', paint: undefined, below: 'spaces' } as const;
    for (const cols of [5, 6, 9])
      for (const line of wrapRuns([{ text: '\ufe0fabcd ef', paint: undefined }], { cols, margin }))
        expect([cols, line, textWidth(withoutSgr(line)) <= cols]).toEqual([cols, line, true]);
  });
});
