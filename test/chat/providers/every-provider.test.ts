// Wire errors and finish reasons in each provider's own format.

import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { loadModel } from '../../../src/chat/providers/load-model.js';
import { collect, type Collected } from './collect.js';
import { startWireServer, type WireScript } from './wire-server.js';

const KEY = 'Zq3vXw81KfLm2NpRt7Yb';

interface Provider {
  model: string;
  key: string;
  address: string;
  path: string;
  /** A stream with this text (none: '') and this finish reason in the provider's words. */
  stream(text: string, finish: string): string;
  whole(text: string, finish: string): string;
  finishes: readonly [word: string, reason: string][];
}

const event = (data: object, type?: string): string =>
  `${type === undefined ? '' : `event: ${type}\n`}data: ${JSON.stringify(data)}\n\n`;

const openAi = (key: string, address: string, model: string, path: string): Provider => ({
  model,
  key,
  address,
  path,
  stream: (text, finish) => {
    const choice = (delta: object, reason: string | null): string =>
      event({ id: 'c', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: reason }] });
    return `${choice({ role: 'assistant', content: text }, null)}${choice({}, finish)}data: [DONE]\n\n`;
  },
  whole: (text, finish) =>
    JSON.stringify({
      id: 'c',
      created: 1,
      model: 'm',
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: finish }],
    }),
  finishes: [
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['tool_calls', 'tool-calls'],
    ['network_error', 'network_error'],
  ],
});

const PROVIDERS: Readonly<Record<string, Provider>> = {
  openai: openAi('OPENAI_API_KEY', 'OPENAI_BASE_URL', 'openai/m', '/v1'),
  ollama: openAi('NO_KEY', 'OLLAMA_HOST', 'ollama/m', ''),
  anthropic: {
    model: 'anthropic/m',
    key: 'ANTHROPIC_API_KEY',
    address: 'ANTHROPIC_BASE_URL',
    path: '',
    stream: (text, finish) =>
      [
        event(
          {
            type: 'message_start',
            message: {
              id: 'm',
              type: 'message',
              role: 'assistant',
              model: 'm',
              content: [],
              usage: { input_tokens: 1, output_tokens: 1 },
            },
          },
          'message_start',
        ),
        event(
          { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
          'content_block_start',
        ),
        event(
          { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
          'content_block_delta',
        ),
        event({ type: 'content_block_stop', index: 0 }, 'content_block_stop'),
        event(
          {
            type: 'message_delta',
            delta: { stop_reason: finish, stop_sequence: null },
            usage: { output_tokens: 1 },
          },
          'message_delta',
        ),
        event({ type: 'message_stop' }, 'message_stop'),
      ].join(''),
    whole: (text, finish) =>
      JSON.stringify({
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: text === '' ? [] : [{ type: 'text', text }],
        stop_reason: finish,
        stop_sequence: null,
        usage: { input_tokens: 1, output_tokens: 1 },
      }),
    finishes: [
      ['end_turn', 'stop'],
      ['stop_sequence', 'stop'],
      ['max_tokens', 'length'],
      ['model_context_window_exceeded', 'length'],
      ['refusal', 'content-filter'],
      ['tool_use', 'tool-calls'],
    ],
  },
  google: {
    model: 'google/m',
    key: 'GEMINI_API_KEY',
    address: 'GOOGLE_GEMINI_BASE_URL',
    path: '',
    stream: (text, finish) =>
      event({ candidates: [{ content: { role: 'model', parts: [{ text }] } }] }) +
      event({ candidates: [{ content: { role: 'model', parts: [] }, finishReason: finish }] }),
    whole: (text, finish) =>
      JSON.stringify({
        candidates: [
          { content: { role: 'model', parts: text === '' ? [] : [{ text }] }, finishReason: finish },
        ],
      }),
    finishes: [
      ['STOP', 'stop'],
      ['MAX_TOKENS', 'length'],
      ['SAFETY', 'content-filter'],
      ['RECITATION', 'content-filter'],
      ['PROHIBITED_CONTENT', 'content-filter'],
      ['MALFORMED_FUNCTION_CALL', 'MALFORMED_FUNCTION_CALL'],
      ['OTHER', 'OTHER'],
    ],
  },
};

const send =
  (body: string, type = 'text/event-stream', status = 200): WireScript =>
  (response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);

async function ask({ model, key, address, path }: Provider, script: WireScript): Promise<Collected> {
  const server = await startWireServer(script);
  onTestFinished(() => server.stop());
  // Ollama has no key: then one is used that is exported for another provider.
  const env = { GEMINI_API_KEY: KEY, [key]: KEY, [address]: new URL(server.url).origin + path };
  const collected = await collect(await loadModel(chooseModel({ flag: model, env }), env, { providers: {} }));
  expect(server.requests).toHaveLength(1);
  expect(JSON.stringify(collected)).not.toContain(KEY);
  return collected;
}

const messageOf = ({ end }: Collected): string => (end && 'message' in end ? end.message : '');

describe.each(Object.entries(PROVIDERS))('%s', (_name, provider) => {
  it('means each of its finish reasons, streamed and whole', async () => {
    for (const [finish, reason] of provider.finishes) {
      for (const script of [
        send(provider.stream('some text', finish)),
        send(provider.whole('some text', finish), 'application/json'),
      ]) {
        const { text, end } = await ask(provider, script);
        expect([finish, text]).toEqual([finish, 'some text']);
        if (reason === 'stop') expect(end).toMatchObject({ type: 'finish', complete: true });
        else expect(end).toMatchObject({ type: 'finish', complete: false, reason });
      }
    }
  });

  it('has not answered where it sent no text', async () => {
    const stop = provider.finishes[0]?.[0] ?? '';
    for (const text of ['', ' \n'])
      for (const body of [provider.stream(text, stop), provider.whole(text, stop)])
        expect((await ask(provider, send(body))).end).toMatchObject({
          complete: false,
          reason: 'no-text',
          message: expect.stringMatching(/^the model sent no text/) as string,
        });
  });

  it.each([
    [
      '<!doctype html><title>Sign in</title>',
      'text/html',
      /sent a web page in place of an answer \(200\): Sign in; check /,
    ],
    ['', 'text/event-stream', /sent an empty answer \(200\); ask again, or check /],
    [
      `{"error":{"message":"busy with ${KEY}"}}`,
      'application/json',
      /answered with an error: busy with \(key\); ask again/,
    ],
    [
      '{"status":"ok"}',
      'application/json',
      /sent something other than a chat completion.*; ask again, or check /,
    ],
    ['hello', 'text/plain', /other than a chat completion: hello; ask again, or check /],
    ['data: {"x', 'text/event-stream', /other than a chat completion|closed the connection/],
  ])('says what came in place of an answer: %j', async (body, type, message) => {
    const said = messageOf(await ask(provider, send(body, type)));
    expect(said).toMatch(message);
    expect(said).toMatch(/127\.0\.0\.1:\d+/);
    if (said.includes('check ')) expect(said).toContain(provider.address);
  });

  it.each([401, 403, 404, 429, 500, 529])('says what a %i in words, JSON and HTML means', async (status) => {
    for (const [body, type] of [
      [`{"error":{"type":"x","message":"no luck with ${KEY.slice(0, 9)}"}}`, 'application/json'],
      ['no luck with it', 'text/plain'],
      ['<html><title>no luck with it</title></html>', 'text/html'],
    ] as const) {
      const said = messageOf(await ask(provider, send(body, type, status)));
      expect(said).toContain(`(${status}): no luck with`);
      expect(said).not.toContain(KEY.slice(0, 9));
      expect(said).toMatch(/127\.0\.0\.1:\d+.*; \S+ /);
    }
  });

  it('keeps what came before the connection broke', async () => {
    const stop = provider.finishes[0]?.[0] ?? '';
    const stream = provider.stream('some text', stop);
    const { text, end } = await ask(provider, (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(stream.slice(0, stream.lastIndexOf('data: {')), () => response.destroy());
    });
    expect(text).toBe('some text');
    expect(end).toMatchObject({
      type: 'error',
      message: expect.stringMatching(/^the connection to 127.* broke/) as string,
    });
  });
});

describe('an error amid the stream', () => {
  it.each([
    [
      'anthropic',
      event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'error'),
    ],
    ['google', event({ error: { code: 503, message: 'Overloaded', status: 'UNAVAILABLE' } })],
    ['openai', event({ error: { message: 'Overloaded' } }, 'error')],
  ])('of %s is repeated, and what came is kept', async (name, error) => {
    const provider = PROVIDERS[name];
    if (!provider) throw new Error(name);
    const stop = provider.finishes[0]?.[0] ?? '';
    const stream = provider.stream('some text', stop);
    const begin = stream.slice(0, stream.lastIndexOf('data: {', stream.indexOf('some text') + 200));
    const upToText = stream.slice(0, stream.indexOf('\n\n', stream.indexOf('some text')) + 2);
    expect(begin.length).toBeGreaterThan(0);
    const collected = await ask(provider, send(upToText + error));
    expect(collected.text).toBe('some text');
    expect(messageOf(collected)).toMatch(/127\.0\.0\.1:\d+ .*Overloaded; ask again/);
  });
});

describe('a prompt that Google blocks', () => {
  it('is filtered, not empty', async () => {
    const { google } = PROVIDERS;
    if (!google) throw new Error('no google');
    const collected = await ask(google, send(event({ promptFeedback: { blockReason: 'SAFETY' } })));
    expect(collected.end).toMatchObject({ complete: false, reason: 'content-filter' });
    expect(messageOf(collected)).toMatch(/blocked the whole answer \(SAFETY\)/);
  });
});
