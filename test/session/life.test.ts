import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ARCHIVED, nextLife, OPEN, type Life, type LifeEvent } from '../../src/session/life/life.js';

/** Where the events lead in turn, and what is done on the way. A refusal is shown in place of its actions. */
function live(from: Life, ...events: LifeEvent['type'][]): { life: Life; done: string[] } {
  let life = from;
  const done: string[] = [];
  for (const type of events) {
    const step = nextLife(life, type === 'close' ? { type, runs: true } : { type });
    if (typeof step === 'string') {
      done.push(step);
      continue;
    }
    ({ life } = step);
    done.push(...step.actions);
  }
  return { life, done };
}

describe('the life of a session', () => {
  it('goes on for a while after a close, then ends and is archived', () => {
    expect(live(OPEN, 'close', 'grace-over', 'ended')).toEqual({
      life: ARCHIVED,
      done: ['start-grace', 'end'],
    });
  });

  it('ends at once where nothing of it runs', () => {
    expect(nextLife(OPEN, { type: 'close', runs: false })).toEqual({
      life: { phase: 'ending', next: 'archived' },
      actions: ['end'],
    });
  });

  it.each([
    [
      'within its grace takes the living one back',
      ['close', 'reopen'],
      ['start-grace', 'stop-grace', 'take-back'],
    ],
    ['of an ending one waits for its end', ['close', 'grace-over', 'reopen'], ['start-grace', 'end']],
    [
      'of an ending one loads it when that has ended',
      ['close', 'grace-over', 'reopen', 'ended'],
      ['start-grace', 'end', 'load'],
    ],
    [
      'of an archived one loads it',
      ['close', 'grace-over', 'ended', 'reopen'],
      ['start-grace', 'end', 'load'],
    ],
    ['of an open one is refused', ['reopen'], ['is-open']],
    ['of a dropped one is refused', ['drop', 'reopen'], ['end', 'is-being-removed']],
  ] as const)('a reopening %s', (_what, events, done) => {
    expect(live(OPEN, ...events).done).toEqual(done);
  });

  it.each([
    ['within its grace ends it first', ['close', 'delete'], ['start-grace', 'stop-grace', 'end']],
    [
      'removes its folder when it has ended',
      ['close', 'delete', 'ended'],
      ['start-grace', 'stop-grace', 'end', 'remove-folder'],
    ],
    ['of an open one is refused', ['delete'], ['is-open']],
    [
      'of one that is being reopened is refused',
      ['close', 'grace-over', 'reopen', 'delete'],
      ['start-grace', 'end', 'is-being-reopened'],
    ],
  ] as const)('a removal %s', (_what, events, done) => {
    expect(live(OPEN, ...events).done).toEqual(done);
  });

  it('is archived again where its folder cannot be removed', () => {
    expect(live(ARCHIVED, 'delete', 'removal-failed').life).toEqual(ARCHIVED);
  });

  it('of one that waits to be reopened leads to the archive when the server ends', () => {
    expect(live(OPEN, 'close', 'grace-over', 'reopen', 'quit', 'ended').life).toEqual(ARCHIVED);
  });

  it('never starts what lives, nor ends what has ended', () => {
    const event = fc.constantFrom<LifeEvent['type'][]>(
      'close',
      'drop',
      'reopen',
      'delete',
      'grace-over',
      'folder-removed',
      'removal-failed',
      'quit',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.boolean(), fc.boolean())), (events) => {
        let life: Life = OPEN;
        let lives = true;
        let isEnding = false;
        const follow = (next: LifeEvent): void => {
          const step = nextLife(life, next);
          if (typeof step === 'string') return;
          ({ life } = step);
          for (const action of step.actions) {
            if (action === 'end' || action === 'end-with-server') {
              expect({ lives, isEnding }).toEqual({ lives: true, isEnding: false });
              isEnding = true;
            }
            if (action === 'load') {
              expect(lives).toBe(false);
              lives = true;
            }
            if (action === 'take-back') expect({ lives, isEnding }).toEqual({ lives: true, isEnding: false });
            if (action === 'remove-folder') expect(lives).toBe(false);
          }
        };
        for (const [type, runs, endsNow] of events) {
          follow(type === 'close' ? { type, runs } : { type });
          if (!endsNow || !isEnding) continue;
          isEnding = false;
          lives = false;
          follow({ type: 'ended' });
        }
        if (life.phase === 'open' || life.phase === 'closing') expect(lives && !isEnding).toBe(true);
        if (life.phase === 'archived' || life.phase === 'removing') expect(lives).toBe(false);
      }),
    );
  });
});
