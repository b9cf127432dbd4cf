import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ServerResponse } from 'node:http';
import type { ModelEvent } from '../../../src/chat/model-event.js';
import { IDLE_LIMITS, IdleWatch } from '../../../src/chat/providers/idle-watch.js';
import { waitUntil } from '../../harness/wait-until.js';
import { collect } from './collect.js';
import { KEY, serve } from './serve-model.js';
import { beginStream, sse } from './wire-server.js';

const neverAborted = (): AbortSignal => new AbortController().signal;

describe('a stream as it arrives on the wire', () => {
  it('is not complete when it ends cleanly without a finish reason', async () => {
    const { model } = await serve((response) => {
      beginStream(response);
      response.end(sse({ text: 'half an ' }) + sse({ text: 'answer' }));
    });
    const { text, end } = await collect(model);
    expect(text).toBe('half an answer');
    expect(end).toMatchObject({
      type: 'finish',
      complete: false,
      reason: 'none given',
      message: expect.stringMatching(
        /^the server closed the connection before the answer was complete; ask again \(127.*\)$/,
      ) as string,
    });
  });

  it('is not complete when the finish reason is none that means an end', async () => {
    const { model } = await serve((response) => {
      beginStream(response);
      response.end(sse({ text: 'so far' }) + sse({ finish: 'network_error' }));
    });
    expect(await collect(model)).toMatchObject({
      text: 'so far',
      end: { type: 'finish', complete: false, reason: 'network_error' },
    });
  });

  it('keeps characters whole wherever the bytes are split', async () => {
    const text = '漢字 👩‍💻 a—b… ❤️ é';
    const bytes = Buffer.from(sse({ text }) + sse({ finish: 'stop' }));
    const { model } = await serve((response) => {
      beginStream(response);
      let position = 0;
      const sendNext = (): void => {
        if (position === bytes.length) response.end();
        else response.write(bytes.subarray(position, ++position), () => setImmediate(sendNext));
      };
      sendNext();
    });
    expect(await collect(model)).toMatchObject({ text, end: { complete: true } });
  });

  it('delivers what came before a garbage line, then says what is wrong', async () => {
    const { model } = await serve((response) => {
      beginStream(response);
      response.end(
        `${sse({ text: 'before' })}data: {"choices": [{"del\n\n${sse({ text: 'after', finish: 'stop' })}`,
      );
    });
    const { text, end } = await collect(model);
    expect(text).toBe('before');
    expect(end).toHaveProperty(
      'message',
      expect.stringContaining('sent something other than a chat completion'),
    );
  });

  it('passes on an error that the server puts into the stream, without the key', async () => {
    const { model } = await serve((response) => {
      beginStream(response);
      response.end(`${sse({ text: 'before' })}data: {"error":{"message":"overloaded,\\n key ${KEY}"}}\n\n`);
    });
    const { text, end } = await collect(model);
    expect(text).toBe('before');
    expect(end).toHaveProperty(
      'message',
      expect.stringMatching(/failed: overloaded, key \(key\); ask again$/),
    );
  });

  it('tells reasoning from the answer, however it is sent', async () => {
    const { model } = await serve((response) => {
      beginStream(response);
      response.end(
        sse({ reasoning: ' ' }) +
          sse({ reasoning: '\nhm, ' }) +
          sse({ reasoning: 'hm' }) +
          sse({ text: '<think>\nwell</th' }) +
          sse({ text: 'ink>\n\nyes' }) +
          sse({ finish: 'stop' }),
      );
    });
    expect(await collect(model)).toMatchObject({ pieces: ['yes'], thought: 'hm, hm\nwell' });
  });

  it('has no reasoning where only space is sent as such', async () => {
    const { model } = await serve((response) => {
      beginStream(response);
      response.end(sse({ text: '<think>\n\n</think>\n\nyes' }) + sse({ finish: 'stop' }));
    });
    expect(await collect(model)).toMatchObject({ pieces: ['yes'], thought: '' });
  });

  it('delivers what came before the socket is torn down', async () => {
    const { model } = await serve((response) => {
      beginStream(response);
      response.write(sse({ text: 'so far' }), () => setImmediate(() => response.destroy()));
    });
    const { text, end } = await collect(model);
    expect(text).toBe('so far');
    expect(end).toHaveProperty('message', expect.stringMatching(/^the connection to .* broke/));
  });

  it('delivers every piece that had arrived to a consumer that lags behind when the socket is torn down', async () => {
    const sent = Array.from({ length: 60 }, (_, number) => `${number} `);
    const { server, model } = await serve((response) => {
      beginStream(response);
      let position = 0;
      const sendNext = (): void => {
        const text = sent[position++];
        if (text === undefined) response.destroy();
        else response.write(sse({ text }), () => setImmediate(sendNext));
      };
      sendNext();
    });
    const received: string[] = [];
    let end: ModelEvent | undefined;
    for await (const event of model.stream({
      instruction: undefined,
      messages: [],
      signal: neverAborted(),
    })) {
      if (event.type === 'text') received.push(event.text);
      else end = event;
      await server.connectionClosed;
      // The client's end of the socket notices some turns of the event loop later.
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    }
    expect(received).toEqual(sent);
    expect(end).toHaveProperty('message', expect.stringMatching(/^the connection to .* broke/));
  });
});

describe('silence', () => {
  it('before the first byte becomes an error and closes the connection', async () => {
    // It counts from the request on, which may take a while to arrive.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { server, model } = await serve(() => void vi.advanceTimersByTime(IDLE_LIMITS.firstPieceMs));
    const { end } = await collect(model);
    expect(end).toMatchObject({ type: 'error', needsUser: false });
    expect(end).toHaveProperty('message', expect.stringContaining('sent nothing for'));
    await server.connectionClosed;
  });

  it('between two pieces becomes an error after what has arrived', async () => {
    const { server, model } = await serve(
      (response) => {
        beginStream(response);
        response.write(sse({ text: 'so far' }));
      },
      { idleLimits: { firstPieceMs: 10_000, betweenPiecesMs: 50 } },
    );
    const { text, end } = await collect(model);
    expect(text).toBe('so far');
    expect(end).toHaveProperty('message', expect.stringContaining('sent nothing for'));
    await server.connectionClosed;
  });

  it('after reasoning may be as long as before it', async () => {
    const { model } = await serve(
      (response) => {
        beginStream(response);
        response.write(sse({ reasoning: 'hm' }));
        setTimeout(() => response.end(sse({ text: 'yes' }) + sse({ finish: 'stop' })), 100);
      },
      { idleLimits: { firstPieceMs: 10_000, betweenPiecesMs: 20 } },
    );
    expect(await collect(model)).toMatchObject({ thought: 'hm', text: 'yes', end: { complete: true } });
  });

  it('is broken by comments that keep the connection alive', async () => {
    // What it does with what it hears: idle-watch.test.ts.
    const heard = vi.spyOn(IdleWatch.prototype, 'heard');
    onTestFinished(() => heard.mockRestore());
    const comment = async (response: ServerResponse): Promise<void> => {
      for (let comments = 0; comments < 3; comments++) {
        const before = heard.mock.calls.length;
        response.write(': still thinking\n\n');
        await waitUntil('the comment is heard', () => heard.mock.calls.length > before);
      }
      response.end(sse({ text: 'done' }) + sse({ finish: 'stop' }));
    };
    const { model } = await serve((response) => {
      beginStream(response);
      void comment(response);
    });
    expect(await collect(model)).toMatchObject({ text: 'done', end: { complete: true } });
    expect(heard.mock.calls.length).toBeGreaterThan(3);
  });

  it('of a consumer that takes its time is not held against the server', async () => {
    const { model } = await serve(
      (response) => {
        beginStream(response);
        response.end(sse({ text: 'one' }) + sse({ text: 'two' }) + sse({ finish: 'stop' }));
      },
      { idleLimits: { firstPieceMs: 10_000, betweenPiecesMs: 30 } },
    );
    const events: string[] = [];
    for await (const event of model.stream({
      instruction: undefined,
      messages: [],
      signal: neverAborted(),
    })) {
      events.push(event.type);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(events).toEqual(['text', 'text', 'finish']);
  });
});

describe('a consumer that stops', () => {
  const endless = (response: ServerResponse): void => {
    beginStream(response);
    const timer = setInterval(() => response.write(sse({ text: 'more ' })), 5);
    response.on('close', () => clearInterval(timer));
  };

  it('by its signal ends the stream without an event and closes the connection', async () => {
    const { server, model } = await serve(endless);
    const controller = new AbortController();
    const events: string[] = [];
    for await (const event of model.stream({
      instruction: undefined,
      messages: [],
      signal: controller.signal,
    })) {
      events.push(event.type);
      if (events.length === 3) controller.abort();
    }
    expect(events).toEqual(['text', 'text', 'text']);
    await server.connectionClosed;
  });

  it('by its signal before the server answered ends the stream without an event', async () => {
    const controller = new AbortController();
    const { server, model } = await serve(() => controller.abort());
    expect((await collect(model, { signal: controller.signal })).end).toBeUndefined();
    await server.connectionClosed;
  });

  it('by leaving its loop closes the connection', async () => {
    const { server, model } = await serve(endless);
    for await (const event of model.stream({
      instruction: undefined,
      messages: [],
      signal: neverAborted(),
    })) {
      expect(event.type).toBe('text');
      break;
    }
    await server.connectionClosed;
  });
});
