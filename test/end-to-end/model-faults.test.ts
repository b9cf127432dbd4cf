// Faults of a model's server, as a user sees them: in the pane, on the command line, and in what is kept.

import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startQmux, type Qmux } from '../harness/qmux.js';

const KEY = 'sk-proj-Zq3vXw81KfLm2NpRt7Yb';

let qmux: Qmux;
let server: Server;
/** Messages of each request. */
let asked: { role: string; content: string }[][] = [];

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const ANSWERS: Readonly<Record<string, string>> = {
  think: chunk({ reasoning_content: 'hm, hm' }) + chunk({}, 'stop'),
  blank: chunk({ content: ' \n\n' }) + chunk({}, 'stop'),
  tool:
    chunk({
      tool_calls: [{ index: 0, id: '1', type: 'function', function: { name: 'ls', arguments: '{}' } }],
    }) + chunk({}, 'tool_calls'),
  long: chunk({ content: 'as far as it goes' }) + chunk({}, 'length'),
  filter: chunk({ content: 'begun, then' }) + chunk({}, 'content_filter'),
  tags: chunk({ content: '<think>never shown</think>\n\nthe answer' }) + chunk({}, 'stop'),
};

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { messages } = JSON.parse(body) as { messages: (typeof asked)[0] };
      asked.push(messages);
      const question = messages.at(-1)?.content ?? '';
      if (question === 'key')
        return response
          .writeHead(401, { 'content-type': 'application/json' })
          .end(
            `{"error":{"message":"Incorrect API key provided: ${KEY.slice(0, 14)}****${KEY.slice(-4)}."}}`,
          );
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return response.end(ANSWERS[question] ?? chunk({ content: 'ok' }) + chunk({}, 'stop'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  qmux = await startQmux();
  Object.assign(qmux.home.env, {
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    QMUX_MODEL: 'openai/m',
  });
});
afterEach(async () => {
  await qmux.stop();
  server.closeAllConnections();
  server.close();
});

it('is said in the pane, ends the call with 1, and leaves nothing in the context that a provider would refuse', async () => {
  await qmux.call('new', 'chat', 'c', '-d');
  const ask = async (question: string): Promise<Record<string, unknown>> => {
    const { stdout, code } = await qmux.call('send', 'c', question, '--wait', '--json');
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(code).toBe(result['finish'] === 'stop' ? 0 : 1);
    return result;
  };
  expect(await ask('first')).toMatchObject({ answer: 'ok', finish: 'stop' });
  expect(await ask('think')).toMatchObject({ answer: '', finish: 'error', reason: 'no-text' });
  expect(await ask('blank')).toMatchObject({ finish: 'error', reason: 'no-text' });
  expect(await ask('tool')).toMatchObject({ finish: 'error', reason: 'no-text' });
  expect(await ask('long')).toMatchObject({ answer: 'as far as it goes', finish: 'cut', reason: 'length' });
  expect(await ask('filter')).toMatchObject({ finish: 'error', reason: 'content-filter' });
  expect(await ask('tags')).toMatchObject({ answer: 'the answer', finish: 'stop' });
  await ask('last');
  expect(asked.at(-1)).toEqual([
    { role: 'user', content: 'first' },
    { role: 'assistant', content: 'ok' },
    { role: 'user', content: 'long' },
    { role: 'assistant', content: 'as far as it goes' },
    { role: 'user', content: 'filter' },
    { role: 'assistant', content: 'begun, then' },
    { role: 'user', content: 'tags' },
    { role: 'assistant', content: 'the answer' },
    { role: 'user', content: 'last' },
  ]);
  const { stdout } = await qmux.call('capture', 'c', '--lines', '200');
  for (const line of [
    /error: the model sent no text, only reasoning/,
    /error: the model sent no text \(stop\)/,
    /error: the model sent no text, only a call to the tool ls/,
    /\(cut\) the answer reached the model's output limit; \/continue goes on/,
    /error: the content filter of 127/,
  ])
    expect(stdout).toMatch(line);
  expect(stdout).not.toContain('never shown');
});

it('shows and keeps no part of a key', async () => {
  const said = await qmux.call('chat', 'key');
  expect(said.stderr).toMatch(
    /does not accept the key in OPENAI_API_KEY \(401\): Incorrect API key provided: \(key\)/,
  );
  await qmux.call('new', 'chat', 'c', '-d');
  const sent = await qmux.call('send', 'c', 'key', '--wait');
  expect(sent.stdout).toContain('does not accept the key');
  const texts = [
    said.stderr,
    sent.stdout,
    (await qmux.call('capture', 'c', '--lines', '99')).stdout,
    (await qmux.call('export', 'c', '--format', 'json')).stdout,
    (await qmux.call('export', 'c')).stdout,
    (await qmux.call('ls', '--json')).stdout,
    (await qmux.call('doctor', '--json')).stdout,
    ...filesBelow(qmux.home.env['QMUX_HOME'] ?? ''),
  ];
  expect(texts.length).toBeGreaterThan(9);
  for (const text of texts)
    for (const part of [KEY, KEY.slice(0, 14), KEY.slice(-8)]) expect(text).not.toContain(part);
});

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
