// Models in files, through their real processes and a module in the place of node-llama-cpp.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../harness/wait-until.js';
import { eventsOf, GgufPlace, textOf } from './gguf-place.js';

describe('a model in a file', () => {
  it('gets the whole conversation with each question, and counts its tokens', async () => {
    const place = new GgufPlace();
    place.write('a.gguf');
    const model = await place.open('a.gguf');
    const events = await eventsOf(model, ['one', 'two', 'three'], { instruction: 'be brief' });
    expect(textOf(events)).toBe('system:be brief user:one model:two user:three ');
    expect(events.filter(({ type }) => type === 'thought')).toEqual([{ type: 'thought', text: 'hm' }]);
    expect(events.slice(-2)).toEqual([
      {
        type: 'usage',
        usage: { used: 10, size: 1000, inputTokens: 5, outputTokens: 5 },
        request: { cost: undefined },
      },
      { type: 'finish', complete: true, reason: 'stop' },
    ]);
  });

  it('has one process, however it is named and whoever asks, until nobody has for ten minutes', async () => {
    const place = new GgufPlace();
    place.write('a.gguf');
    place.write('b.gguf');
    const [here, there] = await Promise.all([
      place.open('a.gguf'),
      place.open(join(place.directory, 'a.gguf')),
    ]);
    const [first, second] = await Promise.all([eventsOf(here, ['x']), eventsOf(there, ['y'])]);
    expect([textOf(first), textOf(second)]).toEqual(['user:x ', 'user:y ']);
    expect(place.pids).toHaveLength(1);
    expect(await place.models.beside({ file: 'a.gguf' })).toEqual(['a.gguf', 'b.gguf']);
    place.clock.pass(599_999);
    expect(textOf(await eventsOf(here, ['z']))).toBe('user:z ');
    expect(place.pids).toHaveLength(1);
    place.clock.pass(600_000);
    await waitUntil('it has ended', () => !isAlive(place.pids[0] ?? 0));
    // The chat goes on with the model that it has.
    const events = await eventsOf(here, ['again']);
    expect(events.some(({ type }) => type === 'notice')).toBe(false);
    expect(place.pids).toHaveLength(2);
  });

  it('stops at once when its question is taken back, and answers the next one', async () => {
    const place = new GgufPlace();
    place.write('a.gguf');
    const model = await place.open('a.gguf');
    const stop = new AbortController();
    let pieces = 0;
    const events = await eventsOf(model, ['endless'], {
      signal: stop.signal,
      heard: ({ type }) => {
        if (type === 'text' && ++pieces === 3) stop.abort();
      },
    });
    expect(events.at(-1)?.type).toBe('text');
    expect(textOf(await eventsOf(model, ['next']))).toBe('user:next ');
    // Nor is the rest of a long one read.
    place.write('b.gguf', { window: 1_000_000 });
    const long = await place.open('b.gguf');
    const early = new AbortController();
    const ended = await eventsOf(long, ['word '.repeat(100_000)], {
      signal: early.signal,
      heard: () => early.abort(),
    });
    expect(ended.map(({ type }) => type)).toEqual(['usage']);
    expect(Number.parseInt(textOf(await eventsOf(long, ['read'])), 10)).toBeLessThan(50_000);
    // One that waits for another is not begun.
    const both = [new AbortController(), new AbortController()];
    const [first, second] = both.map(({ signal }) => eventsOf(model, ['endless'], { signal }));
    both[1]?.abort();
    expect(await second).toEqual([]);
    both[0]?.abort();
    await first;
  });

  it('that dies says so once, and is started again', async () => {
    const place = new GgufPlace();
    place.write('a.gguf');
    const model = await place.open('a.gguf');
    expect((await eventsOf(model, ['crash'])).at(-1)).toEqual({
      type: 'error',
      message: 'the process of a.gguf ended (killed by SIGSEGV); ask again, which starts it again',
      needsUser: false,
    });
    expect(textOf(await eventsOf(model, ['x']))).toBe('user:x ');
    expect(place.pids).toHaveLength(2);
    process.kill(place.pids[1] ?? 0, 'SIGKILL');
    await waitUntil('it is gone', () => place.models.loading({ file: 'a.gguf' }) !== undefined);
    expect((await eventsOf(model, ['y']))[0]).toEqual({
      type: 'notice',
      text: 'a.gguf: its process ended (killed by SIGKILL, as the system does when memory runs out); it was started again',
    });
    expect((await eventsOf(model, ['z']))[0]?.type).toBe('usage');
  });

  it('says what is wrong with an answer, and once that it has no tools', async () => {
    const place = new GgufPlace();
    place.write('a.gguf', { window: 20 });
    const said = new Set<string>();
    const model = await place.open('a.gguf', said);
    const full = await eventsOf(model, ['full'], { tools: true });
    expect(full[0]).toEqual({
      type: 'notice',
      text: 'a.gguf cannot call tools here; it answers without them',
    });
    expect(full.slice(-2)).toMatchObject([
      { type: 'usage', usage: { used: 20, size: 20 } },
      {
        type: 'finish',
        complete: false,
        reason: 'length',
        message: /context window of a.gguf \(20 tokens\)/,
      },
    ]);
    const wrong = await eventsOf(await place.open('a.gguf', said), ['wrong'], { tools: true });
    expect(wrong.slice(-1)).toEqual([
      { type: 'error', message: 'a.gguf: it went wrong; ask again', needsUser: false },
    ]);
  });
});

describe('a model in a file that cannot be loaded', () => {
  it('names what is missing before anything is started', async () => {
    const unset = new GgufPlace({ module: undefined });
    await expect(unset.open('a.gguf')).rejects.toThrow(/need node-llama-cpp: install it .*set local_module/);
    const none = new GgufPlace({ module: 'nowhere' });
    await expect(none.open('a.gguf')).rejects.toThrow(/local_module .*nowhere; install it/);
    const place = new GgufPlace();
    await expect(place.open('none.gguf')).rejects.toThrow(/no file .*none.gguf; name it as local\//);
    place.write('text.gguf', Buffer.from('<!DOCTYPE html>'));
    await expect(place.open('text.gguf')).rejects.toThrow(/text.gguf is not a model in the format GGUF/);
    mkdirSync(join(place.directory, 'folder.gguf'));
    await expect(place.open('folder.gguf')).rejects.toThrow(/not a model/);
    expect([...unset.pids, ...none.pids, ...place.pids]).toEqual([]);
  });

  it('says why, and tries again when it is asked again', async () => {
    const place = new GgufPlace();
    place.write('memory.gguf', { fail: 'InsufficientMemoryError' });
    place.write('build.gguf', { fail: 'NoBinaryFoundError' });
    place.write('broken.gguf', { fail: 'Error' });
    place.write('dies.gguf', { die: true });
    const other = new GgufPlace({ module: join(process.cwd(), 'node_modules/chalk') });
    other.write('a.gguf');
    const faults = await Promise.all(
      [
        ...['memory', 'build', 'broken', 'dies'].map((name) => place.open(`${name}.gguf`)),
        other.open('a.gguf'),
      ].map((opened) => opened.then(String, ({ message }: Error) => message)),
    );
    expect(faults).toEqual([
      expect.stringMatching(/memory.gguf does not fit into memory \(no way.*; .*smaller file/),
      expect.stringMatching(/has no build for this machine \(no way.*npx node-llama-cpp/),
      expect.stringMatching(/broken.gguf cannot be loaded \(no way: what llama.cpp said\)/),
      expect.stringMatching(/dies.gguf cannot be loaded: its process ended \(killed by SIGKILL/),
      expect.stringMatching(/local_module in the config is not node-llama-cpp: .*chalk \(it has no getLlama/),
    ]);
    place.write('broken.gguf');
    expect(textOf(await eventsOf(await place.open('broken.gguf'), ['x']))).toBe('user:x ');
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
