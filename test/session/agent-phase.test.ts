// What a title says of an agent: that it starts, and for how long; that it is silent, or asleep.

import { describe, expect, it } from 'vitest';

import { AgentPhase, type WatchedAgent } from '../../src/session/chat/agent-phase.js';
import { SteppedClock } from '../chat/agents/talking-process.js';

function setUp(given: Partial<WatchedAgent>) {
  const clock = new SteppedClock();
  const state = { redraws: 0, since: 0, ...given };
  const phase = new AgentPhase(
    {
      name: 'claude',
      get state() {
        return state.state ?? 'ready';
      },
      get activity() {
        return state.activity ?? 'idle';
      },
      get isAsleep() {
        return state.isAsleep ?? false;
      },
      get silentMs() {
        return clock.nowMs() - state.since;
      },
      get startingMs() {
        return state.state === 'starting' ? clock.nowMs() : undefined;
      },
    },
    () => state.redraws++,
    clock,
  );
  phase.follow();
  return { clock, phase, state };
}

describe('a title', () => {
  it('counts the seconds of a start, and stops with it', () => {
    const { clock, phase, state } = setUp({ state: 'starting' });
    expect(phase.words).toBe('starting claude… 0 s');
    for (let second = 0; second < 4; second++) clock.pass(1_000);
    expect([phase.words, state.redraws, clock.timers]).toEqual(['starting claude… 4 s', 4, 1]);
    state.state = 'ready';
    phase.follow();
    expect([phase.words, clock.timers]).toEqual([undefined, 0]);
  });

  it('says after 60 s that an agent is silent, until it is heard', () => {
    const { clock, phase, state } = setUp({ activity: 'processing' });
    clock.pass(59_999);
    expect([phase.silence, state.redraws]).toEqual([undefined, 0]);
    clock.pass(1);
    expect([phase.silence, state.redraws]).toEqual(['silent for 60 s', 1]);
    clock.pass(10_000);
    expect([phase.silence, state.redraws]).toEqual(['silent for 70 s', 2]);
    for (let step = 0; step < 5; step++) clock.pass(10_000);
    expect([phase.silence, state.redraws, clock.timers]).toEqual(['silent for 2 min', 7, 1]);
    state.since = clock.nowMs();
    expect(phase.silence).toBeUndefined();
  });

  it.each(['waiting', 'idle'] as const)(
    'says nothing of silence while it is %s, without a timer',
    (activity) => {
      const { clock, phase } = setUp({ activity });
      clock.pass(600_000);
      expect([phase.silence, phase.words, clock.timers]).toEqual([undefined, undefined, 0]);
    },
  );

  it('says asleep', () => {
    const { clock, phase } = setUp({ isAsleep: true, state: 'off' });
    expect([phase.words, clock.timers]).toEqual(['asleep', 0]);
  });
});
