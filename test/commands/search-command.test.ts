// The verb search as a shell sees it: what it prints where, its exit codes, and who stops it.

import { describe, expect, it } from 'vitest';

import type { CommandContext, CommandOutput } from '../../src/commands/command.js';
import { parseArguments } from '../../src/commands/line/parse-command.js';
import { SEARCH } from '../../src/commands/search/search-command.js';
import type { SearchQuery, SearchResult } from '../../src/search/hit.js';
import type { SearchHandlers } from '../../src/search/search-port.js';
import { HIT } from '../dialogs/all-dialogs.js';

interface Called {
  output: Promise<CommandOutput>;
  queries: SearchQuery[];
  told: string[];
}

type Find = (handlers: SearchHandlers) => Partial<SearchResult> | Promise<SearchResult>;

function call(words: readonly string[], find: Find, left?: AbortSignal): Called {
  const queries: SearchQuery[] = [];
  const told: string[] = [];
  const search = async (query: SearchQuery, handlers: SearchHandlers): Promise<SearchResult> => {
    queries.push(query);
    return { hits: [], more: false, problems: [], ...(await find(handlers)) };
  };
  const context = { way: 'cli', search: { search }, left, tell: (text: string) => void told.push(text) };
  const run = async (): Promise<CommandOutput> =>
    SEARCH.run(context as unknown as CommandContext, parseArguments(SEARCH, words));
  return { output: run(), queries, told };
}

describe('search in a shell', () => {
  it('prints hits alone, and says beside them what could not be searched', async () => {
    const problems = ['one.jsonl cannot be searched'];
    const { output, queries } = call(['a b', 'c'], () => ({ hits: [HIT], more: true, problems }));
    expect(await output).toMatchObject({
      text: 'one:1:1  one line',
      remarks: ['these are the best 1; more words, --session or --in narrow the search', ...problems],
      json: [
        { session: null, name: 'one', archived: false, source: 'chat', turn: 1, line: 1, text: 'one line' },
      ],
      exitCode: 0,
    });
    expect(queries).toMatchObject([{ words: '"a b" c', exact: false }]);
  });

  it('prints nothing if nothing is found', async () => {
    const { output } = call(['x', '--in', 'agents', '--exact'], () => ({}));
    expect(await output).toMatchObject({ text: '', json: [], exitCode: 1, remarks: ['nothing found for x'] });
  });

  it('names what may be a misspelt option', async () => {
    const { output } = call(['--sesion', 'api', 'x'], () => ({}));
    expect((await output).remarks?.[1]).toMatch(/^--sesion is not an option of search/);
    expect((await call(['--', '--exact'], () => ({})).output).remarks).toHaveLength(1);
  });

  it('says how far it is, each thing once', async () => {
    const { output, told } = call(['x'], ({ onProgress }) => {
      for (const doneBytes of [1, 1, 30]) onProgress?.({ doneBytes, totalBytes: 100 });
      return {};
    });
    await output;
    expect(told).toEqual(['search: scanning 1 %', 'search: scanning 30 %']);
  });

  it.each([
    [['--in', 'nowhere', 'x'], '--in takes chats, screens or agents, not nowhere'],
    [
      ['--in', 'agents', '--session', 'api', 'x'],
      'what agents keep belongs to no session; leave out --session or --in',
    ],
    [['  '], 'search needs words'],
    [[], 'search needs words'],
  ])('refuses %j', async (words, message) => {
    const { output, queries } = call(words, () => ({}));
    await expect(output).rejects.toMatchObject({ message, exitCode: 2 });
    expect(queries).toEqual([]);
  });

  it('is stopped when its caller leaves', async () => {
    const left = new AbortController();
    const stopped = ({ signal }: SearchHandlers): Promise<SearchResult> =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const { output } = call(['x'], stopped, left.signal);
    left.abort();
    await expect(output).rejects.toThrow('the search was stopped');
  });
});
