import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { defaultConfig } from '../../src/config/options.js';
import { KeyHints } from '../../src/server/view/key-hints.js';
import { clientSettings, type SetByClient } from '../../src/server/workspace/reload/client-settings.js';
import { readKeys } from '../../src/keymap/read-keys.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('lists the keys after the prefix once nothing followed for so long, and then no more', () => {
  const changes: boolean[] = [];
  const hints = new KeyHints(() => changes.push(hints.isShown));
  hints.begin(500);
  vi.advanceTimersByTime(499);
  expect(changes).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(changes).toEqual([true]);
  hints.end();
  vi.advanceTimersByTime(10_000);
  expect(changes).toEqual([true, false]);
});

it('lists nothing for a key that follows at once, nor where it is switched off', () => {
  const hints = new KeyHints(() => expect.unreachable('it appeared'));
  hints.begin(500);
  vi.advanceTimersByTime(499);
  hints.end();
  hints.begin(0);
  vi.advanceTimersByTime(10_000);
  expect(hints.isShown).toBe(false);
});

it('lists nothing for a screen reader', () => {
  const config = { ...defaultConfig(), keyHintsMs: 500 };
  const { prefix, keyOf } = readKeys(config);
  const keyTable = { prefix, bindings: new Map(), root: new Map(), repeatTimeMs: 0 };
  const client = {} as SetByClient;
  expect(clientSettings({ config, keyTable, keyOf }, client).keyHintsMs).toBe(500);
  expect(clientSettings({ config: { ...config, plain: true }, keyTable, keyOf }, client).keyHintsMs).toBe(0);
});
