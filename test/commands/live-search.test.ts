// The search of an open dialog: when one begins, what stays of the one before, and that none is left over.

import { setImmediate as nextTurn } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { LiveSearch } from '../../src/commands/search/live-search.js';
import type { SearchQuery, SearchResult } from '../../src/search/hit.js';
import type { SearchHandlers, SearchPort } from '../../src/search/search-port.js';
import { UserError } from '../../src/text/user-error.js';
import { HIT } from '../dialogs/all-dialogs.js';
import { waitUntil } from '../harness/wait-until.js';

interface Asked {
  query: SearchQuery;
  handlers: SearchHandlers;
  resolve(result: SearchResult): void;
  reject(error: unknown): void;
}

function open() {
  const asked: Asked[] = [];
  let changes = 0;
  const port: SearchPort = {
    prepare() {},
    search: (query, handlers) =>
      new Promise((resolve, reject) => void asked.push({ query, handlers, resolve, reject })),
  };
  const search = new LiveSearch(port, {
    exact: false,
    here: 'id-here',
    changed: () => void changes++,
    explain: String,
  });
  const begun = (count: number): Promise<unknown> =>
    waitUntil(`${count} searches have begun`, () => asked.length === count);
  return { search, asked, changes: () => changes, begun };
}

describe('a search while its words are typed', () => {
  it('begins once for keys that follow each other, and stops the one before', async () => {
    const { search, asked, begun } = open();
    search.begin({ words: 'a', scope: 'all' });
    search.begin({ words: 'ab', scope: 'session' });
    await begun(1);
    expect(asked.map(({ query }) => query)).toEqual([
      { words: 'ab', exact: false, limit: 200, session: 'id-here' },
    ]);
    search.begin({ words: 'abc', scope: 'screens' });
    expect(asked[0]?.handlers.signal.aborted).toBe(true);
    await begun(2);
    expect(asked[1]?.query).toEqual({ words: 'abc', exact: false, limit: 200, in: 'screens' });
    search.stop();
    expect(asked[1]?.handlers.signal.aborted).toBe(true);
  });

  it('shows hits as they come, those of the words before until then, and none that come late', async () => {
    const { search, asked, changes, begun } = open();
    search.begin({ words: 'a', scope: 'all' });
    await begun(1);
    asked[0]?.handlers.onHits?.([HIT]);
    asked[0]?.handlers.onProgress?.({ doneBytes: 1, totalBytes: 2 });
    expect(search.findings).toMatchObject({ hits: [HIT], isSearching: true, progress: { doneBytes: 1 } });
    expect(search.findings.areOld).toBe(false);
    search.begin({ words: 'ab', scope: 'all' });
    await begun(2);
    asked[0]?.resolve({ hits: [HIT, HIT], more: true, problems: [] });
    asked[1]?.handlers.onHits?.([]);
    await nextTurn();
    expect([search.findings.hits, search.findings.more, changes()]).toEqual([[HIT], false, 2]);
    expect(search.findings.areOld).toBe(true);
    asked[1]?.resolve({ hits: [], more: false, problems: ['one cannot be read'] });
    await nextTurn();
    expect(search.findings).toMatchObject({
      hits: [],
      areOld: false,
      isSearching: false,
      problems: ['one cannot be read'],
    });
    search.stop();
  });

  it('has nothing without words', async () => {
    const { search, asked } = open();
    search.begin({ words: ' ', scope: 'all' });
    expect([asked, search.findings.isSearching]).toEqual([[], false]);
  });

  it('says why nothing can be searched', async () => {
    const { search, asked, begun } = open();
    search.begin({ words: 'a', scope: 'all' });
    await begun(1);
    asked[0]?.reject(new UserError('the searching process cannot be started'));
    await nextTurn();
    expect(search.findings).toMatchObject({
      hits: [],
      isSearching: false,
      problems: ['the searching process cannot be started'],
    });
  });
});
