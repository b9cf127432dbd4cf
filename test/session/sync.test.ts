// Which panes get one client's keys at once, and what their titles say.

import { expect, it } from 'vitest';

import { syncFlag, syncStates, type SyncFacts } from '../../src/session/arrangement/sync.js';

const facts = (pane: string, more: Partial<SyncFacts> = {}): SyncFacts => ({
  pane,
  session: `s-${pane}`,
  isSeen: true,
  asks: false,
  hasEnded: false,
  isEdited: false,
  isRead: false,
  ...more,
});
const all = { tab: 't', sessions: undefined };
const states = (panes: SyncFacts[], focused = 'a', sync: Parameters<typeof syncStates>[0] = all): unknown =>
  Object.fromEntries(syncStates(sync, panes, focused));

it('are those that can be seen and ask nothing, and of the others each says why', () => {
  expect(
    states([
      facts('a'),
      facts('b'),
      facts('c', { isSeen: false, asks: true }),
      facts('d', { asks: true, isRead: true }),
      facts('e', { hasEnded: true }),
      facts('f', { isEdited: true }),
      facts('g', { isRead: true }),
    ]),
  ).toEqual({ a: 'gets', b: 'gets', c: 'hidden', d: 'asks', e: 'ended', f: 'editor', g: 'copy mode' });
  expect(syncStates(undefined, [facts('a')], 'a').size).toBe(0);
});

it('are none while the focused pane takes the keys for itself', () => {
  for (const own of [{ asks: true }, { isRead: true }, { hasEnded: true }, { isEdited: true }])
    expect(states([facts('a', own), facts('b'), facts('c', { asks: true })])).toMatchObject({
      b: 'paused',
      c: 'asks',
    });
});

it('are only the named ones, while one of them has the focus', () => {
  const sync = { tab: 't', sessions: ['s-a', 's-c'] };
  const panes = [facts('a'), facts('b'), facts('c')];
  expect(states(panes, 'a', sync)).toEqual({ a: 'gets', c: 'gets' });
  expect(states(panes, 'b', sync)).toEqual({ a: 'paused', c: 'paused' });
});

it('are marked in their titles', () => {
  expect(syncFlag('gets', { isAlone: false })).toBe('sync');
  expect(syncFlag('gets', { isAlone: true })).toBe('sync: only here');
  expect(syncFlag('asks', { isAlone: false })).toBe('no sync: asks');
});
