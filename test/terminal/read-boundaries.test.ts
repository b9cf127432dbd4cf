// Characters at the boundaries of reads: texts, recordings and fixtures, read as from a terminal into one
// reused buffer.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { ParseScheduler } from '../../src/terminal/flow/parse-scheduler.js';
import { StringCap } from '../../src/terminal/emulator/string-cap.js';
import { Utf8Tail } from '../../src/terminal/emulator/utf8-tail.js';
import { bytesOf, factsOf } from './compare-emulators.js';
import { feedReads, feedSplit } from './reused-reads.js';

/** A terminal's line discipline returns this many at a time. */
const READ_BYTES = 4095;
/** Of the places in a fixture, one in so many is where it is split. */
const SPLIT_STEP = process.env['QMUX_TEST_LONG'] ? 1 : 3;

const fixture = (path: string): Uint8Array =>
  Uint8Array.from(readFileSync(new URL(`../../fixtures/${path}`, import.meta.url)));
const names = (folder: string, ending: string): string[] =>
  readdirSync(new URL(`../../fixtures/${folder}/`, import.meta.url)).filter((name) => name.endsWith(ending));

/** Over 8 KB each, so that it contains at least two boundaries of reads. */
const TEXTS: Record<string, string> = {
  'two bytes': 'é'.repeat(8_000),
  'rules of three bytes': `${'─'.repeat(79)}\r\n`.repeat(120),
  German: 'Grüße aus Köln, äöüß in jedem Wort; weiß, süß, früh.\r\n'.repeat(180),
  'Chinese and Korean': '端末は文字を失わない。한국어 문장도 마찬가지다.\r\n'.repeat(150),
  'four bytes': '👩‍💻🇨🇳𠀀🫠\r\n'.repeat(330),
  'a border in colour': `\x1b[38;5;59m╭${'─'.repeat(76)}╮\x1b[m\r\n│\x1b[1m…\x1b[m│\r\n`.repeat(40),
  Devanagari: 'हिन्दी में पाठ कभी नहीं खोता।\r\n'.repeat(120),
};

const RECORDINGS = names('programs', '.rec');

function emulate(feed: (write: (view: Uint8Array) => void) => void): unknown {
  const emulator = createEmulator({ rows: 24, cols: 80, scrollbackLines: 10_000 });
  feed((view) => emulator.write(view));
  const facts = factsOf(emulator);
  emulator.dispose();
  return facts;
}

/** Where a split makes other bytes reach the parser. */
function findBadSplits(bytes: Uint8Array): number[] {
  const bad: number[] = [];
  const out = Buffer.alloc(bytes.length + 8);
  const expected = Buffer.from(bytes);
  for (let at = 0; at <= bytes.length; at++) {
    const [cap, tail] = [new StringCap(), new Utf8Tail()];
    let length = 0;
    feedSplit(bytes, at, (view) => {
      const whole = tail.complete(cap.filter(view));
      out.set(whole, length);
      length += whole.length;
    });
    if (!out.subarray(0, length).equals(expected)) bad.push(at);
  }
  return bad;
}

describe.each(Object.entries(TEXTS))('%s', (_name, text) => {
  const bytes = bytesOf(text);
  it('reaches the parser whole, split at each place', () => expect(findBadSplits(bytes)).toEqual([]));

  it.each([READ_BYTES, 4094, 4093, 1000, 7, 1])('is on the screen whole, in reads of %i bytes', (size) => {
    const whole = emulate((write) => write(bytes));
    expect(emulate((write) => feedReads(bytes, { size }, write))).toEqual(whole);
  });

  it('is on the screen whole after the queue of a flood', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
    try {
      const emulator = createEmulator({ rows: 24, cols: 80, scrollbackLines: 10_000 });
      const queue = new ParseScheduler().open({
        parse: (view) => emulator.write(view),
        pause: () => {},
        resume: () => {},
        flood: {
          room: () => emulator.floodRoom(),
          lookAhead: (end, leftOut) => emulator.lookAhead(end, leftOut),
        },
      });
      for (let round = 0; round < 12; round++)
        feedReads(bytes, { size: READ_BYTES }, (view) => queue.push(view));
      queue.catchUp();
      vi.advanceTimersByTime(2_000);
      const twelve = bytesOf(text.repeat(12));
      expect(factsOf(emulator)).toEqual(emulate((write) => write(twelve)));
    } finally {
      vi.useRealTimers();
    }
  });
});

describe.each(RECORDINGS)('%s', (name) => {
  const bytes = fixture(`programs/${name}`);
  it('draws the same screen wherever its reads end', () => {
    const whole = emulate((write) => write(bytes));
    for (const first of [READ_BYTES, 4094, 4093, 4092, 1, 2, 3])
      expect(emulate((write) => feedReads(bytes, { size: READ_BYTES, first }, write))).toEqual(whole);
    expect(emulate((write) => feedReads(bytes, { size: 1 }, write))).toEqual(whole);
  });
});

describe('every fixture of a terminal', () => {
  it.each(names('terminal', '.json'))('%s draws the same screen, wherever it is split', (name) => {
    const { input } = JSON.parse(Buffer.from(fixture(`terminal/${name}`)).toString('utf8')) as {
      input: string;
    };
    const bytes = bytesOf(input);
    const whole = emulate((write) => write(bytes));
    for (let at = 0; at <= bytes.length; at += SPLIT_STEP)
      expect(emulate((write) => feedSplit(bytes, at, write))).toEqual(whole);
  });
});
