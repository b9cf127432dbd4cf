import { describe, expect, it } from 'vitest';

import { OuterQuestions } from '../../src/server/view/outer-questions.js';
import { abilitiesOf } from '../../src/text/terminal-family.js';

const PUSH = '\u001b[>5u';

function ask(term = 'xterm-256color') {
  const sent: string[] = [];
  const modes: string[] = [];
  let told = 0;
  let nowMs = 0;
  const questions = new OuterQuestions({
    has: abilitiesOf({ TERM: term }),
    send: (text) => sent.push(text),
    onColours: () => told++,
    onMode: (mode) => modes.push(mode),
    nowMs: () => nowMs,
  });
  questions.ask();
  return {
    questions,
    sent,
    told: () => told,
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
    expect(sent[0]).toMatch(/^\u001b\[>4;1m\u001b\[\?2031h\u001b\[\?u.*\u001b\]11;\?\u001b\\.*\u001b\[c$/);
  });

  it.each(['linux', 'dumb', 'vt100', ''])('are not put to TERM=%j, which would print them', (term) => {
    const { sent, questions } = ask(term);
    expect(sent).toEqual([]);
    expect(questions.escapeTimeMs(10)).toBe(10);
  });

  it('switch the keyboard protocol on where the terminal has it, once', () => {
    const { sent, answer } = ask();
    answer('\u001b[?0u', '\u001b[?0u');
    expect(sent.slice(1)).toEqual([PUSH]);
    const other = ask();
    other.answer('\u001b[?1;2c');
    expect(other.sent).toHaveLength(1);
  });

  it('tell which modes the terminal has, of those that were asked for', () => {
    const { sent, answer, modes } = ask();
    expect(sent[0]).toContain('\u001b[?69$p\u001b[?2026$p');
    answer('\u001b[?69;0$y', '\u001b[?2026;4$y', '\u001b[?1004;2$y');
    expect(modes).toEqual([]);
    answer('\u001b[?69;2$y', '\u001b[?2026;1$y');
    expect(modes).toEqual(['margins', 'synchronisedOutput']);
  });

  it('tell the colours when all were answered, once', () => {
    const { questions, told, answer } = ask();
    answer('\u001b]10;rgb:1111/2222/3333\u001b\\', '\u001b]11;rgb:ff/fe/fd\u0007', '\u001b]12;#010203\u0007');
    answer('\u001b]4;3;rgb:cdcd/cdcd/0000\u001b\\', '\u001b]4;200;rgb:00/00/00\u001b\\');
    expect(told()).toBe(0);
    answer('\u001b[?62;22c', '\u001b[?62;22c');
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
    answer('\u001b]11;rgb:00/00/00\u001b\\', '\u001b[?1;2c');
    answer('\u001b[?997;2n', '\u001b[?997;2n');
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatch(/^\u001b\]10;\?.*\u001b\[c$/);
    answer('\u001b]11;rgb:ff/ff/ff\u001b\\', '\u001b[?1;2c');
    expect([told(), questions.colours.background]).toEqual([2, 0xffffff]);
  });

  it('make an Escape wait until they are answered, or five seconds', () => {
    const { questions, answer } = ask();
    expect(questions.escapeTimeMs(10)).toBe(500);
    expect(questions.escapeTimeMs(800)).toBe(800);
    answer('\u001b[?1;2c');
    expect(questions.escapeTimeMs(10)).toBe(10);
    const silent = ask();
    silent.pass(5_000);
    expect(silent.questions.escapeTimeMs(10)).toBe(10);
    expect(silent.questions.colours).toEqual({ palette: new Map() });
  });
});
