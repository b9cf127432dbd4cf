// What a file of emoji costs until its end can be captured, compared with files of the same size in other
// scripts: processor time of the parse queue, the emulator and the capture, since a clock would measure the
// machine's other tests.

import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { ParseScheduler } from '../../src/terminal/flow/parse-scheduler.js';
import { countProcessorTime } from '../harness/processor-time.js';

const SIZE_BYTES = 593_240;
const ROUNDS = 3;
/** The size of reads of a program's output. */
const READ_BYTES = 65_536;
const END = 'the end of it';

const EMOJI = ['😀', '👍🏽', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇨🇳', '☁️', '🫠', '1️⃣', '👩🏽‍🚀', '❤️‍🔥'];
const pick = (list: readonly string[], at: number): string => list[(at * 7919) % list.length] ?? '';

const KINDS: Readonly<Record<string, (at: number) => string>> = {
  // As in Unicode's list of all emoji.
  'a list of emoji': (at) =>
    `1F468 200D 1F469 ${String(at).padEnd(30)} ; fully-qualified     # ${pick(EMOJI, at)} E2.0 family: man, woman`,
  'emoji alone': (at) => Array.from({ length: 9 }, (_, n) => pick(EMOJI, at + n)).join(''),
  Thai: () => 'กำลังทำน้ำ '.repeat(4),
  Han: () => '漢字かな交じり文'.repeat(5),
  text: (at) =>
    `line ${at} of a log that says nothing but what every log says, line by line, over and over again`,
};

function fill(line: (at: number) => string): Buffer {
  const lines: string[] = [];
  for (let at = 0, bytes = 0; bytes < SIZE_BYTES; at++) {
    const text = `${line(at)}\r\n`;
    lines.push(text);
    bytes += Buffer.byteLength(text);
  }
  return Buffer.from(`${lines.join('')}${END}\r\n`);
}

async function processorMs(bytes: Buffer): Promise<number> {
  const emulator = createEmulator({ rows: 40, cols: 120, scrollbackLines: 10_000 });
  const queue = new ParseScheduler().open({
    parse: (part) => emulator.write(part),
    pause: () => {},
    resume: () => {},
    flood: {
      room: () => emulator.floodRoom(),
      lookAhead: (end, leftOut) => emulator.lookAhead(end, leftOut),
    },
  });
  const spentMs = countProcessorTime();
  for (let at = 0; at < bytes.length; at += READ_BYTES) queue.push(bytes.subarray(at, at + READ_BYTES));
  // What `capture` waits for.
  await new Promise<void>((resolve) => queue.catchUp(resolve));
  const text = emulator.captureText({ lines: 5_000, ansi: false });
  const ms = spentMs();
  expect(text.trimEnd().endsWith(END)).toBe(true);
  emulator.dispose();
  return ms;
}

describe('a flood of 593 KB', () => {
  it('costs about as much with emoji as with other text', async () => {
    const best = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++)
      for (const [kind, line] of Object.entries(KINDS)) {
        const ms = await processorMs(fill(line));
        best.set(kind, Math.min(best.get(kind) ?? Number.POSITIVE_INFINITY, ms));
      }
    const text = best.get('text') ?? 0;
    const ratios = [...best].map(([kind, ms]) => [kind, ms / text] as const);
    // Each has its own number of lines and of cells; taking seconds instead of a tenth of one would be a
    // factor of ten or more.
    for (const [kind, ratio] of ratios) expect([kind, ratio < 4, ratio]).toEqual([kind, true, ratio]);
  });
});
