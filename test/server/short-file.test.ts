import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { NODE_FILES } from '../../src/files/file-port.js';
import { ShortFile } from '../../src/server/workspace/short-file.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

afterEach(() => {
  vi.useRealTimers();
});

function create() {
  const directory = newDirectory();
  const file = join(directory, 'short');
  const state = { text: '', renames: 0, problems: 0, fails: false };
  const short = new ShortFile({
    file,
    files: {
      ...NODE_FILES,
      async rename(from, to) {
        state.renames++;
        if (state.fails) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        await NODE_FILES.rename(from, to);
      },
    },
    text: () => state.text,
    onProblem: () => state.problems++,
  });
  const content = (): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  return { short, state, file, directory, content };
}

const fakeTimers = (): void =>
  void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });

describe('the file for shell prompts', () => {
  it('has the text, only for its user, and replaces what a killed server left', async () => {
    const { short, state, file, content } = create();
    writeFileSync(file, '!9\n');
    chmodSync(file, 0o644);
    short.changed();
    await waitUntil('it is empty', () => content() === '');
    state.text = '!2 ~3 +1';
    short.changed();
    await waitUntil('it has the text', () => content() === '!2 ~3 +1\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await short.remove();
  });

  it('is written once a second at most, with the last text, and only if that is another', async () => {
    fakeTimers();
    const { short, state, content } = create();
    const change = (text: string): void => {
      state.text = text;
      short.changed();
    };
    change('!1');
    vi.advanceTimersByTime(0);
    await waitUntil('it is written', () => content() === '!1\n');
    for (let at = 2; at < 50; at++) change(`!${at}`);
    // The write may not be over yet.
    await waitUntil('the next one is due', () => vi.getTimerCount() === 1);
    vi.advanceTimersByTime(999);
    expect([state.renames, content()]).toEqual([1, '!1\n']);
    vi.advanceTimersByTime(1);
    await waitUntil('the last text is written', () => content() === '!49\n');
    expect(state.renames).toBe(2);
    short.changed();
    vi.advanceTimersByTime(10_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(state.renames).toBe(2);
  });

  it('is gone after the end, and not written again', async () => {
    const { short, state, directory, content } = create();
    short.changed();
    await waitUntil('it is written', () => content() === '');
    state.text = '!1';
    short.changed();
    await short.remove();
    short.changed();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is tried again at the next change if it cannot be written, which is said once', async () => {
    fakeTimers();
    const { short, state, directory, content } = create();
    state.fails = true;
    for (const text of ['!1', '!2']) {
      state.text = text;
      const before = state.renames;
      await waitUntil('it has failed', () => {
        short.changed();
        vi.advanceTimersByTime(1_000);
        return state.renames > before;
      });
    }
    await waitUntil('nothing is left of it', () => readdirSync(directory).length === 0);
    expect(state.problems).toBe(1);
    state.fails = false;
    await waitUntil('it is written', () => {
      short.changed();
      vi.advanceTimersByTime(1_000);
      return content() === '!2\n';
    });
  });
});
