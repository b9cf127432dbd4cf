// What reaches a viewer's terminal of the bytes of another user's server.

import { describe, expect, it } from 'vitest';

import { ViewedBytes } from '../../src/client/viewed-bytes.js';

/** Cut at every place: what is passed is the same. */
function pass(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const decode = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString();
  const whole = new ViewedBytes();
  const passed = decode([whole.pass(bytes)]);
  for (const size of [1, 2, 3, 7]) {
    const cut = new ViewedBytes();
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) parts.push(cut.pass(bytes.subarray(at, at + size)));
    expect(decode(parts)).toBe(passed);
  }
  return passed;
}

describe('passes', () => {
  it.each([
    'plain text, 漢字, äÂ»\u00a0, e\u0301 and 👩‍👩‍👧\r\n\b',
    '\x1b[?7l\x1b[r\x1b[m\x1b[2J\x1b[H',
    '\x1b[38;2;1;2;3;4:3;58:2::1:2:3mstyled\x1b[m\x1b[K\x1b[7X\x1b[3C',
    '\x1b[?2026h\x1b[2;9r\x1b[3S\x1b[2T\x1b[?69h\x1b[3;9s\x1b[?69l\x1b[?2026l\x1bM',
    '\x1b[?25h\x1b[?25l\x1b[4 q',
    '\x1b]0;a name (qmux view)\x07',
    '\x1b]8;id=1;https://example.org/\x1b\\link\x1b]8;;\x1b\\',
    '\x1b]12;#ff0000\x1b\\\x1b]112\x1b\\',
  ])('%j', (text) => expect(pass(text)).toBe(text));
});

describe('drops', () => {
  it.each([
    ['a clipboard', '\x1b]52;c;c2VjcmV0\x07'],
    ['notifications', '\x1b]9;text\x07\x1b]777;notify;a;b\x07\x1b]99;;text\x1b\\'],
    [
      'other strings to a terminal',
      '\x1b]4;1;?\x07\x1b]10;?\x1b\\\x1b]1337;File=:AAAA\x07\x1b]7;file://x/\x07',
    ],
    ['a question about a colour', '\x1b]12;?\x1b\\'],
    [
      'device control, messages, applications',
      '\x1bP+q544e\x1b\\\x1b^x\x1b\\\x1b_Ga=T;AAAA\x1b\\\x1bXy\x1b\\',
    ],
    ['queries', '\x1b[c\x1b[>c\x1b[6n\x1b[?2026$p\x1b[?u\x1b[18t\x1b[21t'],
    ['modes of keys and mouse', '\x1b[?1000h\x1b[?2004h\x1b[>1u\x1b[>4;2m\x1b[?1049l\x1b[4h'],
    ['resets, charsets, print screen', '\x1bc\x1b(0\x1b[!p\x1b[5i\x1b#8\x1b='],
    ['C1 controls', '\u009b\u009d\u0090\x1b]0;a\u009cb\x07'],
    ['controls', '\x05\x07\x0e\x0f\x7f\x00'],
    ['what has no end', '\x1b]0;'],
  ])('%s', (_, text) => {
    expect(pass(`a${text}`)).toBe('a');
    expect(pass(`a${text}\x1b[1mb`).replace('\x1b[1m', '')).toMatch(/^ab?$/);
  });

  it('a sequence inside another, or one that is too long', () => {
    expect(pass('\x1b]52;c;\x1b[1mb')).toBe('\x1b[1mb');
    expect(pass(`\x1b]0;${'x'.repeat(5_000)}\x07b`)).toBe('b');
    expect(pass(`\x1b[${'1;'.repeat(5_000)}mb`)).not.toContain('\x1b');
  });
});
