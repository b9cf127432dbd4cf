import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PasteGatherer, type Arrived } from '../../../src/chat/prompt/paste-gatherer.js';

const gather = (...parts: string[]): Arrived[] => {
  const gatherer = new PasteGatherer();
  return parts.flatMap((part) => gatherer.take(part));
};

describe('pasted text among keys', () => {
  it('is the same wherever the bytes are cut after its beginning', () => {
    const text = fc.array(fc.constantFrom('a', '\r', '\n', '\x1b', '[201', '漢', '\x00'), { maxLength: 12 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 4 }), (letters, cuts) => {
        const whole = `\x1b[200~${letters.join('')}\x1b[201~xy`;
        const places = [...new Set(cuts.map((cut) => 6 + (cut % (whole.length - 6))))].sort((a, b) => a - b);
        const parts = [...places, whole.length].map((end, at) => whole.slice(places[at - 1] ?? 0, end));
        const pasted = gather(...parts).filter(({ type }) => type === 'paste');
        expect(pasted).toEqual(gather(whole).filter(({ type }) => type === 'paste'));
        const typed = gather(...parts).flatMap((each) => (each.type === 'keys' ? [each.text] : []));
        expect(typed.join('')).toBe('xy');
      }),
      { numRuns: 200 },
    );
  });

  it('has line feeds for ends of lines and nothing that a terminal would execute', () => {
    expect(gather('\x1b[200~a\r', '\nb\rc\x1b[31m\x1b[20', '1~')).toEqual([
      { type: 'paste', text: 'a\nb\nc[31m' },
    ]);
  });
});
