import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodePaste } from '../../src/keymap/encode-paste.js';
import { countProcessorTime } from '../harness/processor-time.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const END = '\x1b[201~';

describe('a paste for a pane', () => {
  it('is passed verbatim, with markers where they were asked for', () => {
    const text = 'a\u0011\u0003\r\n\t漢\x1b[31m\x1b[200~é';
    expect(textOf(encodePaste(bytesOf(text), { bracketedPaste: true }))).toBe(`\x1b[200~${text}${END}`);
    expect(textOf(encodePaste(bytesOf(text), { bracketedPaste: false }))).toBe(text);
    const binary = Uint8Array.of(0xff, 0x00, 0x9b);
    expect(encodePaste(binary, { bracketedPaste: false })).toEqual(binary);
  });

  it('cannot be ended by what it holds', () => {
    const paste = (text: string): string => textOf(encodePaste(bytesOf(text), { bracketedPaste: true }));
    expect(paste(`a${END}b`)).toBe(`\x1b[200~a[201~b${END}`);
    expect(paste('a\x1b[0201~b')).toBe(`\x1b[200~a[0201~b${END}`);
    const piece = fc.constantFrom(
      '\x1b',
      '[',
      '\x1b[',
      '201~',
      '\x1b[20',
      '1~',
      END,
      '\u009b',
      '0',
      'x',
      '漢',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const inside = paste(pieces.join('')).slice('\x1b[200~'.length, -END.length);
        expect(inside).not.toMatch(/(?:\x1b\[|\u009b)0*201~/);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves out nothing but what could end it', () => {
    const paste = (text: string): string => textOf(encodePaste(bytesOf(text), { bracketedPaste: false }));
    expect(paste('a\x1b\x1b[00201~b\u009b201~c\x1b[202~~201~')).toBe('a[00201~b[201~c\x1b[202~~201~');
    expect(paste('[201~')).toBe('[201~');
    expect(paste('1~201~')).toBe('1~201~');
  });

  it('takes a time that grows with its size, not with its tricks', () => {
    const spentMs = countProcessorTime();
    encodePaste(bytesOf('\x1b[20'.repeat(200_000) + '1~'.repeat(200_000)), { bracketedPaste: true });
    encodePaste(bytesOf('\x1b'.repeat(1_000_000)), { bracketedPaste: true });
    expect(spentMs()).toBeLessThan(10_000);
  });
});
