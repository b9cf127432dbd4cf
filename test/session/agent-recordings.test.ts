// What is reported of real agents, compared with the truth: recordings with scripted models
// (fixtures/agents/README.md).

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { findWorse, measure, summarise } from '../../bench/agent-recording.mjs';
import { RECORDINGS, replayAgent, type Replay } from '../harness/agent-recording.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Agents that report their state themselves, by OSC 7501 or a title, if qmux is their terminal. */
const TELLING = RECORDINGS.filter((name) => /^(?:codex|gemini|qwen)|osc7501$/.test(name));
/** Agents whose hooks report it. */
const WITH_HOOKS = RECORDINGS.filter((name) => /^(?:claude|codex|copilot|gemini|qwen)/.test(name));

describe('an agent that tells its state', () => {
  it('is among the recordings', () => {
    expect(TELLING.length).toBeGreaterThanOrEqual(9);
  });

  it.each(TELLING)('is seen to wait, and only then: %s', async (name) => {
    const replay = await replayAgent(name, { hooks: 'none' });
    const { right, seen, episodes, claims, trueClaims, leavingMs } = measure(replay);
    expect([seen, trueClaims, claims]).toEqual([episodes, episodes, episodes]);
    expect(right).toBeGreaterThan(0.96);
    expect(Math.max(0, ...leavingMs)).toBeLessThan(200);
    expect(replay.bells).toBe(0);
  });

  it.each(TELLING.filter((name) => /^codex|osc7501$/.test(name)))(
    'by OSC 7501 is seen at once: %s',
    async (name) => {
      const { delays } = measure(await replayAgent(name, { hooks: 'none' }));
      expect(Math.max(0, ...delays.map(({ ms }) => ms))).toBeLessThan(300);
    },
  );

  it.each(TELLING)(
    'is read no worse with its hooks, and its questions have their texts: %s',
    async (name) => {
      const without = measure(await replayAgent(name, { hooks: 'none' }));
      const replay = await replayAgent(name, { hooks: 'all' });
      const withHooks = measure(replay);
      expect(withHooks.right).toBeGreaterThanOrEqual(without.right - 0.001);
      expect([withHooks.trueClaims, withHooks.claims]).toEqual([without.episodes, without.episodes]);
      if (!name.includes('main')) return;
      const questions = replay.moments.map(({ reading }) => reading.question ?? '');
      expect(
        questions.some((question) =>
          /made-by-shell|permission to use|Bash|needs your|requires execution/.test(question),
        ),
      ).toBe(true);
    },
  );
});

describe('an agent whose hooks alone tell', () => {
  it.each(WITH_HOOKS)('is seen to wait, and only then: %s', async (name) => {
    const { seen, episodes, claims, trueClaims } = measure(await replayAgent(name, { hooks: 'all' }));
    expect([seen, trueClaims, claims]).toEqual([episodes, episodes, episodes]);
  });
});

describe('an agent that neither tells nor has hooks', () => {
  it.each(RECORDINGS.filter((name) => /^(?:copilot|opencode)/.test(name)))(
    'is seen to wait by its cursor, and to work by its output: %s',
    async (name) => {
      const { right, seen, episodes, delays, leavingMs } = measure(
        await replayAgent(name, { hooks: 'none' }),
      );
      expect(seen).toBe(episodes);
      expect(right).toBeGreaterThan(0.88);
      expect(Math.max(0, ...delays.map(({ ms }) => ms))).toBeLessThan(850);
      expect(Math.max(0, ...leavingMs)).toBeLessThan(500);
    },
  );

  it('is given no such signs in a shell', async () => {
    const { claims } = measure(await replayAgent('opencode-main', { hooks: 'none', command: ['bash'] }));
    expect(claims).toBe(0);
  });
});

describe('an agent that tells nothing', () => {
  it.each(RECORDINGS)('is never said to wait when it does not: %s', async (name) => {
    const { claims, trueClaims } = measure(await replayAgent(name, { hooks: 'none' }));
    expect(claims).toBe(trueClaims);
  });

  it('shows a star while it is idle, and is not taken for Qwen Code', async () => {
    const { claims } = measure(await replayAgent('claude-main', { hooks: 'none' }));
    expect(claims).toBe(0);
    const asQwen = await replayAgent('claude-main', { hooks: 'none', command: ['qwen'] });
    expect(measure(asQwen).claims).toBeGreaterThan(0);
  });
});

/** As a terminal would have it: without an answer to its query Claude Code does not use OSC 7501. */
const OURS = RECORDINGS.filter((name) => !/^claude(?!.*osc7501)/.test(name));

const movesOf = ({ moments }: Replay): { atMs: number; state: string }[] =>
  moments
    .filter(({ reading }, at) => reading.state !== moments[at - 1]?.reading.state)
    .map(({ atMs, reading }) => ({ atMs, state: reading.state }));

/** Pieces of 1 to 40 bytes, the same for the same seed. */
function cutAtRandom(seed: number): (bytes: Uint8Array) => Uint8Array[] {
  let state = seed;
  return (bytes) => {
    const pieces = [];
    for (let at = 0; at < bytes.length;) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      const length = 1 + ((state >> 16) % 40);
      pieces.push(bytes.subarray(at, at + length));
      at += length;
    }
    return pieces;
  };
}

describe('all agents together', () => {
  it.each<['none' | 'all', number | undefined]>([
    ['none', undefined],
    ['all', undefined],
    ['none', 1],
    ['all', 2],
  ])('are known as well as they have to be, with %s of their hooks, cut by %s', async (hooks, seed) => {
    const measured = [];
    for (const name of OURS) {
      const replay = await replayAgent(name, {
        hooks,
        ...(seed === undefined ? {} : { cut: cutAtRandom(seed) }),
      });
      measured.push({ ...measure(replay), agent: replay.truth.agent });
    }
    const summary = summarise(measured);
    expect([findWorse(summary), summary]).toEqual([[], summary]);
  });

  it('are found worse where something is missing or worse', () => {
    const nothing = summarise([]);
    expect(findWorse(nothing)).toEqual(
      expect.arrayContaining(['precision', 'recall', 'right', 'reportedMsP95', 'readMsP95']),
    );
    const good = { precision: 1, recall: 0.9, recallWithoutPi: 1, right: 0.9, rightOfPi: 0.73 };
    const delays = { reportedMsP95: 300, readMsP95: 850, hookMsP95: null, leavingMsP95: null };
    expect(findWorse({ ...good, ...delays })).toEqual([]);
    expect(findWorse({ ...good, ...delays, precision: 0.99, readMsP95: 851 })).toEqual([
      'precision',
      'readMsP95',
    ]);
  });
});

describe('an agent that is read byte by byte', () => {
  it.each(RECORDINGS.filter((name) => /codex-ask|gemini-ask|claude-ask-osc|copilot-start/.test(name)))(
    'is said to wait and to rest at the same times: %s',
    async (name) => {
      const whole = await replayAgent(name, { hooks: 'none' });
      const cut = await replayAgent(name, {
        hooks: 'none',
        cut: (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)),
      });
      expect(movesOf(cut).map(({ state }) => state)).toEqual(movesOf(whole).map(({ state }) => state));
      for (const [at, { atMs }] of movesOf(whole).entries())
        expect(Math.abs((movesOf(cut)[at]?.atMs ?? 0) - atMs)).toBeLessThan(5);
    },
  );
});

/** As Codex, Qwen Code and Copilot ring while their terminal has not the focus. */
describe('the bell of an agent that is done', () => {
  it.each(RECORDINGS)(
    'makes it wait at no time, and is no reason where it reports its state: %s',
    async (name) => {
      const silent = await replayAgent(name, { hooks: 'none' });
      const ringing = await replayAgent(name, { hooks: 'none', ringsWhenDone: true });
      const { states } = silent.truth;
      const ends = states.filter(({ state }, at) => state === 'idle' && states[at - 1]?.state === 'working');
      expect(movesOf(ringing).map(({ state }) => state)).toEqual(movesOf(silent).map(({ state }) => state));
      expect(measure(ringing).claims).toBe(measure(silent).trueClaims);
      if (TELLING.includes(name)) expect(ringing.bells).toBe(0);
      else if (!name.startsWith('claude')) expect(ringing.bells).toBe(ends.length);
    },
  );
});
