// Anthropic, Google and Bedrock over their real wire formats.

import { LLMock } from '@copilotkit/aimock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { loadModel } from '../../../src/chat/providers/load-model.js';
import type { ChatModel } from '../../../src/chat/ports.js';
import { collect } from './collect.js';
import { startWireServer } from './wire-server.js';

const KEY = 'secret-0123456789abcdef';
const ANSWER = 'A pane shows one session; 漢字 👩‍💻 too.';

const PROVIDERS = [
  {
    provider: 'anthropic',
    keyVariable: 'ANTHROPIC_API_KEY',
    addressVariable: 'ANTHROPIC_BASE_URL',
    model: 'anthropic/claude-haiku-4-5',
    wrongKey: 401,
  },
  {
    provider: 'google',
    keyVariable: 'GEMINI_API_KEY',
    addressVariable: 'GOOGLE_GEMINI_BASE_URL',
    model: 'google/gemini-2.5-flash',
    wrongKey: 401,
  },
  {
    provider: 'bedrock',
    keyVariable: 'AWS_BEARER_TOKEN_BEDROCK',
    addressVariable: 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
    model: 'bedrock/global.anthropic.claude-haiku-4-5-20251001-v1:0',
    wrongKey: 401,
  },
] as const;

describe.each(PROVIDERS)('$provider', ({ keyVariable, addressVariable, model: name, wrongKey }) => {
  let mock: LLMock;
  beforeEach(async () => {
    mock = new LLMock({ port: 0, logLevel: 'silent' });
    await mock.start();
  });
  afterEach(() => mock.stop());

  const load = (more: Record<string, string> = {}): Promise<ChatModel> => {
    const env = { [keyVariable]: KEY, [addressVariable]: mock.url, ...more };
    return loadModel(chooseModel({ env }), env, { providers: {} });
  };

  it('is chosen by its key, and streams the answer in pieces', async () => {
    mock.onMessage('hello', { content: ANSWER }, { chunkSize: 5 });
    const model = await load();
    expect(model.name).toBe(name);
    const { text, pieces, end } = await collect(model);
    expect(text).toBe(ANSWER);
    expect(pieces.length).toBeGreaterThan(4);
    expect(end).toMatchObject({ type: 'finish', complete: true });
  });

  it('gets the instruction and the earlier turns', async () => {
    mock.onMessage('and tabs?', { content: 'ok' });
    const stream = (await load()).stream({
      instruction: 'Be short.',
      messages: [
        { role: 'user', text: 'what are panes?' },
        { role: 'assistant', text: 'Rectangles.' },
        { role: 'user', text: 'and tabs?' },
      ],
      signal: new AbortController().signal,
    });
    for await (const event of stream) expect(event.type).not.toBe('error');
    const sent = JSON.stringify(mock.getLastRequest()?.body);
    for (const text of ['Be short.', 'what are panes?', 'Rectangles.', 'and tabs?'])
      expect(sent).toContain(text);
  });

  it('says that an answer reached the output limit', async () => {
    mock.onMessage('hello', { content: ANSWER, finishReason: 'length' });
    const { text, end } = await collect(await load());
    expect(text).toBe(ANSWER);
    expect(end).toMatchObject({ type: 'finish', complete: false, reason: 'length' });
  });

  it('says what to do about a wrong key, without showing it', async () => {
    mock.onMessage('hello', { error: { message: `bad ${KEY}` }, status: wrongKey });
    const { end } = await collect(await load());
    expect(end).toMatchObject({
      type: 'error',
      needsUser: true,
      message: expect.stringContaining(`does not accept the key in ${keyVariable} (401)`) as string,
    });
    expect(JSON.stringify(end)).not.toContain(KEY);
  });

  it('asks once only when the server fails, and repeats what it said without the key', async () => {
    mock.onMessage('hello', { error: { message: `no room for ${KEY}` }, status: 503 });
    const { end } = await collect(await load());
    expect(end).toMatchObject({
      type: 'error',
      message: expect.stringMatching(/failed \(503\).*ask again$/) as string,
    });
    expect(JSON.stringify(end)).not.toContain(KEY);
    expect(mock.getRequests()).toHaveLength(1);
  });

  it('keeps what came before the connection broke, and does not call it whole', async () => {
    mock.onMessage('hello', { content: ANSWER }, { chunkSize: 5, latency: 20, truncateAfterChunks: 6 });
    const { text, end } = await collect(await load());
    expect(text.length).toBeGreaterThan(0);
    expect(ANSWER.startsWith(text)).toBe(true);
    const isWhole = end?.type === 'finish' && end.complete;
    expect(isWhole).toBe(false);
    expect(end).toBeDefined();
  });

  it('is not whole where the stream ends cleanly without a finish', async () => {
    const server = await startWireServer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end();
    });
    const { end } = await collect(await load({ [addressVariable]: new URL(server.url).origin }));
    await server.stop();
    const isWhole = end?.type === 'finish' && end.complete;
    expect(isWhole).toBe(false);
    expect(end).toBeDefined();
  });

  it('stops at an interruption and asks nothing more', async () => {
    mock.onMessage('hello', { content: ANSWER }, { chunkSize: 2, latency: 20 });
    const controller = new AbortController();
    const seen: string[] = [];
    for await (const event of (await load()).stream({
      instruction: undefined,
      messages: [{ role: 'user', text: 'hello' }],
      signal: controller.signal,
    })) {
      seen.push(event.type);
      controller.abort();
    }
    expect(seen).toEqual(['text']);
  });

  it('says which key is missing when it is named without one', async () => {
    const env = { [addressVariable]: mock.url };
    const { end } = await collect(await loadModel(chooseModel({ flag: name, env }), env, { providers: {} }));
    expect(end).toEqual({
      type: 'error',
      message: `${keyVariable} is not set; export it and ask again`,
      needsUser: true,
    });
    expect(mock.getRequests()).toEqual([]);
  });

  it('names the address variable when nobody answers', async () => {
    const server = await startWireServer(() => {});
    await server.stop();
    const { end } = await collect(await load({ [addressVariable]: new URL(server.url).origin }));
    expect(end).toMatchObject({
      message: expect.stringMatching(
        new RegExp(
          `^cannot reach http://127.* \\(ECONNREFUSED\\); check the network, and ${addressVariable}`,
        ),
      ) as string,
    });
  });
});

describe('bedrock by name', () => {
  it('takes AWS’s usual keys, and shows none of them', async () => {
    const server = await startWireServer((response) =>
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end('{"message":"no access for AKIAEXAMPLE"}'),
    );
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: new URL(server.url).origin,
    };
    const { end } = await collect(
      await loadModel(chooseModel({ flag: 'bedrock/m', env }), env, { providers: {} }),
    );
    await server.stop();
    expect(server.requests[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\//);
    expect(end).toMatchObject({
      needsUser: true,
      message: expect.stringContaining('(403): no access for (key)') as string,
    });
  });
});

describe('a local model', () => {
  it('never gets the key of OpenAI', async () => {
    const server = await startWireServer((response) => response.writeHead(401).end('{}'));
    const env = { OPENAI_API_KEY: KEY, OLLAMA_HOST: new URL(server.url).host };
    const { end } = await collect(
      await loadModel(chooseModel({ flag: 'ollama/m', env }), env, { providers: {} }),
    );
    await server.stop();
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect(end).toMatchObject({ type: 'error' });
  });
});
