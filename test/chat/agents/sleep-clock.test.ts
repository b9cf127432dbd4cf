// When agents fall asleep: one timer for all, none while none can, and never one that works.

import { describe, expect, it } from 'vitest';

import { SleepClock, type Sleeper } from '../../../src/chat/agents/sleep-clock.js';
import { SteppedClock } from './talking-process.js';

const AFTER_MS = 30_000;

function setUp(afterMs = AFTER_MS) {
  const clock = new SteppedClock();
  let currentMs = afterMs;
  const sleep = new SleepClock(() => currentMs, clock);
  const setTime = (ms: number): void => {
    currentMs = ms;
    sleep.timeChanged();
  };
  const asleep: string[] = [];
  const agent = (name: string) => {
    const state = { state: 'ready' as Sleeper['state'], isIdle: true, since: clock.nowMs() };
    const sleeper: Sleeper = {
      get state() {
        return state.state;
      },
      get isIdle() {
        return state.isIdle;
      },
      get quietMs() {
        return clock.nowMs() - state.since;
      },
      sleep: () => {
        asleep.push(name);
        state.state = 'off';
        return Promise.resolve();
      },
    };
    return {
      change(to: Partial<typeof state>) {
        Object.assign(state, to);
        sleep.note(sleeper);
      },
      heard: () => void (state.since = clock.nowMs()),
    };
  };
  return { clock, asleep, agent, setTime };
}

describe('the clock of sleeping agents', () => {
  it('ends one that has been quiet for long enough, and then holds no timer', () => {
    const { clock, asleep, agent } = setUp();
    agent('a').change({});
    expect(clock.timers).toBe(1);
    clock.pass(AFTER_MS - 1);
    expect(asleep).toEqual([]);
    clock.pass(1);
    expect([asleep, clock.timers]).toEqual([['a'], 0]);
  });

  it('has one timer for all, set to the next', () => {
    const { clock, asleep, agent } = setUp();
    for (const name of ['a', 'b', 'c']) {
      agent(name).change({});
      clock.pass(1_000);
    }
    expect(clock.timers).toBe(1);
    clock.pass(AFTER_MS - 3_000);
    expect([asleep, clock.timers]).toEqual([['a'], 1]);
    clock.pass(1_000);
    expect(asleep).toEqual(['a', 'b']);
    clock.pass(1_000);
    expect([asleep, clock.timers]).toEqual([['a', 'b', 'c'], 0]);
  });

  it('waits on for one that reported something meanwhile', () => {
    const { clock, asleep, agent } = setUp();
    const a = agent('a');
    a.change({});
    clock.pass(AFTER_MS - 1);
    a.heard();
    clock.pass(1);
    expect([asleep, clock.timers]).toEqual([[], 1]);
    clock.pass(AFTER_MS - 1);
    expect(asleep).toEqual(['a']);
  });

  it.each([
    ['works', { isIdle: false }],
    ['ends', { state: 'ending' as const }],
    ['starts', { state: 'starting' as const }],
  ])('holds no timer for one that %s', (_, to) => {
    const { clock, asleep, agent } = setUp();
    const a = agent('a');
    a.change({});
    a.change(to);
    expect(clock.timers).toBe(0);
    clock.pass(10 * AFTER_MS);
    expect(asleep).toEqual([]);
  });

  it('follows a time that changes, to never and back', () => {
    const { clock, asleep, agent, setTime } = setUp();
    agent('a').change({});
    setTime(0);
    expect(clock.timers).toBe(0);
    clock.pass(2 * AFTER_MS);
    expect(asleep).toEqual([]);
    setTime(3 * AFTER_MS);
    clock.pass(AFTER_MS - 1);
    expect([asleep, clock.timers]).toEqual([[], 1]);
    setTime(2 * AFTER_MS);
    clock.pass(0);
    expect([asleep, clock.timers]).toEqual([['a'], 0]);
  });

  it('never does anything with 0', () => {
    const { clock, asleep, agent } = setUp(0);
    agent('a').change({});
    clock.pass(1e9);
    expect([asleep, clock.timers]).toEqual([[], 0]);
  });
});
