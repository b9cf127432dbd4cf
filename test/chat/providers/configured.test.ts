// Providers of the config: their address, key and headers, and where these go.

import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { NamedSecrets } from '../../../src/chat/agents/named-secrets.js';
import { findAllKeys, findAllSecrets } from '../../../src/chat/providers/known-providers.js';
import { loadModel } from '../../../src/chat/providers/load-model.js';
import { withoutKeys } from '../../../src/chat/tools/provider-keys.js';
import { redact } from '../../../src/log/redact.js';
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

async function ask(
  name: string,
  options: ProviderOptions,
  env: Record<string, string>,
  others: Record<string, ProviderOptions> = {},
) {
  const [provider = ''] = name.split('/');
  const providers = { [provider]: options, ...others };
  const choice = chooseModel({ flag: name, env, providers });
  const collected = await collect(await loadModel(choice, env, { providers }));
  return { ...collected, message: collected.end && 'message' in collected.end ? collected.end.message : '' };
}

describe('the keys of the config', () => {
  const providers = {
    lab: {
      env_key: 'LAB',
      headers: { Authorization: 'Bearer ${LAB_BEARER}', 'X-Team': '${TEAM}', 'X-Door': '${DOOR}' },
    },
    openai: { env_key: '${MINE}' },
  };
  const env = {
    LAB: 'lab-canary',
    LAB_BEARER: 'bearer-canary',
    MINE: 'my-canary',
    DOOR: KEY,
    TEAM: 'the-blue-team',
    OPENAI_API_KEY: 'openai-canary',
    HOME: '/home/the-blue-team',
  };
  const keys = ['lab-canary', 'bearer-canary', 'my-canary', 'openai-canary', KEY];

  it('are the providers’, whatever their variables are called; a name in a header is none', () => {
    expect(findAllKeys(env, providers).sort()).toEqual([...keys].sort());
    expect(withoutKeys({ ...env, COPY: `x${KEY}` }, findAllKeys(env, providers))).toEqual({
      TEAM: 'the-blue-team',
      HOME: '/home/the-blue-team',
    });
  });

  it('stand in no text that is kept: tools, agents, transcripts, logs', () => {
    const text = `${keys.join(' ')} the-blue-team`;
    const secrets = new NamedSecrets(env, providers);
    const log = redact(text, findAllSecrets(env, providers));
    for (const clean of [secrets.redact(text), log]) {
      for (const key of keys) expect(clean).not.toContain(key);
      expect(clean).toContain('the-blue-team');
    }
    expect(secrets.name(`${KEY} bearer-canary`)).toBe('«DOOR» «LAB_BEARER»');
  });

  it('reach no other provider, and no message about one', async () => {
    const server = await startWireServer((response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: `who is lab-canary or ${KEY}?` } }));
    });
    onTestFinished(() => server.stop());
    const { message } = await ask(
      'club/m',
      { base_url: server.url, env_key: 'CLUB' },
      { ...env, CLUB: 'c' },
      providers,
    );
    expect(message).toContain('who is (key) or (key)?');
    for (const key of keys) expect(JSON.stringify(server.requests)).not.toContain(key);
  });
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
