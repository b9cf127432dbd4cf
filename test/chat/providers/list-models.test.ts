// The names that a provider offers.

import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { KeptLists } from '../../../src/chat/providers/kept-lists.js';
import { listModels } from '../../../src/chat/providers/list-models.js';
import type { ProviderOptions } from '../../../src/config/provider-options.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startWireServer, type WireScript } from './wire-server.js';

const KEY = 'Zq3vXw81KfLm2NpRt7Yb';

async function list(provider: string, script: WireScript, options: ProviderOptions = {}) {
  const server = await startWireServer(script);
  onTestFinished(() => server.stop());
  const env = { MY_KEY: KEY };
  const providers = { [provider]: { base_url: server.url, env_key: 'MY_KEY', ...options } };
  const choice = chooseModel({ flag: `${provider}/m`, env, providers });
  if (!('settings' in choice)) throw new Error('a provider is named');
  const names = await listModels(choice, env).catch((error: unknown) => String(error));
  return { names, requests: server.requests };
}

const json =
  (body: object): WireScript =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

it('is asked for once while a name is typed, and again with another key or after ten minutes', async () => {
  let now = 0;
  const lists = new KeptLists(() => now);
  const [first, second] = [{}, {}];
  let asked = 0;
  let told = 0;
  const find = (of: object, names: string[] | undefined): readonly string[] =>
    lists.find('lab', {
      of,
      ask: async () => {
        asked++;
        if (!names) throw new Error('not reached');
        return names;
      },
      more: () => told++,
    });
  expect([find(first, ['a']), find(first, ['b'])]).toEqual([[], []]);
  await waitUntil('it is told', () => told === 2);
  expect(find(first, ['b'])).toEqual(['a']);
  expect(asked).toBe(1);
  now = 10 * 60_000;
  // The old one until then, and if there is none.
  expect(find(first, undefined)).toEqual(['a']);
  await waitUntil('it is told', () => told === 3);
  expect(find(first, ['b'])).toEqual(['a']);
  expect(find(second, ['c'])).toEqual([]);
  await waitUntil('it is told', () => told === 4);
  expect(find(second, [])).toEqual(['c']);
  expect([asked, told]).toEqual([3, 4]);
});

describe('the list of a provider', () => {
  it.each([
    ['openai', '/v1/models', { authorization: `Bearer ${KEY}` }],
    ['lab', '/v1/models', { authorization: `Bearer ${KEY}` }],
    ['anthropic', '/v1/models?limit=1000', { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' }],
  ])('of %s is asked for with its key', async (provider, path, headers) => {
    const { names, requests } = await list(
      provider,
      json({
        data: [{ id: 'b' }, { id: 'a' }, { id: 'text-embedding-3' }, { id: 'two words' }, { id: 7 }, {}],
      }),
    );
    expect(names).toEqual(['b', 'a']);
    expect(requests).toEqual([expect.objectContaining({ method: 'GET', path })]);
    expect(requests[0]?.headers).toMatchObject(headers);
  });

  it('of Google has its names without their folder', async () => {
    const { names, requests } = await list('google', json({ models: [{ name: 'models/gemini-2.5-flash' }] }));
    expect(names).toEqual(['gemini-2.5-flash']);
    expect(requests[0]?.headers['x-goog-api-key']).toBe(KEY);
  });

  it('is that of the config where there is one', async () => {
    const { names, requests } = await list('lab', json({}), { models: ['x', 'y'] });
    expect(names).toEqual(['x', 'y']);
    expect(requests).toEqual([]);
  });

  it('does not follow the key to another place', async () => {
    const other = await startWireServer(json({ data: [] }));
    onTestFinished(() => other.stop());
    const { names } = await list('lab', (response) => response.writeHead(307, { location: other.url }).end());
    expect(names).toMatch(/gives no list of models \(307\)/);
    expect(other.requests).toEqual([]);
  });

  it.each([
    ['an error', (response: Parameters<WireScript>[0]) => response.writeHead(404).end('no'), /\(404\)/],
    ['something else', json({ ok: true }), /no list of models that qmux can read/],
    ['no JSON', (response: Parameters<WireScript>[0]) => response.writeHead(200).end('<html>'), /can read/],
    [
      'too much',
      (response: Parameters<WireScript>[0]) => response.writeHead(200).end('x'.repeat(1_100_000)),
      /can read/,
    ],
  ])('is none where the server sends %s', async (_what, script, message) => {
    const { names } = await list('lab', (response, request) => {
      script(response, request);
    });
    expect(names).toMatch(message);
    expect(names).not.toContain(KEY);
  });

  it('is not asked for over plain HTTP on another machine', async () => {
    const { names } = await list('lab', json({ data: [] }), { base_url: 'http://box.invalid/v1' });
    expect(names).toMatch(/not asked for without encryption/);
  });
});
