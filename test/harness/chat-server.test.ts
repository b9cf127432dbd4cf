import { afterEach, describe, expect, it } from 'vitest';
import { startChatServer, type ChatScript, type ChatServer } from './chat-server.js';
import { waitUntil } from './wait-until.js';

let server: ChatServer | undefined;
afterEach(() => server?.stop());

async function ask(script?: ChatScript, signal?: AbortSignal): Promise<Response> {
  server = await startChatServer(script);
  return fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-key' },
    body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'one two' }] }),
    ...(signal && { signal }),
  });
}

const eventsOf = (body: string): unknown[] =>
  body
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map((event) => JSON.parse(event.slice('data: '.length)) as unknown);

describe('startChatServer', () => {
  it('streams the last question back and records the request', async () => {
    const body = await (await ask()).text();
    expect(eventsOf(body)).toMatchObject([
      { choices: [{ delta: { content: 'one ' }, finish_reason: null }] },
      { choices: [{ delta: { content: 'two' }, finish_reason: null }] },
      { choices: [{ finish_reason: 'stop' }] },
    ]);
    expect(body.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(server?.requests).toMatchObject([
      {
        model: 'm',
        messages: [{ role: 'user', content: 'one two' }],
        headers: { authorization: 'Bearer test-key' },
      },
    ]);
  });

  it('ends early without a finish reason and without an error', async () => {
    const body = await (await ask(() => ({ pieces: ['a'], end: 'early' }))).text();
    expect(body).not.toContain('[DONE]');
    expect(eventsOf(body)).toHaveLength(1);
  });

  it('cuts the connection behind the pieces', async () => {
    const response = await ask(() => ({ pieces: ['a', 'b'], end: 'cut' }));
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('answers with an error of its own', async () => {
    const response = await ask(() => ({
      status: 429,
      message: 'slow down',
      headers: { 'retry-after': '1' },
    }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await response.json()).toMatchObject({ error: { message: 'slow down' } });
  });

  it('hangs until the client goes, and notes that it went', async () => {
    const leaving = new AbortController();
    const response = await ask(() => ({ pieces: ['a'], end: 'hang' }), leaving.signal);
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value as Uint8Array)).toContain('"content":"a"');
    leaving.abort();
    await waitUntil('the request is noted as aborted', () => server?.requests[0]?.aborted);
  });
});
