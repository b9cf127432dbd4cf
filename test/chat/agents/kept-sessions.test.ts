// The list of sessions that an agent has kept: in pages, in order, with an end.

import { describe, expect, it } from 'vitest';

import { listKeptSessions } from '../../../src/chat/agents/kept-sessions.js';

describe('kept sessions', () => {
  it('come from all pages, those of the directory first, the latest first', async () => {
    const asked: unknown[] = [];
    const pages: Record<string, object> = {
      first: {
        sessions: [
          { sessionId: 'a', cwd: '/other', title: 'A', updatedAt: '2026-01-03T00:00:00Z' },
          { sessionId: 'b', cwd: '/here', updatedAt: '2026-01-01T00:00:00Z' },
          { cwd: '/without/an/id' },
        ],
        nextCursor: 'second',
      },
      second: { sessions: [{ sessionId: 'c', cwd: '/here', title: 'C', updatedAt: '2026-01-02T00:00:00Z' }] },
    };
    const found = await listKeptSessions((method, params) => {
      asked.push([method, params]);
      return Promise.resolve(pages[(params['cursor'] as string | undefined) ?? 'first']);
    }, '/here');
    expect(found.map(({ id, title }) => [id, title])).toEqual([
      ['c', 'C'],
      ['b', ''],
      ['a', 'A'],
    ]);
    expect(asked).toEqual([
      ['session/list', {}],
      ['session/list', { cursor: 'second' }],
    ]);
  });

  it('end when an agent repeats a page, or never stops', async () => {
    const page = (nextCursor: string, id: string): object => ({
      sessions: [{ sessionId: id, cwd: '/' }],
      nextCursor,
    });
    expect(await listKeptSessions(() => Promise.resolve(page('same', 'a')), '/')).toHaveLength(1);
    let count = 0;
    const endless = await listKeptSessions(() => Promise.resolve(page(String(++count), String(count))), '/');
    expect(endless).toHaveLength(500);
  });
});
