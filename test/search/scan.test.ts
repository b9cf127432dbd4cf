// The scan of files finds what grep does, and what is torn over records.

import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/search/words/fold.js';
import { ByteScanner } from '../../src/search/scan/byte-scanner.js';
import { Kernel } from '../../src/search/scan/kernel.js';
import { scanFile } from '../../src/search/scan/scan-file.js';
import { parseLine, readLines } from '../../src/search/transcripts/read-lines.js';
import { newDirectory } from '../temporary-directory.js';

const kernel = new Kernel();

/** Lines of the file that may have the needle, by their number. */
function scan(
  file: string,
  needle: string,
  options: { sliceBytes?: number; mostBytes?: number; joins?: boolean } = {},
): number[] {
  const descriptor = openSync(file, 'r');
  const found: number[] = [];
  try {
    const scanners = ByteScanner.all(kernel, needle);
    for (const { lines } of scanFile(kernel, scanners, { descriptor, from: 0, joins: true, ...options }))
      found.push(...lines);
  } finally {
    closeSync(descriptor);
  }
  return found;
}

/** The same numbers each time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const ALPHABET = [
  ...'abBxéÉßłÜяЯ漢字がか서울"\\/<…°²½ﬁＡ😀',
  '\n',
  '\t',
  ' ',
  'e\u0301',
  '\u1eb9',
  'か\u3099',
  '\u0001',
  '\u2028',
  'Ω',
  'σ',
];

/** isFirst: of an answer, which says when it came. */
const record = (kind: string, text: string, isFirst = false): string =>
  kind === 'piece'
    ? JSON.stringify({ type: 'piece', id: 'abcdefghijkl', text, ...(isFirst && { at: 1_795_989_613_149 }) })
    : kind === 'thought'
      ? JSON.stringify({ type: 'thought', turn: 'abcdefghijkl', text, at: 1 })
      : JSON.stringify({ type: 'attached-more', turn: 'abcdefghijkl', text, at: 1 });

describe('a scan', () => {
  it('finds what is torn over any number of records, wherever a slice of the file ends', () => {
    const file = join(newDirectory(), 'fuzz.jsonl');
    const next = random(Number(process.env['QMUX_TEST_SEED'] ?? 7));
    const missed: unknown[] = [];
    let looked = 0;
    const rounds = process.env['QMUX_TEST_LONG'] === undefined ? 150 : 20_000;
    for (let round = 0; round < rounds; round++) {
      const characters = Array.from({ length: 8 + next(60) }, () => ALPHABET[next(ALPHABET.length)] ?? '');
      const kind = ['piece', 'thought', 'attached-more'][next(3)] ?? 'piece';
      const lines = ['{"type":"session","id":"s"}', '{"type":"question","id":"abcdefghijkl","text":"?"}'];
      for (let at = 0; at < characters.length;) {
        const length = 1 + next(round % 3 === 0 ? 20 : 4);
        lines.push(record(kind, characters.slice(at, at + length).join(''), at === 0));
        at += length;
        if (next(4) === 0) lines.push('{"type":"seen","at":1}');
        if (next(9) === 0) lines.push('{"type":"question","id":"queued","text":"later"}');
      }
      writeFileSync(file, `${lines.join('\n')}\n`);
      const from = next(characters.length - 3);
      let needle = characters.slice(from, from + 2 + next(8)).join('');
      if (next(2) === 0) needle = needle.toUpperCase().replaceAll('SS', 'ß').replaceAll('FI', 'ﬁ');
      if (fold(needle).length < 2 || /^\p{M}/u.test(needle)) continue;
      if (!fold(characters.join('')).includes(fold(needle))) continue;
      looked++;
      const sliceBytes = [64, 100, 1 << 12][next(3)];
      if (scan(file, needle, { ...(sliceBytes && { sliceBytes }) }).length === 0)
        missed.push({ needle, lines });
    }
    expect(looked).toBeGreaterThan(rounds / 2);
    expect(missed).toEqual([]);
  });

  it('finds each line that has the bytes, and none beside it', () => {
    const file = join(newDirectory(), 'lines.jsonl');
    const next = random(3);
    const lines = Array.from({ length: 2_000 }, (_, at) =>
      JSON.stringify({ type: 'note', text: 'abcab'.repeat(next(4)) + (at % 7 === 0 ? 'Needle9' : 'needl') }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const starts: number[] = [];
    let at = 0;
    for (const line of lines) {
      if (line.includes('Needle9')) starts.push(at);
      at += line.length + 1;
    }
    for (const sliceBytes of [200, 4_096, 1 << 20])
      expect(scan(file, 'needle9', { sliceBytes, joins: false })).toEqual(starts);
  });

  it('leaves out keys of records, and a last line that is not ended', () => {
    const file = join(newDirectory(), 'heads.jsonl');
    writeFileSync(
      file,
      `${record('piece', 'some')}\n${record('piece', 'a piece')}\n${record('piece', 'piece')}`,
    );
    expect(scan(file, 'piece')).toEqual([record('piece', 'some').length + 1]);
  });
});

describe('a line that is longer than what is read', () => {
  const MOST = 1_000;
  const fill = (length: number): string =>
    `{"type":"piece","id":"abcdefghijkl","text":"${'x'.repeat(length)}`;
  const near = record('piece', 'needle');

  it.each([[0], [1], [15], [16], [17], [999], [5_000]])('is left out, %i bytes over', (over) => {
    const file = join(newDirectory(), 'long.jsonl');
    const before = `${near}\n`;
    const long = `${fill(MOST + over)} needle"}\n`;
    writeFileSync(file, `${before}${long}${long}${near}\n${near}`);
    const options = { sliceBytes: 64, mostBytes: MOST };
    expect(scan(file, 'needle', options)).toEqual([0, before.length + 2 * long.length]);
    const descriptor = openSync(file, 'r');
    const scanners = ByteScanner.all(kernel, 'needle');
    const slices = [...scanFile(kernel, scanners, { descriptor, from: 0, joins: true, ...options })];
    expect(slices.filter(({ hasLong }) => hasLong)).toHaveLength(2);
    // Progress counts each byte once, and the last line, which has no end.
    expect(slices.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
      before.length * 2 + 2 * long.length + near.length,
    );
    const lines = [...readLines(descriptor, 0, { mostBytes: MOST })];
    closeSync(descriptor);
    expect(lines.map(({ place, end }) => [place, end])).toEqual([
      [0, before.length],
      [before.length, before.length + long.length],
      [before.length + long.length, before.length + 2 * long.length],
      [before.length + 2 * long.length, before.length * 2 + 2 * long.length],
    ]);
    expect(lines[0]?.bytes.length).toBe(near.length);
    expect(parseLine(Buffer.from(''))).toBeUndefined();
  });
});
