import { describe, expect, it } from 'vitest';

import { CHAT_STYLE } from '../../../src/chat/chat-style.js';
import { promptRule, type RuleState } from '../../../src/chat/screen/prompt-rule.js';
import { withoutSgr } from '../../../src/text/sgr.js';
import { textWidth } from '../../../src/text/width.js';

const QUIET: RuleState = {
  answeringMs: undefined,
  starting: undefined,
  asks: false,
  queued: 0,
  held: undefined,
  hint: undefined,
};
const STATUS = ['gpt-4.1', '12 s', '1.2k in 56 out', '$0.0012', '97 % left'].map((text, rank) => ({
  text,
  rank,
}));
const shown = (state: Partial<RuleState>, cols: number): string =>
  withoutSgr(promptRule({ ...QUIET, ...state }, cols, CHAT_STYLE.paneRule));

describe('the rule above a prompt', () => {
  it.each([
    [{}, 20, '────────────────────'],
    [{ answeringMs: 14_900 }, 50, '── answering 14 s · Esc interrupts ───────────────'],
    [{ answeringMs: 125_000 }, 50, '── answering 2 min 5 s · Esc interrupts ──────────'],
    [
      { answeringMs: 4_100, starting: 'starting claude' },
      60,
      '── starting claude 4 s · Esc takes the question back ───────',
    ],
    [{ answeringMs: 4_100, asks: true }, 50, '── waiting for you · Esc interrupts ──────────────'],
    [{ answeringMs: 4_100, stopping: 'agent' }, 50, '── stopping · /restart ends it ──────────────────'],
    [{ answeringMs: 4_100, stopping: 'model' }, 50, '── stopping ──────────────────────────────────────'],
    [{ held: 'pause' }, 44, '── paused · /resume continues ──────────────'],
    [
      { answeringMs: 0, queued: 2 },
      72,
      '── answering 0 s · Esc interrupts ── 2 queued · Alt-Up takes one back ──',
    ],
    [{ answeringMs: 0, queued: 2 }, 50, '── answering 0 s · Esc interrupts ─── 2 queued ──'],
    [{ answeringMs: 0, queued: 2 }, 34, '── answering 0 s ───── 2 queued ──'],
    [{ held: 'pause', queued: 1 }, 30, '── paused ────────── 1 held ──'],
    [{ held: 'interrupt', queued: 1 }, 44, '── interrupted · Enter goes on ── 1 held ──'],
    [{ status: STATUS }, 60, '── gpt-4.1 · 12 s · 1.2k in 56 out · $0.0012 · 97 % left ──'],
    [{ status: STATUS }, 52, '── 12 s · 1.2k in 56 out · $0.0012 · 97 % left ──'],
    [{ status: STATUS }, 30, '── $0.0012 · 97 % left ──'],
    [{ status: STATUS, answeringMs: 0 }, 60, '── answering 0 s · Esc interrupts ── $0.0012 · 97 % left ──'],
    [
      { status: STATUS, answeringMs: 0, queued: 1 },
      60,
      '── answering 0 s · Esc interrupts ── 1 queued · 97 % left ──',
    ],
    [{ status: STATUS }, 12, '────────────'],
    [{ hint: 'no question waits', answeringMs: 0 }, 34, '── no question waits ─────────────'],
    [{ hint: '漢字漢字漢字漢字漢字' }, 16, '── 漢字漢字… ───'],
  ] as const)('of %j in %i columns is %s', (state, cols, text) => {
    expect(shown(state, cols).replaceAll(/─{2,}/g, '──')).toBe(text.replaceAll(/─{2,}/g, '──'));
  });

  it('is as wide as its columns, whatever it says', () => {
    for (let cols = 1; cols < 100; cols++)
      for (const state of [
        {},
        { answeringMs: 5 },
        { answeringMs: 5, queued: 3 },
        { hint: '漢字 and more' },
        { status: STATUS, queued: 2 },
      ])
        expect(textWidth(shown(state, cols))).toBe(cols);
  });
});
