import { describe, expect, it } from 'vitest';

import { OuterQuestions } from '../../src/server/view/outer-questions.js';
import { abilitiesOf } from '../../src/text/terminal-family.js';

const PUSH = '\x1b[>5u';

function ask(term = 'xterm-256color') {
  const sent: string[] = [];
  const modes: string[] = [];
  let told = 0;
  let reads = 0;
  let shared = 0;
  let nowMs = 0;
  const questions = new OuterQuestions({
    has: abilitiesOf({ TERM: term }),
    send: (text) => sent.push(text),
    onColours: () => told++,
    onMode: (mode) => modes.push(mode),
    onStatusRead: () => reads++,
    onSharedKeys: () => shared++,
    nowMs: () => nowMs,
  });
  questions.ask();
  return {
    questions,
    sent,
    told: () => told,
    reads: () => reads,
    shared: () => shared,
    modes,
    pass: (ms: number) => (nowMs += ms),
    answer: (...replies: string[]) =>
      replies.forEach((reply) => questions.answer(new TextEncoder().encode(reply))),
  };
}

describe('the questions to a terminal', () => {
  it('are asked once, the one that every terminal answers last', () => {
    const { sent } = ask();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/^\x1b\[>4;1m\x1b\[\?2031h\x1b\[\?u.*\x1b\]11;\?\x1b\\.*\x1b\[c$/);
  });

  it.each(['linux', 'dumb', 'vt100', ''])('are not put to TERM=%j, which would print them', (term) => {
    const { sent, questions } = ask(term);
    expect(sent).toEqual([]);
    expect(questions.escapeTimeMs(10)).toBe(10);
  });

  it('switch the keyboard protocol on where the terminal has it, once', () => {
    const { sent, answer } = ask();
    answer('\x1b[?0u', '\x1b[?0u');
    expect(sent.slice(1)).toEqual([PUSH]);
    const other = ask();
    other.answer('\x1b[?1;2c');
    expect(other.sent).toHaveLength(1);
  });

  it('tell once that keys with the same bytes cannot be told apart', () => {
    const { answer, shared } = ask();
    answer('\x1b[?0u', '\x1b[?1;2c', '\x1b[?1;2c');
    expect(shared()).toBe(0);
    const other = ask();
    other.answer('\x1b[?1;2c', '\x1b[?1;2c');
    expect(other.shared()).toBe(1);
    expect(ask('linux').shared()).toBe(1);
  });

  it('tell which modes the terminal has, of those that were asked for', () => {
    const { sent, answer, modes } = ask();
    expect(sent[0]).toContain('\x1b[?69$p\x1b[?2026$p');
    answer('\x1b[?69;0$y', '\x1b[?2026;4$y', '\x1b[?1004;2$y');
    expect(modes).toEqual([]);
    answer('\x1b[?69;2$y', '\x1b[?2026;1$y');
    expect(modes).toEqual(['margins', 'synchronisedOutput']);
  });

  it('tell whether the terminal reads reports of states, of which the answer may say more one day', () => {
    const { sent, answer, reads } = ask();
    expect(sent[0]).toContain('\x1b]7501;?\x1b\\');
    answer('\x1b]7501;state=working\x1b\\', '\x1b[?1;2c');
    expect(reads()).toBe(0);
    answer('\x1b]7501;?\x07', '\x1b]7501;?:version=0.3\x1b\\');
    expect(reads()).toBe(2);
  });

  it('tell the colours when all were answered, once', () => {
    const { questions, told, answer } = ask();
    answer('\x1b]10;rgb:1111/2222/3333\x1b\\', '\x1b]11;rgb:ff/fe/fd\u0007', '\x1b]12;#010203\u0007');
    answer('\x1b]4;3;rgb:cdcd/cdcd/0000\x1b\\', '\x1b]4;200;rgb:00/00/00\x1b\\');
    expect(told()).toBe(0);
    answer('\x1b[?62;22c', '\x1b[?62;22c');
    expect(told()).toBe(1);
    expect(questions.colours).toEqual({
      foreground: 0x112233,
      background: 0xfffefd,
      cursor: 0x010203,
      palette: new Map([[3, 0xcdcd00]]),
    });
  });

  it('are put again when the terminal says that its colours changed', () => {
    const { questions, sent, told, answer } = ask();
    answer('\x1b]11;rgb:00/00/00\x1b\\', '\x1b[?1;2c');
    answer('\x1b[?997;2n', '\x1b[?997;2n');
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatch(/^\x1b\]10;\?.*\x1b\[c$/);
    answer('\x1b]11;rgb:ff/ff/ff\x1b\\', '\x1b[?1;2c');
    expect([told(), questions.colours.background]).toEqual([2, 0xffffff]);
  });

  it('make an Escape wait until they are answered, or five seconds', () => {
    const { questions, answer } = ask();
    expect(questions.escapeTimeMs(10)).toBe(500);
    expect(questions.escapeTimeMs(800)).toBe(800);
    answer('\x1b[?1;2c');
    expect(questions.escapeTimeMs(10)).toBe(10);
    const silent = ask();
    silent.pass(5_000);
    expect(silent.questions.escapeTimeMs(10)).toBe(10);
    expect(silent.questions.colours).toEqual({ palette: new Map() });
  });
});
