import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { InputEvent } from '../../src/keymap/input-event.js';
import { formatKeyName } from '../../src/keymap/key.js';
import { OuterQuestions } from '../../src/server/view/outer-questions.js';
import { TimedInput } from '../../src/server/view/timed-input.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const ESCAPE_TIME_MS = 10;

let events: string[];
let questions: OuterQuestions;
let input: TimedInput;

const describeEvent = (event: InputEvent): string =>
  event.type === 'key' ? formatKeyName(event.key) : event.type;

function start({ asks = true }: { asks?: boolean } = {}): void {
  events = [];
  questions = new OuterQuestions({
    has: { questions: true, keyboard: true },
    send: () => {},
    onColours: () => {},
    onMode: () => {},
    onStatusRead: () => {},
    onSharedKeys: () => {},
    nowMs: () => performance.now(),
  });
  input = new TimedInput({
    escapeTimeMs: ESCAPE_TIME_MS,
    escapeTimeNowMs: (usualMs) => questions.escapeTimeMs(usualMs),
    onEvent(event) {
      events.push(describeEvent(event));
      if (event.type === 'reply') questions.answer(event.bytes);
    },
    nowMs: () => performance.now(),
  });
  if (asks) questions.ask();
}

const type = (text: string): void => input.push(bytesOf(text));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  input.stop();
  vi.useRealTimers();
});

describe('the bytes of a terminal in time', () => {
  it('are the Escape key once nothing has followed for the escape time', () => {
    start({ asks: false });
    type('\x1b');
    vi.advanceTimersByTime(ESCAPE_TIME_MS - 1);
    expect(events).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(events).toEqual(['Escape']);
  });

  it('are one key when a read ends inside it, and one character', () => {
    start({ asks: false });
    type('\x1b[1;5');
    vi.advanceTimersByTime(100);
    type('A');
    input.push(bytesOf('漢').subarray(0, 1));
    vi.advanceTimersByTime(100);
    input.push(bytesOf('漢').subarray(1));
    expect(events).toEqual(['C-Up', '漢']);
  });

  it('are no keys when an answer is split behind its first byte', () => {
    start();
    for (const part of ['\x1b', ']11;rgb:00/00/00\x1b', '\\\x1b', '[?62', ';4c']) {
      type(part);
      vi.advanceTimersByTime(150);
    }
    expect(events).toEqual(['reply', 'reply']);
    // Every query was answered: Escape is quick again.
    type('\x1b');
    vi.advanceTimersByTime(ESCAPE_TIME_MS);
    expect(events.at(-1)).toBe('Escape');
  });

  it('lose no key on a terminal that answers nothing', () => {
    start();
    type('\x1b');
    vi.advanceTimersByTime(ESCAPE_TIME_MS);
    type(':q\r');
    expect(events).toEqual(['Escape', ':', 'q', 'Enter']);
    type('\x1b');
    vi.advanceTimersByTime(499);
    expect(events).toHaveLength(4);
    vi.advanceTimersByTime(1);
    expect(events.at(-1)).toBe('Escape');
    type('\x1b');
    vi.advanceTimersByTime(ESCAPE_TIME_MS);
    type('\x1b');
    vi.advanceTimersByTime(500);
    expect(events.slice(5)).toEqual(['Escape', 'Escape']);
  });

  it('are Alt keys and arrows as ever while answers are awaited', () => {
    start();
    type('\x1ba\x1b[A\x1bOP');
    expect(events).toEqual(['M-a', 'Up', 'F1']);
  });

  it('are no keys when the answer comes late, and Escape is quick again after five seconds', () => {
    start();
    vi.advanceTimersByTime(5_000);
    type('\x1b');
    vi.advanceTimersByTime(ESCAPE_TIME_MS);
    expect(events).toEqual(['Escape']);
    type('\x1b[?0u\x1b]10;rgb:ffff/ffff/ffff\x1b\\\x1b[?1;2c');
    expect(events).toEqual(['Escape', 'reply', 'reply', 'reply']);
  });
});

describe('the byte of Backspace', () => {
  const keysOf = (erase: number | undefined, text: string): string[] => {
    const names: string[] = [];
    const input = new TimedInput({
      escapeTimeMs: 10,
      escapeTimeNowMs: (usualMs) => usualMs,
      onEvent: (event) => void (event.type === 'key' && names.push(formatKeyName(event.key))),
      nowMs: () => 0,
    });
    if (erase !== undefined) input.useErase(erase);
    input.push(new TextEncoder().encode(text));
    input.stop();
    return names;
  };

  it('is DEL, and Ctrl-h is a key of its own', () => {
    expect(keysOf(undefined, '\u0008\u007f\x1b\u0008x')).toEqual(['C-h', 'Backspace', 'C-M-h', 'x']);
  });

  it('is ^H in a terminal set so', () => {
    expect(keysOf(0x08, '\u0008\u007f\x1b\u0008x')).toEqual(['Backspace', 'Backspace', 'M-Backspace', 'x']);
  });

  it('is never a key that is typed', () => {
    for (const byte of [0x23, 0x0d, 0x1b, -1])
      expect(keysOf(byte, '#\r\u0008')).toEqual(['#', 'Enter', 'C-h']);
  });
});
