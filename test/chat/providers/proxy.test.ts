// Through a proxy, or around it, as the environment of the key says.

import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { loadModel } from '../../../src/chat/providers/load-model.js';
import { chooseProxy } from '../../../src/chat/providers/proxy-choice.js';
import { makeCertificate } from '../../harness/certificate.js';
import { startProxy, type ProxyOptions, type TestProxy } from '../../harness/proxy.js';
import { collect, type Collected } from './collect.js';
import { beginStream, sse, startWireServer, type WireScript } from './wire-server.js';

const KEY = 'Zq3vXw81KfLm2NpRt7Yb';

const answer: WireScript = (response) => {
  beginStream(response);
  response.end(sse({ text: 'by proxy' }) + sse({ finish: 'stop' }));
};

async function start(
  options: ProxyOptions = {},
  script = answer,
): Promise<{ proxy: TestProxy; port: string; requests: unknown[] }> {
  const [proxy, server] = await Promise.all([startProxy(options), startWireServer(script)]);
  onTestFinished(() => proxy.stop());
  onTestFinished(() => server.stop());
  return { proxy, port: new URL(server.url).port, requests: server.requests };
}

async function ask(baseUrl: string, env: Record<string, string>): Promise<Collected> {
  const all = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: baseUrl, ...env };
  const providers = { openai: { insecure: true } };
  return collect(await loadModel(chooseModel({ flag: 'openai/m', env: all, providers }), all, { providers }));
}

const messageOf = ({ end }: Collected): string => (end && 'message' in end ? end.message : '');

it('is not loaded where no variable names one', async () => {
  const { port } = await start();
  await ask(`http://127.0.0.1:${port}/v1`, {});
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  expect(loaded.filter((file) => file.includes('/node_modules/undici/'))).toEqual([]);
});

describe('a proxy', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('of %s is used, by a tunnel', async (variable) => {
    const { proxy, port } = await start();
    const collected = await ask(`http://model.test:${port}/v1`, { [variable]: proxy.url });
    expect(collected).toMatchObject({ text: 'by proxy', end: { complete: true } });
    expect(proxy.asked).toEqual([`CONNECT model.test:${port}`]);
  });

  it('that makes no tunnels for plain HTTP is sent the request', async () => {
    const { proxy, port, requests } = await start({ refuseTunnels: 403 });
    expect(await ask(`http://model.test:${port}/v1`, { HTTP_PROXY: proxy.url })).toMatchObject({
      text: 'by proxy',
    });
    expect(proxy.asked).toEqual([
      `CONNECT model.test:${port}`,
      `POST http://model.test:${port}/v1/chat/completions`,
    ]);
    expect(requests).toHaveLength(1);
  });

  it('may be named without a scheme, and with a user', async () => {
    const { proxy, port } = await start({ credentials: 'me:p@ss word' });
    const env = { HTTP_PROXY: `me:p%40ss%20word@${proxy.host}` };
    expect(await ask(`http://model.test:${port}/v1`, env)).toMatchObject({ text: 'by proxy' });
  });

  it.each(['https', 'http'])(
    'that wants a user names the variable, and shows no password (%s)',
    async (scheme) => {
      const { proxy, port } = await start({ credentials: 'me:right' });
      const env = {
        HTTPS_PROXY: `http://me:wrong-password@${proxy.host}`,
        HTTP_PROXY: `http://me:wrong-password@${proxy.host}`,
      };
      const message = messageOf(await ask(`${scheme}://model.test:${port}/v1`, env));
      expect(message).toContain(
        `the proxy ${proxy.host} (${scheme.toUpperCase()}_PROXY) requires a user name and a password (407)`,
      );
      expect(message).not.toContain('wrong-password');
    },
  );

  it.each([403, 502, 503])('that refuses (%i) names the variable and NO_PROXY', async (refuseTunnels) => {
    const { proxy, port } = await start({ refuseTunnels });
    const message = messageOf(await ask(`https://model.test:${port}/v1`, { HTTPS_PROXY: proxy.url }));
    expect(message).toBe(
      `the proxy ${proxy.host} (HTTPS_PROXY) does not connect to model.test:${port} (${refuseTunnels}); check HTTPS_PROXY, or add the host to NO_PROXY`,
    );
  });

  it('that cannot reach the server is named', async () => {
    const { proxy } = await start();
    const gone = await startWireServer(answer);
    await gone.stop();
    const { port } = new URL(gone.url);
    expect(messageOf(await ask(`https://model.test:${port}/v1`, { https_proxy: proxy.url }))).toMatch(
      /^the proxy 127.* \(https_proxy\) does not connect to model\.test:\d+ \(502\)/,
    );
    expect(messageOf(await ask(`http://model.test:${port}/v1`, { http_proxy: proxy.url }))).toMatch(
      /proxy 127.* \(http_proxy\) failed \(502\): no such server; ask again, or check both/,
    );
  });

  it('that is not there is named', async () => {
    const { proxy, port } = await start();
    await proxy.stop();
    expect(messageOf(await ask(`https://model.test:${port}/v1`, { HTTPS_PROXY: proxy.url }))).toBe(
      `cannot reach the proxy ${proxy.host} (HTTPS_PROXY) on the way to model.test:${port} (ECONNREFUSED); check HTTPS_PROXY, or add the host to NO_PROXY`,
    );
  });

  it('leaves TLS to us: the server’s certificate is looked at', async () => {
    const { createServer } = await import('node:tls');
    const { cert, key } = makeCertificate({ name: 'model.test' });
    const server = createServer({ cert, key });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { proxy } = await start();
    const message = messageOf(await ask(`https://model.test:${port}/v1`, { HTTPS_PROXY: proxy.url }));
    expect(proxy.asked).toEqual([`CONNECT model.test:${port}`]);
    expect(message).toMatch(
      /^the certificate of model\.test:\d+ is not signed by an authority that Node trusts .*NODE_EXTRA_CA_CERTS/,
    );
  });

  it('does not stand before a redirect elsewhere', async () => {
    const { proxy, port } = await start({}, (response) =>
      response.writeHead(307, { location: 'http://elsewhere.test/v1/chat/completions' }).end(),
    );
    const message = messageOf(await ask(`http://model.test:${port}/v1`, { HTTP_PROXY: proxy.url }));
    expect(message).toContain('redirects to http://elsewhere.test/v1/chat/completions (307)');
    expect(proxy.asked).toEqual([`CONNECT model.test:${port}`]);
  });

  it.each(['127.0.0.1', 'localhost'])('is never asked for this machine (%s)', async (host) => {
    const { proxy, port } = await start();
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
    expect((await ask(`http://${host}:${port}/v1`, env)).text).toBe('by proxy');
    expect(proxy.asked).toEqual([]);
  });

  it('is not asked for what NO_PROXY names', async () => {
    const { proxy, port } = await start();
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: 'other.test,.test' };
    expect(messageOf(await ask(`http://model.test:${port}/v1`, env))).toMatch(
      /^cannot reach http:\/\/model\.test/,
    );
    expect(proxy.asked).toEqual([]);
  });

  it('of this process counts for nobody', async () => {
    const { proxy, port } = await start();
    process.env['HTTP_PROXY'] = proxy.url;
    onTestFinished(() => void delete process.env['HTTP_PROXY']);
    expect(messageOf(await ask(`http://model.test:${port}/v1`, {}))).toMatch(
      /^cannot reach http:\/\/model\.test/,
    );
    process.env['NO_PROXY'] = '*';
    onTestFinished(() => void delete process.env['NO_PROXY']);
    expect((await ask(`http://model.test:${port}/v1`, { HTTP_PROXY: proxy.url })).text).toBe('by proxy');
  });

  it.each([
    [
      'socks5://127.0.0.1:1080',
      /^HTTPS_PROXY names a socks5 proxy, which qmux cannot use; give an http:\/\//,
    ],
    ['http://', /^HTTPS_PROXY is not a proxy address; give one like/],
    ['http://me:hunter2hunter2@:::', /^HTTPS_PROXY is not a proxy address; give one like/],
  ])('%s is refused before anything is sent', async (value, message) => {
    await expect(ask('https://model.test/v1', { HTTPS_PROXY: value })).rejects.toThrow(message);
    await expect(ask('https://model.test/v1', { HTTPS_PROXY: value })).rejects.not.toThrow(/hunter2/);
  });
});

describe('which proxy', () => {
  const PROXIES = { HTTPS_PROXY: 'http://s.example:1', HTTP_PROXY: 'http://h.example:2' };
  const variableFor = (address: string, env: Record<string, string> = {}): string | undefined =>
    chooseProxy(address, { ...PROXIES, ...env })?.variable;

  it.each([
    ['https://api.example/v1', {}, 'HTTPS_PROXY'],
    ['http://api.example/v1', {}, 'HTTP_PROXY'],
    ['https://api.example/v1', { https_proxy: 'http://l.example' }, 'https_proxy'],
    ['https://api.example/v1', { HTTPS_PROXY: ' ' }, 'HTTP_PROXY'],
    ['http://api.example/v1', { HTTP_PROXY: '' }, undefined],
    ['https://localhost:8443/', {}, undefined],
    ['https://api.localhost/', {}, undefined],
    ['http://127.8.9.10/', {}, undefined],
    ['http://[::1]:8080/', {}, undefined],
    ['http://[::ffff:127.0.0.1]/', {}, undefined],
    ['http://0.0.0.0:8080/', {}, undefined],
    ['https://api.example', { NO_PROXY: '*' }, undefined],
    ['https://api.example', { NO_PROXY: 'api.example' }, undefined],
    ['https://api.example', { NO_PROXY: 'API.Example.' }, undefined],
    ['https://api.example', { NO_PROXY: ' x.example , example' }, undefined],
    ['https://api.example', { NO_PROXY: '.example' }, undefined],
    ['https://api.example', { NO_PROXY: '*.example' }, undefined],
    ['https://api.example', { NO_PROXY: 'i.example' }, 'HTTPS_PROXY'],
    ['https://api.example', { NO_PROXY: 'api.example:443' }, undefined],
    ['https://api.example', { NO_PROXY: 'api.example:8443' }, 'HTTPS_PROXY'],
    ['https://api.example:8443', { NO_PROXY: 'api.example:8443' }, undefined],
    ['http://10.1.2.3', { no_proxy: '10.0.0.0/8' }, undefined],
    ['http://11.1.2.3', { no_proxy: '10.0.0.0/8' }, 'HTTP_PROXY'],
    ['http://10.1.2.3', { no_proxy: '10.1.2.3' }, undefined],
    ['http://[fd00::1]/', { no_proxy: 'fd00::1' }, undefined],
    ['http://[fd00::1]/', { no_proxy: '[fd00::1]' }, undefined],
    ['http://10.1.2.3', { no_proxy: '10.0.0.0/x, /8, 999.0.0.0/8' }, 'HTTP_PROXY'],
  ])('%s with %j: %s', (address, env, variable) => {
    expect(variableFor(address, env)).toBe(variable);
  });
});
