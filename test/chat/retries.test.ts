// Questions whose request failed before anything of an answer arrived.

import { describe, expect, it, onTestFinished } from 'vitest';
import type { ModelEvent } from '../../src/chat/model-event.js';
import { nextRetry } from '../../src/chat/retries.js';
import { createOpenAiModel } from '../../src/chat/providers/openai-compatible.js';
import { waitUntil } from '../harness/wait-until.js';
import { collect } from './providers/collect.js';
import { beginStream, sse, startWireServer, type WireScript } from './providers/wire-server.js';
import { startChat } from './scripted-host.js';

const BUSY: ModelEvent = {
  type: 'error',
  message: 'host failed (503); ask again',
  needsUser: false,
  again: { why: '503' },
};

/** A chat whose waits the test ends, on a clock that the test sets. */
function start() {
  const waits: { ms: number; end(): void }[] = [];
  const clock = { now: 1000 };
  const chat = startChat({
    host: {
      now: () => clock.now,
      wait: (ms, { signal }) =>
        new Promise((resolve, reject) => {
          waits.push({ ms, end: resolve });
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    },
  });
  const nextWait = (count: number): Promise<unknown> =>
    waitUntil(`wait ${count} has begun`, () => waits.length === count);
  return { ...chat, waits, clock, nextWait };
}

describe('how long is waited', () => {
  it('doubles from a second, four times, with jitter', () => {
    const waits = (random: number) =>
      [0, 1, 2, 3, 4].map((made) => nextRetry({ why: '503' }, made, random)?.waitMs);
    expect(waits(0.5)).toEqual([1000, 2000, 4000, 8000, undefined]);
    expect(waits(0)).toEqual([750, 1500, 3000, 6000, undefined]);
    expect(waits(0.999)[3]).toBeCloseTo(10_000, -2);
  });

  it('is what the server wants, up to a minute', () => {
    const after = (afterMs: number) => nextRetry({ why: '429', afterMs }, 0, 0.5)?.waitMs;
    expect([after(200), after(7_000), after(60_000), after(60_001)]).toEqual([
      1000,
      7_000,
      60_000,
      undefined,
    ]);
  });
});

describe('a request that failed', () => {
  it('is made again between the steps of a turn with tools, but not after a part of the step was shown', async () => {
    const { chat, model, waits, nextWait, events } = start();
    chat.send('look');
    model.say(
      'I look.',
      { type: 'tool', update: { id: 'a', status: 'completed' } },
      { type: 'message' },
      BUSY,
    );
    await nextWait(1);
    waits[0]?.end();
    await waitUntil('it was asked again', () => model.requests.length === 2);
    model.say('I see', BUSY);
    await waitUntil('the turn has ended', () => events.some(({ type }) => type === 'turn-ended'));
    expect(waits).toHaveLength(1);
    expect(chat.conversation.turns[0]).toMatchObject({ answer: 'I look.\n\nI see', finish: 'cut' });
  });

  it('is made again, with a countdown, and the turn is one', async () => {
    const { chat, model, waits, clock, nextWait, until, records, events } = start();
    chat.send('why?');
    model.say(BUSY);
    await nextWait(1);
    await until('503: try 2 of 5 in 1 s');
    expect(chat.answering).toBe(true);
    waits[0]?.end();
    model.say(BUSY);
    await nextWait(2);
    await until('503: try 3 of 5 in 2 s');
    clock.now += 1_500;
    chat.refresh();
    await until('try 3 of 5 in 1 s');
    waits[1]?.end();
    model.say('because');
    model.end();
    await until('because');
    await waitUntil('the turn has ended', () => !chat.answering);
    expect(model.requests.map(({ messages }) => messages)).toEqual(
      Array(3).fill(model.requests[0]?.messages),
    );
    expect(records.map(({ type }) => type)).toEqual(['question', 'begin', 'piece', 'finish']);
    expect(events.filter(({ type }) => type === 'retry-waits')).toHaveLength(2);
  });

  it('is given up after five tries, which the error says', async () => {
    const { chat, model, waits, nextWait } = start();
    const ended = chat.waitForTurn(chat.send('why?'));
    for (let tries = 1; tries <= 4; tries++) {
      model.say(BUSY);
      await nextWait(tries);
      waits.at(-1)?.end();
    }
    model.say(BUSY);
    expect(await ended).toMatchObject({
      finish: 'error',
      error: 'host failed (503); ask again (tried 5 times)',
    });
    expect(waits.map(({ ms }) => ms)).toEqual([1000, 2000, 4000, 8000]);
    expect(model.requests).toHaveLength(5);
  });

  it('is not made again after Esc, which shows what had failed', async () => {
    const { chat, model, nextWait, type, until } = start();
    const ended = chat.waitForTurn(chat.send('why?'));
    model.say(BUSY);
    await nextWait(1);
    type('\x1b');
    expect(await ended).toMatchObject({ finish: 'interrupted', error: BUSY.message });
    await until('(interrupted) host failed (503)');
    expect(model.requests).toHaveLength(1);
  });

  it.each<[string, ModelEvent]>([
    ['text', { type: 'text', text: 'so far' }],
    ['reasoning', { type: 'thought', text: 'hm' }],
    ['white space', { type: 'text', text: ' ' }],
  ])('is never made again after %s', async (_what, event) => {
    const { chat, model, waits } = start();
    const ended = chat.waitForTurn(chat.send('why?'));
    model.say(event, BUSY);
    expect(await ended).toMatchObject({ error: BUSY.message });
    expect(waits).toEqual([]);
    expect(model.requests).toHaveLength(1);
  });

  it('is not made again without the provider’s word for it', async () => {
    const { chat, model, waits } = start();
    const ended = chat.waitForTurn(chat.send('why?'));
    model.say({ type: 'error', message: 'no', needsUser: false });
    expect(await ended).toMatchObject({ finish: 'error' });
    expect(waits).toEqual([]);
  });
});

describe('what a provider says of a failure', () => {
  const again = async (script: WireScript | undefined): Promise<unknown> => {
    const server = await startWireServer(script ?? (() => {}));
    onTestFinished(() => server.stop());
    if (!script) await server.stop();
    const model = await createOpenAiModel({ modelName: 'm', baseUrl: server.url, apiKey: undefined });
    const { end } = await collect(model);
    return end?.type === 'error' ? end.again : undefined;
  };
  const status =
    (code: number, headers: Record<string, string> = {}, body = '{}'): WireScript =>
    (response) =>
      void response.writeHead(code, headers).end(body);

  it.each([429, 500, 502, 503, 529])('a %i passes', async (code) => {
    expect(await again(status(code))).toEqual({ why: String(code) });
  });

  it.each([400, 401, 403, 404, 408, 413, 501, 504, 307])('a %i does not', async (code) => {
    expect(await again(status(code))).toBeUndefined();
  });

  it('a quota does not, nor a conversation that is too long', async () => {
    expect(await again(status(429, {}, '{"error":{"code":"insufficient_quota"}}'))).toBeUndefined();
    expect(await again(status(500, {}, '{"error":{"message":"maximum context length"}}'))).toBeUndefined();
  });

  it('a server may say how long it takes', async () => {
    expect(await again(status(503, { 'retry-after': '7' }))).toEqual({ why: '503', afterMs: 7000 });
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    expect(await again(status(429, { 'retry-after': inAMinute }))).toMatchObject({
      afterMs: expect.closeTo(59_000, -4.5) as number,
    });
  });

  it('a connection that is refused or reset passes', async () => {
    expect(await again(undefined)).toEqual({ why: 'connection refused' });
    expect(await again((response) => response.socket?.resetAndDestroy())).toEqual({
      why: 'connection reset',
    });
    expect(
      await again((response) => {
        beginStream(response);
        response.write(sse({}), () => response.destroy());
      }),
    ).toEqual({ why: 'connection reset' });
  });
});
