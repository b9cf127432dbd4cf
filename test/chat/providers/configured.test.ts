// Providers of the config: their address, key and headers, and where these go.

import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { findAllKeys } from '../../../src/chat/providers/known-providers.js';
import { loadModel } from '../../../src/chat/providers/load-model.js';
import type { ProviderOptions } from '../../../src/config/provider-options.js';
import { collect } from './collect.js';
import { beginStream, sse, startWireServer, type WireServer } from './wire-server.js';

const KEY = 'Zq3vXw81KfLm2NpRt7Yb';

async function start(): Promise<WireServer> {
  const server = await startWireServer((response) => {
    beginStream(response);
    response.end(sse({ text: 'yes' }) + sse({ finish: 'stop' }));
  });
  onTestFinished(() => server.stop());
  return server;
}

async function ask(name: string, options: ProviderOptions, env: Record<string, string>) {
  const [provider = ''] = name.split('/');
  const choice = chooseModel({ flag: name, env, providers: { [provider]: options } });
  const collected = await collect(await loadModel(choice, env));
  return { ...collected, message: collected.end && 'message' in collected.end ? collected.end.message : '' };
}

it('keys of the config are among those that no tool gets', () => {
  const providers = {
    lab: { env_key: 'LAB_KEY', headers: { Authorization: 'Bearer ${LAB_TOKEN}', 'X-Team': '${TEAM}' } },
    openai: { env_key: 'MY_KEY' },
  };
  const env = { LAB_KEY: 'a', LAB_TOKEN: 'b', TEAM: 'c', MY_KEY: 'd', OPENAI_API_KEY: 'e', HOME: 'f' };
  expect(findAllKeys(env, providers).sort()).toEqual(['a', 'b', 'd', 'e']);
});

describe('a provider of the config', () => {
  it('gets its key and its headers, and nobody else’s', async () => {
    const server = await start();
    const headers = { 'X-Team': '${TEAM}-1', 'x-trace': 'on' };
    const env = { LAB_KEY: KEY, TEAM: 'blue', OPENAI_API_KEY: 'sk-other-0123456789' };
    const { text } = await ask('lab/m', { base_url: server.url, env_key: 'LAB_KEY', headers }, env);
    expect(text).toBe('yes');
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'x-team': 'blue-1',
      'x-trace': 'on',
    });
    expect(JSON.stringify(server.requests)).not.toContain('sk-other');
  });

  it('needs no key if it names no variable for one', async () => {
    const server = await start();
    expect((await ask('lab/m', { base_url: server.url }, { OPENAI_API_KEY: KEY })).text).toBe('yes');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    [{ env_key: 'LAB_KEY' }, 'LAB_KEY is not set; export it and ask again'],
    [
      { headers: { 'x-team': '${TEAM}' } },
      'TEAM is not set, which the header x-team of [providers.lab] needs; export it and ask again',
    ],
  ])('is asked nothing without a variable that %o names', async (options, message) => {
    const server = await start();
    expect(await ask('lab/m', { base_url: server.url, ...options }, {})).toMatchObject({ message });
    expect(server.requests).toEqual([]);
  });

  it.each(['anthropic', 'google', 'bedrock', 'openai', 'groq', 'ollama', 'lab'])(
    'is not asked over plain HTTP on another machine: %s',
    async (provider) => {
      const env = { MY_KEY: KEY };
      const options = { base_url: 'http://box.invalid:8080', env_key: 'MY_KEY' };
      const { message } = await ask(`${provider}/m`, options, env);
      expect(message).toMatch(
        /^http:\/\/box\.invalid:8080.* is not encrypted, and nothing was sent; use https:\/\//,
      );
      expect(message).toContain(`insecure = true under [providers.${provider}] in config.toml`);
      // Now it is looked for.
      expect((await ask(`${provider}/m`, { ...options, insecure: true }, env)).message).toMatch(
        /^cannot reach/,
      );
    },
  );

  it('is named by its place in the config when it cannot be reached', async () => {
    const server = await start();
    await server.stop();
    const { message } = await ask('lab/m', { base_url: server.url }, {});
    expect(message).toMatch(
      /check that the server is running and that base_url of \[providers\.lab\] names it$/,
    );
  });
});
