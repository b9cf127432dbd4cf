// A conversation never leaves the server that the user named.

import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseModel } from '../../../../src/chat/providers/choose-model.js';
import { loadModel } from '../../../../src/chat/providers/load-model.js';
import { collect } from '../collect.js';
import { startWireServer, type WireScript, type WireServer } from '../wire-server.js';

const KEY = 'Zq3vXw81KfLm2NpRt7Yb';

async function start(script: WireScript): Promise<WireServer> {
  const server = await startWireServer(script);
  onTestFinished(() => server.stop());
  return server;
}

type Asked = [name: string, keyVariable: string, addressVariable: string, path: string];

const OPENAI: Asked = ['openai/m', 'OPENAI_API_KEY', 'OPENAI_BASE_URL', '/v1'];

/** Every package of a provider's, on a server of this origin. */
const MODELS: readonly Asked[] = [
  OPENAI,
  ['anthropic/m', 'ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL', ''],
  ['google/m', 'GEMINI_API_KEY', 'GOOGLE_GEMINI_BASE_URL', ''],
  ['bedrock/m', 'AWS_BEARER_TOKEN_BEDROCK', 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME', ''],
  ['ollama/m', 'X', 'OLLAMA_HOST', ''],
];

async function ask(origin: string, model: Asked = OPENAI): ReturnType<typeof collect> {
  const [name, keyVariable, addressVariable, path] = model;
  const env = { [keyVariable]: KEY, [addressVariable]: origin + path };
  return collect(await loadModel(chooseModel({ flag: name, env }), env, { providers: {} }), {
    question: 'a secret question',
  });
}

const messageOf = ({ end }: Awaited<ReturnType<typeof collect>>): string =>
  end && 'message' in end ? end.message : '';

describe.each(MODELS)('%s', (...model) => {
  it.each([300, 301, 302, 303, 305, 307, 308])('is not sent to another port by a %i', async (status) => {
    const other = await start((response) => response.end());
    const server = await start((response, request) =>
      response
        .writeHead(status, { location: `${new URL(other.url).origin}${request.url}?key=${KEY}` })
        .end(`see ${KEY}`),
    );
    const message = messageOf(await ask(new URL(server.url).origin, model));
    expect(other.requests).toEqual([]);
    expect(server.requests).toHaveLength(1);
    expect(message).toContain(`redirects to ${new URL(other.url).origin}/`);
    expect(message).toContain(
      `(${status}), and nothing was sent there; if it is the right one, set ${model[2]}=`,
    );
    expect(message).not.toContain(KEY);
  });

  it('is not sent again to another path of its server', async () => {
    const server = await start((response) => response.writeHead(307, { location: '/moved/here' }).end());
    const message = messageOf(await ask(new URL(server.url).origin, model));
    expect(server.requests).toHaveLength(1);
    expect(message).toContain(`redirects to ${new URL(server.url).origin}/moved/here (307)`);
  });
});

describe('a redirect', () => {
  it('to the same place names what to check', async () => {
    const server = await start((response, { url }) => response.writeHead(307, { location: url }).end());
    expect(messageOf(await ask(new URL(server.url).origin))).toMatch(
      /nothing was sent there; check OPENAI_BASE_URL$/,
    );
  });

  it.each([
    [300, undefined],
    [302, undefined],
    [304, undefined],
    [307, 'http://[bad'],
    [308, 'ftp://127.0.0.1/'],
    [399, undefined],
  ])('%i to %s is said to lead nowhere', async (status, location) => {
    const server = await start((response) =>
      response.writeHead(status, location === undefined ? {} : { location }).end(),
    );
    const message = messageOf(await ask(new URL(server.url).origin));
    expect(message).toMatch(
      new RegExp(`redirects without saying where to \\(${status}\\); check OPENAI_BASE_URL$`),
    );
  });

  it.each([
    ['https', (port: string) => `https://127.0.0.1:${port}/v1/chat/completions`],
    ['another name of the host', (port: string) => `http://localhost:${port}/v1/chat/completions`],
    ['a host without a scheme', (port: string) => `//localhost:${port}/v1/chat/completions`],
    ['user and password', (port: string) => `http://me:${KEY}@localhost:${port}/v1/chat/completions`],
  ])('to %s is refused, with the address that would be the right one', async (_what, locate) => {
    const server = await start((response) => {
      const { port } = new URL(server.url);
      response.writeHead(308, { location: locate(port) }).end();
    });
    const message = messageOf(await ask(new URL(server.url).origin));
    expect(server.requests).toHaveLength(1);
    expect(message).toMatch(
      /nothing was sent there; if it is the right one, set OPENAI_BASE_URL=https?:\/\/[^/]+\/v1$/,
    );
    expect(message).not.toContain(KEY);
  });
});
