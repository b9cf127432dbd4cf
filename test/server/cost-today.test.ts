// When today's cost is counted for the status line, and that it is what the transcripts hold.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { CostToday } from '../../src/server/workspace/happenings/cost-today.js';
import type { EventListener } from '../../src/store/events/event-log.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer } from './start-client.js';

describe('what today cost', () => {
  const listeners = new Set<EventListener>();
  const spans: [from: number, to: number][] = [];
  let cost: number | null;
  let changes = 0;
  const today = new CostToday({
    happened: {
      onEvent: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      // eslint-disable-next-line @typescript-eslint/require-await
      async *count({ from, to }) {
        spans.push([from, to]);
        yield '{"rows":';
        yield cost === null ? '[]}' : `[{"cost":${cost}}]}`;
      },
    },
    sessions: () => Promise.resolve([]),
    onChange: () => changes++,
    onProblem: (error) => {
      throw error;
    },
    now: () => Date.now(),
  });
  const turnEnds = (): void => {
    for (const listener of listeners)
      listener(
        { id: 1, at: Date.now(), type: 'turn', session: 's', turn: 't', finish: 'stop', model: 'm' },
        {},
      );
  };
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(2026, 9, 24, 23, 59, 0) });
    spans.length = 0;
    changes = 0;
    cost = 0.4211;
  });
  afterEach(() => {
    today.stop();
    vi.useRealTimers();
  });

  it('is counted again after answers, seldom however many there are, and not while nobody sees it', async () => {
    expect(vi.getTimerCount()).toBe(0);
    today.start();
    today.start();
    await vi.advanceTimersByTimeAsync(0);
    expect([spans.length, today.text, changes]).toEqual([1, '$0.42', 1]);
    cost = 1.5;
    for (let ended = 0; ended < 50; ended++) {
      turnEnds();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect([spans.length, today.text, changes]).toEqual([2, '$1.50', 2]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(spans.length).toBe(2);
    today.stop();
    expect([vi.getTimerCount(), listeners.size, today.text]).toEqual([0, 0, '']);
  });

  it('begins at midnight, each night', async () => {
    today.start();
    await vi.advanceTimersByTimeAsync(0);
    cost = null;
    await vi.advanceTimersByTimeAsync(70_000);
    expect(spans.map(([from]) => from)).toEqual([
      new Date(2026, 9, 24).getTime(),
      new Date(2026, 9, 25).getTime(),
    ]);
    expect(today.text).toBe('');
    await vi.advanceTimersByTimeAsync(new Date(2026, 9, 26).getTime() - Date.now() - 1);
    expect(spans.length).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(spans.at(-1)?.[0]).toBe(new Date(2026, 9, 26).getTime());
  });
});

it('stands in the status line as the transcripts hold it', async () => {
  const directory = newDirectory();
  const chats = join(directory, 'data/chats');
  mkdirSync(chats, { recursive: true });
  const at = Date.now();
  const records = [
    { type: 'question', id: 't', parent: null, text: 'why?', at },
    { type: 'begin', id: 't', model: 'openai/m', at },
    { type: 'piece', id: 't', text: 'so' },
    { type: 'usage', turn: 't', usage: { cost: { amount: 12.345, currency: 'USD' } }, at },
    { type: 'finish', id: 't', finish: 'stop', at },
  ];
  writeFileSync(join(chats, 'plain.jsonl'), records.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const { attach, workspace } = await startServer({
    directory,
    config: { status: { right: '{today cost_today}' } },
  });
  const client = attach();
  await client.waitForText(/today \$12\.3[45]$/);
  await workspace.stop();
});
