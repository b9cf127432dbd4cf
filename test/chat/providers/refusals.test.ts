// Every status in JSON, text and HTML, over the wire: each says the server, the status, its words and a way
// out.

import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { describeRefusal } from '../../../src/chat/providers/failures/describe-refusal.js';
import type { FailureContext } from '../../../src/chat/providers/failures/failure-context.js';
import type { ProviderName } from '../../../src/chat/providers/known-providers.js';
import { collect } from './collect.js';
import { KEY, serve } from './serve-model.js';

const BODIES = {
  json: ['application/json', `{"error":{"message":"teapot is empty","key":"${KEY}"}}`],
  detail: ['application/json', '{"detail":[{"loc":["body"],"msg":"teapot is empty"}]}'],
  problem: ['application/problem+json', '{"type":"about:blank","title":"teapot is empty"}'],
  text: ['text/plain', `teapot is empty\r\n`],
  page: ['text/html', '<html><head><title>teapot is empty</title></head><body>x</body></html>'],
  huge: ['text/plain', `teapot is empty ${'and so on '.repeat(200_000)}`],
} as const;
const STATUSES = [
  400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 418, 422, 429, 451, 500, 501, 502, 503, 504, 529,
];

async function ask(script: (response: ServerResponse) => void): Promise<string> {
  const { model } = await serve(script);
  const { end } = await collect(model);
  if (end?.type !== 'error') throw new Error(JSON.stringify(end));
  return end.message;
}

describe.each(Object.entries(BODIES))('a refusal as %s', (_name, [type, body]) => {
  it.each(STATUSES)('%i says the server, its words and a way out', async (status) => {
    const message = await ask((response) => response.writeHead(status, { 'content-type': type }).end(body));
    expect(message).toMatch(/127\.0\.0\.1:\d+/);
    expect(message).toContain(`(${status})`);
    expect(message).toContain('teapot is empty');
    expect(message).toMatch(/; \S+ /);
    expect(message).not.toContain(KEY);
    expect(message.length).toBeLessThan(420);
  });
});

describe('a refusal', () => {
  it('without a body still says the server and a way out', async () => {
    for (const status of STATUSES)
      expect(await ask((response) => response.writeHead(status).end())).toMatch(
        new RegExp(`127\\.0\\.0\\.1:\\d+.*\\(${status}\\).*; \\S+ `),
      );
  });

  it('that never ends is not read to its end', async () => {
    const message = await ask((response) => {
      response.on('error', () => {});
      response.writeHead(500, { 'content-type': 'text/plain' });
      // From Node 24 on a write to what was destroyed calls back too, before any I/O.
      const more = (error?: Error | null): void =>
        void (error || response.write('again and '.repeat(8192), more));
      more();
    });
    expect(message).toMatch(/failed \(500\): again and again/);
  });

  it('whose body breaks off says what came of it', async () => {
    const message = await ask((response) => {
      response.writeHead(503, { 'content-length': '1000' });
      response.write('out of slots', () => response.destroy());
    });
    expect(message).toMatch(/failed \(503\): out of slots; ask again/);
  });

  it('whose body stalls is given up', async () => {
    const { model } = await serve(
      (response) => {
        response.writeHead(500);
        response.write('half a');
      },
      { idleLimits: { firstPieceMs: 100, betweenPiecesMs: 100 } },
    );
    expect((await collect(model)).end).toMatchObject({ type: 'error' });
  });

  it('is never asked a second time', async () => {
    for (const status of [408, 409, 429, 500, 503, 529]) {
      const { server, model } = await serve((response) => response.writeHead(status).end());
      await collect(model);
      expect(server.requests).toHaveLength(1);
    }
  });
});

const describeFor = (
  provider: ProviderName,
  status: number,
  body: string,
  more: Partial<FailureContext> = {},
): string =>
  describeRefusal(
    { status, body, headers: {} },
    { provider, modelName: 'big-1', baseUrl: 'http://h.example/v1', apiKey: KEY, ...more },
  ).message;

describe('a model that is not there', () => {
  it.each([
    [
      'openai',
      404,
      '{"error":{"message":"The model `big-1` does not exist or you do not have access to it.","code":"model_not_found"}}',
    ],
    [
      'openai',
      404,
      '{"object":"error","message":"The model `big-1` does not exist.","type":"NotFoundError","code":404}',
    ],
    ['openai', 400, '{"error":{"message":"Invalid model name passed in model=big-1"}}'],
    ['openai', 400, '{"error":{"message":"model \\"big-1\\" not found"}}'],
    [
      'anthropic',
      404,
      '{"type":"error","error":{"type":"not_found_error","message":"model: big-1 not found"}}',
    ],
    [
      'google',
      404,
      '{"error":{"code":404,"message":"models/big-1 is not found for API version v1beta, or is not supported for generateContent."}}',
    ],
    ['bedrock', 400, '{"message":"The provided model identifier is invalid."}'],
    ['ollama', 404, '{"error":{"message":"model \'big-1\' not found"}}'],
    ['lmstudio', 404, '{"error":{"message":"No models loaded. Please load a model."}}'],
  ] as const)('%s %i %s', (provider, status, body) => {
    const message = describeFor(provider, status, body);
    expect(message).toMatch(
      new RegExp(`^no such model big-1 at http://h\\.example/v1 \\(${status}\\): .*; `),
    );
    expect(message).toMatch(/QMUX_MODEL or \/new --model$/);
    if (provider === 'ollama') expect(message).toContain('ollama pull big-1');
  });
});

describe('an address that leads nowhere', () => {
  it.each([
    [
      'http://h.example',
      '404 page not found',
      'OPENAI_BASE_URL usually ends with /v1: try http://h.example/v1',
    ],
    ['http://h.example:8080/', '<html><title>404 Not Found</title>', 'try http://h.example:8080/v1'],
    [
      'http://h.example/v1/chat/completions',
      '{"detail":"Not Found"}',
      'remove /chat/completions from the end of OPENAI_BASE_URL, so that it ends with /v1',
    ],
    [
      'http://h.example/v1/models',
      '{"error":"Unexpected endpoint"}',
      'remove /models from the end of OPENAI_BASE_URL',
    ],
    ['http://h.example/v1', '<html><body>nginx</body></html>', 'check OPENAI_BASE_URL'],
    ['http://h.example/v1', '', 'check OPENAI_BASE_URL, or whether the server knows the model big-1'],
    ['http://h.example/v1', '{"error":{"message":"Resource not found"}}', 'check OPENAI_BASE_URL'],
  ])('%s: %s', (baseUrl, body, way) => {
    for (const status of [404, 405]) {
      const message = describeFor('openai', status, body, { baseUrl });
      expect(message).not.toContain('no such model');
      expect(message).toContain(`${baseUrl.replace(/\/$/, '')} does not answer chat requests (${status})`);
      expect(message).toContain(way);
    }
  });

  it('names the variable of its provider', () => {
    for (const [provider, variable] of [
      ['anthropic', 'ANTHROPIC_BASE_URL'],
      ['google', 'GOOGLE_GEMINI_BASE_URL'],
      ['bedrock', 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME'],
      ['ollama', 'OLLAMA_HOST'],
    ] as const)
      expect(describeFor(provider, 404, '<html>')).toContain(`check ${variable}`);
  });
});

describe('what else a refusal means', () => {
  it.each([
    [
      400,
      "This model's maximum context length is 8192 tokens",
      /too long for big-1 at h\.example \(400\): .*\/new$/,
    ],
    [400, 'prompt is too long: 210000 tokens > 200000 maximum', /too long for big-1/],
    [413, '', /too long for big-1 at h\.example \(413\)/],
    [500, 'the request exceeds the available context size, try increasing it', /too long for big-1/],
    [
      400,
      'The plain HTTP request was sent to HTTPS port',
      /accepts only TLS \(400\).*begin OPENAI_BASE_URL with https/,
    ],
    [400, 'Client sent an HTTP request to an HTTPS server.', /accepts only TLS/],
    [
      429,
      '{"error":{"code":"insufficient_quota"}}',
      /the quota at h\.example is used up \(429\).*another key/,
    ],
    [407, '', /a proxy in front of h\.example requires a user name and a password \(407\)/],
    [
      403,
      '<html><title>Blocked</title>',
      /does not allow the request \(403\): Blocked; check OPENAI_BASE_URL and the network/,
    ],
    [403, '{"error":"incorrect API key"}', /does not accept the key in OPENAI_API_KEY \(403\)/],
  ])('%i %s', (status, body, message) => {
    expect(describeFor('openai', status, body)).toMatch(message);
  });

  it('names the user of an address, and AWS’s keys, where these were sent', () => {
    const none = { apiKey: undefined, secrets: ['x'] };
    expect(describeFor('openai', 401, '', none)).toContain(
      'the user name and password in OPENAI_BASE_URL (401)',
    );
    expect(describeFor('bedrock', 401, '', none)).toContain(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (401)',
    );
    expect(describeFor('ollama', 401, '', { apiKey: undefined })).toMatch(
      /requires a key \(401\); check OLLAMA_HOST/,
    );
  });
});
