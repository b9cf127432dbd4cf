// What a server that says 200 sent, and what the user is told about it.

import { describe, expect, it } from 'vitest';
import { collect } from './collect.js';
import { KEY, serve } from './serve-model.js';
import { beginStream, sse, type WireScript } from './wire-server.js';

const send =
  (type: string | undefined, body: string): WireScript =>
  (response) => {
    response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(body);
  };

const whole = (message: object, finish: string | null = 'stop'): string =>
  JSON.stringify({
    id: 'c1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });

const end = async (script: WireScript): Promise<string> => {
  const { model } = await serve(script);
  const { end: event, text } = await collect(model);
  expect(text).toBe('');
  if (event === undefined || !('message' in event)) throw new Error(JSON.stringify(event));
  return event.message;
};

describe('a stream', () => {
  it.each(['text/event-stream', 'text/plain; charset=utf-8', 'application/json', 'text/html', undefined])(
    'is read whatever its type says (%s)',
    async (type) => {
      const { model } = await serve(
        send(type, `: hello\n\n${sse({ text: 'hi' })}${sse({ finish: 'stop' })}`),
      );
      expect(await collect(model)).toMatchObject({ text: 'hi', end: { complete: true } });
    },
  );

  it('is read where it begins with a byte-order mark, blank lines, or byte by byte', async () => {
    const bytes = Buffer.from(`\ufeff\n\n${sse({ text: 'hi' })}${sse({ finish: 'stop' })}`);
    const { model } = await serve((response) => {
      beginStream(response);
      let at = 0;
      const next = (): void => {
        if (at === bytes.length) response.end();
        else response.write(bytes.subarray(at, ++at), () => setImmediate(next));
      };
      next();
    });
    expect(await collect(model)).toMatchObject({ text: 'hi', end: { complete: true } });
  });

  it.each([
    ['event: error\ndata: {"error":{"message":"overloaded"}}\n\n', /: overloaded; ask again/],
    ['event: error\ndata: {"message":"out of memory"}\n\n', /: out of memory; ask again/],
    ['event: error\ndata: {"error":"no slots"}\n\n', /: no slots; ask again/],
    ['event: error\ndata: the GPU fell off the bus\n\n', /: the GPU fell off the bus; ask again/],
    ['data: {"error":{"message":"too many","code":429}}\n\n', /: too many; ask again/],
    ['data: {"detail":"wrong shape"}\n\n', /: wrong shape; ask again/],
  ])('that is an error says it: %j', async (event, message) => {
    expect(await end(send('text/event-stream', event))).toMatch(/^127\.0\.0\.1:\d+ /);
    expect(await end(send('text/event-stream', event))).toMatch(message);
  });
});

describe('a whole answer', () => {
  it.each(['application/json', 'text/event-stream', 'application/json; charset=utf-8', undefined])(
    'is an answer (%s)',
    async (type) => {
      const { model } = await serve(send(type, whole({ content: 'all at once' })));
      expect(await collect(model)).toMatchObject({
        text: 'all at once',
        end: { type: 'finish', complete: true, reason: 'stop' },
      });
    },
  );

  it('in a single request', async () => {
    const { server, model } = await serve(send('application/json', whole({ content: 'hi' })));
    await collect(model);
    expect(server.requests).toHaveLength(1);
  });

  it('keeps its reasoning to itself, and its finish reason', async () => {
    const body = whole({ content: '<think>hm</think>so far', reasoning_content: 'hm' }, 'length');
    const { model } = await serve(send('application/json', body));
    expect(await collect(model)).toMatchObject({
      text: 'so far',
      end: { complete: false, reason: 'length' },
    });
  });

  it('without text is none', async () => {
    expect(await end(send('application/json', whole({ content: null, reasoning_content: 'hm' })))).toMatch(
      /^the model sent no text, only reasoning/,
    );
    expect(await end(send('application/json', whole({ content: '' })))).toMatch(/^the model sent no text \(/);
  });

  it.each([
    ['{"error":{"message":"model is loading"}}', /answered with an error: model is loading; ask again/],
    ['{"error":"nope"}', /answered with an error: nope; ask again/],
    ['[{"error":{"message":"in a list"}}]', /answered with an error: in a list/],
    [
      '{"status":"ok","version":"0.6.2"}',
      /sent something other than a chat completion.*check OPENAI_BASE_URL$/,
    ],
    ['{"message":"welcome"}', /other than a chat completion: welcome; ask again, or check OPENAI_BASE_URL$/],
    ['{"choices":[', /sent something other than a chat completion.*check OPENAI_BASE_URL$/],
    ['[]', /sent something other than a chat completion.*check OPENAI_BASE_URL$/],
    [`{"error":{"message":"bad ${KEY}"}}`, /answered with an error: bad \(key\); /],
  ])('that is none says what it is: %j', async (body, message) => {
    expect(await end(send('application/json', body))).toMatch(message);
  });
});

describe('something else', () => {
  it.each([
    [
      '<!doctype html><html><head><title>Sign in &amp; up</title></head></html>',
      /: Sign in & up; check OPENAI_BASE_URL/,
    ],
    ['\n<html><body><h1>It works!</h1></body></html>', /: It works!; check OPENAI_BASE_URL/],
    ['<?xml version="1.0"?><Error>AccessDenied</Error>', /: AccessDenied; check OPENAI_BASE_URL/],
    [`<html><title>x</title>${'<p>filler</p>'.repeat(20_000)}`, /: x; check OPENAI_BASE_URL/],
  ])('a page names the address: %.60j', async (body, message) => {
    expect(await end(send('text/html', body))).toMatch(
      /^127\.0\.0\.1:\d+ sent a web page in place of an answer/,
    );
    expect(await end(send('text/html', body))).toMatch(message);
  });

  it('an endless page is not waited for', async () => {
    const message = await end((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      // From Node 24 on a write to what was destroyed calls back too, before any I/O.
      const more = (error?: Error | null): void =>
        void (error || response.write(`<html><title>endless</title>${'x'.repeat(65_536)}`, more));
      response.on('error', () => {});
      more();
    });
    expect(message).toMatch(/web page.*: endless; check/);
  });

  it('plain words are repeated', async () => {
    expect(await end(send('text/plain', 'Ollama is running'))).toMatch(
      /other than a chat completion: Ollama is running; ask again, or check OPENAI_BASE_URL/,
    );
  });

  it.each(['', '\n\n', '   '])('nothing (%j) is said to be empty', async (body) => {
    expect(await end(send('text/event-stream', body))).toMatch(
      /^127\.0\.0\.1:\d+ sent an empty answer \(200\); ask again, or check OPENAI_BASE_URL/,
    );
  });

  it.each([201, 202, 204, 205])('a %i without a body too', async (status) => {
    expect(await end((response) => void response.writeHead(status).end())).toMatch(
      /sent an empty answer \(20\d\)/,
    );
  });

  it('only comments, or only [DONE], is no answer', async () => {
    expect(await end(send('text/event-stream', ': ping\n\n: ping\n\n'))).toMatch(
      /closed the connection before/,
    );
    expect(await end(send('text/event-stream', 'data: [DONE]\n\n'))).toMatch(/closed the connection before/);
  });
});

describe('no text', () => {
  it.each([
    [sse({ reasoning: 'hm' }) + sse({ finish: 'stop' }), 'no-text', /only reasoning/],
    [sse({ text: '<think>hm' }) + sse({ finish: 'length' }), 'length', /reasoning alone reached/],
    [sse({ tool: 'bash' }) + sse({ finish: 'tool_calls' }), 'no-text', /only a call to the tool bash/],
    [sse({ tool: 'bash' }) + sse({ finish: 'stop' }), 'no-text', /only a call to the tool bash/],
    [sse({ text: '' }) + sse({ finish: 'stop' }), 'no-text', /^the model sent no text \(stop\)/],
    [sse({ finish: 'content_filter' }), 'content-filter', /blocked the whole answer/],
  ])('%j', async (body, reason, message) => {
    const { model } = await serve(send('text/event-stream', body));
    const { end: event, text } = await collect(model);
    expect(text).toBe('');
    expect(event).toMatchObject({
      complete: false,
      reason,
      message: expect.stringMatching(message) as string,
    });
  });

  it('is also what only blanks are', async () => {
    const { model } = await serve(send(undefined, sse({ text: ' \n' }) + sse({ finish: 'stop' })));
    expect((await collect(model)).end).toMatchObject({ complete: false, reason: 'no-text' });
  });
});
