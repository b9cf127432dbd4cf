// What is reported of real agents, compared with the truth: recordings with scripted models
// (fixtures/agents/README.md).

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { measure } from '../../bench/agent-recording.mjs';
import { RECORDINGS, replayAgent } from '../harness/agent-recording.js';

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
      const { delaysMs } = measure(await replayAgent(name, { hooks: 'none' }));
      expect(Math.max(0, ...delaysMs)).toBeLessThan(300);
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
      const { right, seen, episodes, delaysMs, leavingMs } = measure(
        await replayAgent(name, { hooks: 'none' }),
      );
      expect(seen).toBe(episodes);
      expect(right).toBeGreaterThan(0.75);
      expect(Math.max(0, ...delaysMs)).toBeLessThan(1000);
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
