import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { InputEvent } from '../../src/keymap/input-event.js';
import { InputDecoder } from '../../src/keymap/input-decoder.js';
import { formatKeyName } from '../../src/keymap/key.js';
import { growth } from '../harness/growth.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function describeEvent(event: InputEvent): string {
  switch (event.type) {
    case 'key':
      return formatKeyName(event.key);
    case 'paste':
      return `paste ${textOf(event.bytes)}`;
    case 'mouse':
      return `${event.action} ${event.button} ${event.row},${event.col}${event.ctrl ? ' ctrl' : ''}`;
    case 'focus':
      return `focus ${event.focused}`;
    case 'reply':
      return 'reply';
  }
}

function decode(...chunks: Uint8Array[]): string[] {
  const decoder = new InputDecoder();
  const events = chunks.flatMap((chunk) => decoder.push(chunk));
  return [...events, ...decoder.flush()].map(describeEvent);
}

function push(bytes: Uint8Array, size: number): InputEvent[] {
  const decoder = new InputDecoder();
  const events: InputEvent[] = [];
  for (let at = 0; at < bytes.length; at += size)
    for (const event of decoder.push(bytes.subarray(at, at + size))) events.push(event);
  return events;
}

const directory = new URL('../../fixtures/keys/', import.meta.url);
const families = readdirSync(directory).map((file) => ({
  file,
  keys: JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as Record<string, string>,
}));

describe('the input decoder', () => {
  it.each(families)('knows the keys of $file', ({ keys }) => {
    expect(Object.keys(keys).length).toBeGreaterThan(5);
    for (const [bytes, name] of Object.entries(keys))
      expect([bytes, decode(bytesOf(bytes))]).toEqual([bytes, [name]]);
  });

  it('gives the same events at any chunking', () => {
    const parts = [
      ...families.flatMap(({ keys }) => Object.keys(keys)),
      'plain',
      '漢字👩‍💻',
      '\x1b[200~pa\u0011ste\x1b[201~',
      '\x1b[<0;5;6M',
      '\x1b[I',
      '\x1b]11;rgb:00/00/00\x1b\\',
      '\x1b[?62;c',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (chosen, cuts) => {
          // A lone Escape in the middle would join what follows: it is a key of its own only after a pause.
          const bytes = bytesOf(chosen.filter((part) => part !== '\x1b').join(''));
          const at = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
          const chunks = [...at, bytes.length].map((end, index) =>
            bytes.slice(index === 0 ? 0 : at[index - 1], end),
          );
          expect(decode(...chunks)).toEqual(decode(bytes));
          expect(decode(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(decode(bytes));
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(['\u0011', '\x1b[113;5u', '\x1b[27;5;113~'])('takes %j for the prefix', (bytes) => {
    expect(decode(bytesOf(bytes))).toEqual(['C-q']);
  });

  it('takes everything between the markers for the paste', () => {
    expect(decode(bytesOf('a\x1b[200~x\u0011y\x1b[A\r\n\x1b[201~b'))).toEqual([
      'a',
      'paste x\u0011y\x1b[A\r\n',
      'b',
    ]);
  });

  it('tells mouse, focus and replies from keys', () => {
    expect(decode(bytesOf('\x1b[<0;230;7M\x1b[<0;230;7m\x1b[<32;1;1M\x1b[<64;1;1M\x1b[<81;1;1M'))).toEqual([
      'press left 6,229',
      'release left 6,229',
      'drag left 0,0',
      'wheel-up none 0,0',
      'wheel-down none 0,0 ctrl',
    ]);
    expect(decode(bytesOf('\x1b[<66;1;1M\x1b[<67;1;1M\x1b[<35;2;2M\x1b[<34;2;2M'))).toEqual([
      'wheel-left none 0,0',
      'wheel-right none 0,0',
      'move none 1,1',
      'drag right 1,1',
    ]);
    expect(decode(bytesOf('\x1b[O\x1b[?1;2c\x1b[24;80R\x1bP>|term\x1b\\x'))).toEqual([
      'focus false',
      'reply',
      'reply',
      'reply',
      'x',
    ]);
  });

  it('waits for more behind an Escape, and takes it for the key when told that nothing follows', () => {
    const decoder = new InputDecoder();
    expect(decoder.push(Uint8Array.of(0x1b))).toEqual([]);
    expect(decoder.waitsFor).toBe('key');
    expect(decoder.flush().map(describeEvent)).toEqual(['Escape']);
    expect(decoder.waitsFor).toBeUndefined();
    expect(decode(bytesOf('\x1b'), bytesOf('\x1b'))).toEqual(['Escape', 'Escape']);
    expect(decode(bytesOf('\x1ba'))).toEqual(['M-a']);
  });

  it.each([
    ['\x1b[', 'key'],
    ['\x1b[1;', 'sequence'],
    ['\x1b]11;rgb:0', 'sequence'],
  ])('tells that %j waits for the rest of a %s', (bytes, what) => {
    const decoder = new InputDecoder();
    decoder.push(bytesOf(bytes));
    expect(decoder.waitsFor).toBe(what);
  });

  it('waits for the rest of a character, and of a paste without an end', () => {
    const decoder = new InputDecoder();
    expect(decoder.push(bytesOf('漢').subarray(0, 2))).toEqual([]);
    expect(decoder.waitsFor).toBe('sequence');
    expect(decoder.push(bytesOf('漢').subarray(2)).map(describeEvent)).toEqual(['漢']);
    decoder.push(bytesOf('\x1b[200~text'));
    expect([decoder.waitsFor, decoder.flush()]).toEqual([undefined, []]);
  });

  it('types nothing for chords of the desktop and for buttons that nobody uses', () => {
    expect(decode(bytesOf('\x1b[99;9u\x1b[57444;9u\x1b[97;1:3u\x1b[<128;3;3Mx'))).toEqual(['x']);
  });

  it('is never stuck, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const decoder = new InputDecoder();
        decoder.push(bytes);
        decoder.flush();
        // A paste may be open: its end marker closes it.
        decoder.push(bytesOf('\x1b[201~'));
        decoder.flush();
        expect([...decoder.push(bytesOf('z')), ...decoder.flush()].map(describeEvent)).toContain('z');
      }),
      { numRuns: 500 },
    );
    expect(decode(Uint8Array.of(0xff, 0x61, 0xc3))).toEqual(['\ufffd', 'a', '\ufffd']);
  });

  it('drops a sequence with more parameters than any key has, and goes on', () => {
    for (const length of [2_000, 60_000, 300_000])
      expect(decode(bytesOf(`\x1b[${'1;'.repeat(length)}mx`))).toEqual(['x']);
    const answer = new InputDecoder().push(bytesOf(`\x1b]52;c;${'A'.repeat(300_000)}\u0007x`));
    expect(answer.map(describeEvent)).toEqual(['reply', 'x']);
  });

  it('gives a large paste whole, however it comes', () => {
    const text = '漢\x1b[20 '.repeat(40_000);
    const bytes = bytesOf(`\x1b[200~${text}\x1b[201~x`);
    for (const size of [1, 7, 65_536, bytes.length])
      expect(push(bytes, size).map(describeEvent)).toEqual([`paste ${text}`, 'x']);
  });

  it.each([
    ['typed characters in one read', 65_536, (n: number) => push(bytesOf('a'.repeat(n)), n)],
    [
      'small pastes in one read',
      8_192,
      (n: number) => push(bytesOf('\x1b[200~a\x1b[201~'.repeat(n)), 16 * n),
    ],
    ['an answer that comes byte by byte', 15_000, (n: number) => push(bytesOf(`\x1b]${'a'.repeat(n)}`), 1)],
    ['parameters that come byte by byte', 15_000, (n: number) => push(bytesOf(`\x1b[${'1'.repeat(n)}`), 1)],
    ['a paste that comes byte by byte', 65_536, (n: number) => push(bytesOf(`\x1b[200~${'a'.repeat(n)}`), 1)],
  ])('costs as much as there is of %s', (_what, size, work) => {
    expect(growth(size, work)).toBeLessThan(9);
  });
});
