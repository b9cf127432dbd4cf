import { describe, expect, it } from 'vitest';

import { gatherSessions } from '../../src/panes/gather.js';
import { isSoundWorkspace } from '../../src/panes/stored-workspace.js';
import { addTab, panesOf } from '../../src/panes/workspace.js';
import { panesInRow } from './build-workspace.js';

describe('sessions brought together in a tab', () => {
  const area = { rows: 20, cols: 80 };
  const start = addTab(panesInRow(3), { tab: 't2', pane: 'x', session: 's-x' });
  let ids = 0;
  const gather = (tab: string | undefined, sessions: string[], room = area) =>
    gatherSessions(start, sessions, { tab, area: room, newId: () => `new${++ids}` });
  const shape = (result: ReturnType<typeof gather>): string[][] => {
    if ('refused' in result) throw new Error(result.refused);
    expect(isSoundWorkspace(result.workspace)).toBe(true);
    return result.workspace.tabs.map((tab) => panesOf(tab).map(({ session }) => session));
  };

  it('come from other tabs and from the background, after those that are there', () => {
    expect(shape(gather('t2', ['s-a', 's-c', 's-back']))).toEqual([['s-b'], ['s-x', 's-a', 's-c', 's-back']]);
    expect(shape(gather('t1', ['s-x', 's-a']))).toEqual([['s-a', 's-b', 's-c', 's-x']]);
  });

  it('get a new tab of their own, and leave no empty one', () => {
    const result = gather(undefined, ['s-x', 's-b', 's-back']);
    expect(shape(result)).toEqual([
      ['s-a', 's-c'],
      ['s-x', 's-b', 's-back'],
    ]);
    expect(shape(gather(undefined, ['s-a', 's-b', 's-c', 's-x']))).toEqual([['s-a', 's-b', 's-c', 's-x']]);
  });

  it('change nothing if they are there already, and are refused where there is no room', () => {
    expect(gather('t1', ['s-a', 's-b'])).toMatchObject({ workspace: start });
    const many = Array.from({ length: 200 }, (_, at) => `s-${at}`);
    expect(gather('t2', many, { rows: 10, cols: 20 })).toEqual({
      refused: 'no room for 201 panes in one tab; move fewer',
    });
  });
});
