import { LLMock } from '@copilotkit/aimock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiModel } from '../../../src/chat/providers/openai-compatible.js';
import { collect } from './collect.js';

const KEY = 'sk-test-0123456789abcdef';
const ANSWER = 'A pane shows one session; a tab holds panes.';

describe('a model behind a chat-completions server', () => {
  let mock: LLMock;
  const model = (apiKey: string | undefined = KEY) =>
    createOpenAiModel({ modelName: 'test-model', baseUrl: `${mock.url}/v1`, apiKey });

  beforeEach(async () => {
    mock = new LLMock({ port: 0, logLevel: 'silent' });
    await mock.start();
  });
  afterEach(() => mock.stop());

  it('streams the answer in pieces and says that it is whole', async () => {
    mock.onMessage('hello', { content: ANSWER }, { chunkSize: 5 });
    const { text, pieces, end } = await collect(await model());
    expect(text).toBe(ANSWER);
    expect(pieces.length).toBeGreaterThan(5);
    expect(end).toEqual({ type: 'finish', complete: true, reason: 'stop' });
  });

  it('sends the instruction, the earlier turns and the question in order', async () => {
    mock.onMessage('and tabs?', { content: 'ok' });
    const stream = (await model()).stream({
      instruction: 'Be short.',
      messages: [
        { role: 'user', text: 'what are panes?' },
        { role: 'assistant', text: 'Rectangles.' },
        { role: 'user', text: 'and tabs?' },
      ],
      signal: new AbortController().signal,
    });
    for await (const event of stream) expect(event.type).not.toBe('error');
    expect(mock.getLastRequest()?.body).toMatchObject({
      model: 'test-model',
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'what are panes?' },
        { role: 'assistant', content: 'Rectangles.' },
        { role: 'user', content: 'and tabs?' },
      ],
    });
  });

  it('counts an answer that reached its length limit as cut, with the way on', async () => {
    mock.onMessage('hello', { content: ANSWER, finishReason: 'length' });
    expect((await collect(await model())).end).toEqual({
      type: 'finish',
      complete: false,
      reason: 'length',
      message: "the answer reached the model's output limit; /continue goes on",
    });
  });

  it('asks once only when the server answers 429, and says when to ask again', async () => {
    mock.onMessage('hello', { error: { message: 'slow down' }, status: 429, retryAfter: 17 });
    const { text, end } = await collect(await model());
    expect(text).toBe('');
    expect(end).toMatchObject({ type: 'error', needsUser: true });
    expect(end).toHaveProperty('message', expect.stringMatching(/\(429\): slow down; ask again in 17 s$/));
    expect(mock.getRequests()).toHaveLength(1);
  });

  it('asks once only when the server answers 500, and repeats what it said', async () => {
    mock.onMessage('hello', { error: { message: 'the GPU is on fire' }, status: 500 });
    const { end } = await collect(await model());
    expect(end).toMatchObject({ type: 'error', needsUser: false });
    expect(end).toHaveProperty(
      'message',
      expect.stringMatching(/failed \(500\): the GPU is on fire; ask again$/),
    );
    expect(mock.getRequests()).toHaveLength(1);
  });

  it('names the model when the server does not know it', async () => {
    mock.onMessage('hello', { error: { message: 'nope', code: 'model_not_found' }, status: 404 });
    const { end } = await collect(await model());
    expect(end).toHaveProperty('message', expect.stringContaining('no such model test-model at'));
  });

  it('says that the key is wrong without showing any of it', async () => {
    mock.onMessage('hello', { error: { message: `Incorrect API key provided: ${KEY}` }, status: 401 });
    const { end } = await collect(await model());
    expect(end).toMatchObject({ type: 'error', needsUser: true });
    expect(end).toHaveProperty(
      'message',
      expect.stringContaining('does not accept the key in OPENAI_API_KEY (401)'),
    );
    expect(JSON.stringify(end)).not.toMatch(/sk-|0123/);
  });

  it('delivers what streamed before the server breaks the stream off', async () => {
    mock.onMessage('hello', { content: ANSWER }, { chunkSize: 5, truncateAfterChunks: 4, latency: 5 });
    const { text, end } = await collect(await model());
    expect(text).not.toBe('');
    expect(ANSWER.startsWith(text)).toBe(true);
    expect(text.length).toBeLessThan(ANSWER.length);
    expect(end?.type === 'error' || (end?.type === 'finish' && !end.complete)).toBe(true);
  });
});
