import { describe, expect, it, onTestFinished } from 'vitest';
import { createOpenAiModel } from '../../../src/chat/providers/openai-compatible.js';
import { collect } from './collect.js';
import { KEY, serve } from './serve-model.js';
import { beginStream, sse, startWireServer } from './wire-server.js';

describe('keys and addresses', () => {
  it('sends the key as a bearer token', async () => {
    const { server, model } = await serve((response) => {
      beginStream(response);
      response.end(sse({ finish: 'stop' }));
    });
    await collect(model);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('sends no authorization without a key, and says what is missing when the server wants one', async () => {
    const { server, model } = await serve((response) => response.writeHead(401).end('{}'), {
      apiKey: undefined,
    });
    expect((await collect(model)).end).toEqual({
      type: 'error',
      message: expect.stringMatching(
        /^127.* requires a key \(401\); OPENAI_API_KEY is not set; export it and ask again$/,
      ) as string,
      needsUser: true,
    });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('asks OpenAI nothing without a key', async () => {
    const refuse = (): never => {
      throw new Error('a request was sent');
    };
    const model = await createOpenAiModel({
      modelName: 'm',
      baseUrl: 'https://api.openai.com/v1/',
      apiKey: undefined,
      fetch: refuse,
    });
    expect((await collect(model)).end).toHaveProperty(
      'message',
      expect.stringContaining('OPENAI_API_KEY is not set'),
    );
  });

  it('refuses a key that no header can hold, without showing it', async () => {
    const { server, model } = await serve(() => {}, { apiKey: 'sk-one\nsk-two' });
    const { end } = await collect(model);
    expect(end).toMatchObject({ type: 'error', needsUser: true });
    expect(JSON.stringify(end)).not.toContain('sk-');
    expect(server.requests).toEqual([]);
  });

  it('names the address of a server that refuses the connection, without its credentials', async () => {
    const server = await startWireServer(() => {});
    await server.stop();
    const baseUrl = server.url.replace('://', '://me:secret@');
    const model = await createOpenAiModel({ modelName: 'm', baseUrl, apiKey: undefined });
    const { end } = await collect(model);
    expect(end).toHaveProperty(
      'message',
      expect.stringContaining(`cannot reach ${server.url} (ECONNREFUSED)`),
    );
    expect(JSON.stringify(end)).not.toContain('secret');
  });

  it('sends the credentials of the address as basic authorization', async () => {
    const server = await startWireServer((response) => {
      beginStream(response);
      response.end(sse({ text: 'hi' }) + sse({ finish: 'stop' }));
    });
    onTestFinished(() => server.stop());
    const baseUrl = server.url.replace('://', '://me:p%40ss@');
    const { text } = await collect(await createOpenAiModel({ modelName: 'm', baseUrl, apiKey: undefined }));
    expect(text).toBe('hi');
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    );
  });
});
