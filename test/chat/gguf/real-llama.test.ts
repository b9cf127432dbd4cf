// node-llama-cpp itself, with a tiny model: only where QMUX_TEST_LLAMA names the folder in which it is
// installed. It is large and belongs to its machine, so it is no dependency.

import { describe, expect, it } from 'vitest';
import { eventsOf, GgufPlace, textOf } from './gguf-place.js';
import { tinyModel } from './tiny-model.js';

const MODULE = process.env['QMUX_TEST_LLAMA'];

describe.skipIf(MODULE === undefined)('node-llama-cpp (skipped without QMUX_TEST_LLAMA)', () => {
  it('streams, is interrupted, answers again and says when its window is full', async () => {
    const place = new GgufPlace({ module: MODULE });
    place.write('tiny.gguf', tinyModel(1024));
    const model = await place.open('tiny.gguf');
    const stop = new AbortController();
    let pieces = 0;
    const cut = await eventsOf(model, ['hello'], {
      signal: stop.signal,
      instruction: 'be brief',
      heard: ({ type }) => {
        if (type === 'text' && ++pieces === 5) stop.abort();
      },
    });
    expect(cut.filter(({ type }) => type === 'text')).toHaveLength(5);
    const full = await eventsOf(model, ['hello', textOf(cut), 'and then']);
    expect(textOf(full).length).toBeGreaterThan(500);
    expect(full.slice(-2)).toMatchObject([
      { type: 'usage', usage: { used: 1024, size: 1024 } },
      { type: 'finish', complete: false, reason: 'length' },
    ]);
    const tooLong = await eventsOf(model, ['word '.repeat(2000)]);
    expect(tooLong.at(-1)).toMatchObject({ type: 'finish', complete: false, reason: 'length' });
    expect(textOf(tooLong)).toBe('');
    expect(place.pids).toHaveLength(1);
  });

  it('says what is wrong with a file', async () => {
    const place = new GgufPlace({ module: MODULE });
    place.write('cut.gguf', tinyModel(1024).subarray(0, 100_000));
    await expect(place.open('cut.gguf')).rejects.toThrow(
      /cut.gguf cannot be loaded .*corrupted or incomplete/,
    );
  });
});
