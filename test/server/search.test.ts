// Searching over a workspace: what is only on the screen, names, and the death of the searching process.

import { afterEach, describe, expect, it } from 'vitest';
import type { SearchQuery } from '../../src/search/hit.js';
import { isProgram } from '../../src/session/any-session.js';
import { startChatServer } from '../harness/chat-server.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

let started: StartedWorkspace;
afterEach(() => started.workspace.stop());

const find = async (words: string, query: Partial<SearchQuery> = {}): Promise<string[]> => {
  const { signal } = new AbortController();
  const { hits } = await started.workspace.search.search(
    { words, exact: false, limit: 10, ...query },
    { signal },
  );
  return hits.map(({ name, archived, text }) => `${name}${archived ? ' (archived)' : ''}: ${text}`);
};

describe('search', () => {
  it('finds what a program shows before it is saved, and again when its process was killed', async () => {
    started = await startWorkspace({ env: { PATH: process.env['PATH'] ?? '', HOME: '/nowhere' } });
    const { workspace } = started;
    expect(workspace.search.pid).toBeUndefined();
    // Prints all the time, so that its screen is saved once a second at most.
    const command = ['sh', '-c', 'read word; echo "the $word swims"; while :; do echo .; sleep 0.02; done'];
    const session = await started.create({ kind: 'program', command, name: 'prog' });
    await find('warm');
    if (!isProgram(session)) throw new Error('not a program');
    session.write('stickleback\r');
    await waitUntil('it is shown', async () =>
      (await session.capture({ lines: undefined, ansi: false })).includes('swims'),
    );
    expect(await find('swims stickleb')).toEqual(['prog: the stickleback swims']);
    const { pid } = workspace.search;
    process.kill(pid ?? 0, 'SIGKILL');
    expect(await find('swims "stickleback"')).toEqual(['prog: the stickleback swims']);
    expect(workspace.search.pid).not.toBe(pid);
    const stop = new AbortController();
    const stopped = workspace.search.search(
      { words: 'swims', exact: false, limit: 10 },
      { signal: stop.signal },
    );
    stop.abort(new Error('no more'));
    await expect(stopped).rejects.toThrow('no more');
    await workspace.coordinator.closeSession(session);
    expect(await find('swims', { session: session.id })).toEqual(['prog (archived): the stickleback swims']);
    const record = workspace.coordinator.archive[0];
    if (record) await workspace.coordinator.deleteSessions([record]);
    expect(await find('swims')).toEqual([]);
  });

  it('finds each word of what a chat has recorded, wherever its pieces were torn', async () => {
    const words = ['heron', 'кулик', 'さぎ', 'überflug', 'plover'];
    const model = await startChatServer(() => ({ pieces: words.join(' ').match(/.{1,3}/gsu) ?? [] }));
    const env = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url, QMUX_MODEL: 'openai/m' };
    try {
      started = await startWorkspace({ env });
      const session = await started.create({ name: 'birds' });
      if (isProgram(session)) throw new Error('a program');
      session.send('which birds?');
      await waitUntil('it has answered', () => session.conversation.turns.at(-1)?.finish === 'stop');
      const hit = `birds: ${words.join(' ')}`;
      // Scanned, and then asked of an index.
      for (const word of words) expect([word, await find(word, { exact: true })]).toEqual([word, [hit]]);
      for (const word of words) expect([word, await find(word)]).toEqual([word, [hit]]);
    } finally {
      await model.stop();
    }
  });
});
