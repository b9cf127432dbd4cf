// The tty of a chat outside the workspace, without a tty: what is set, and that every exit resets it.

import { EventEmitter } from 'node:events';
import type { ReadStream, WriteStream } from 'node:tty';
import { describe, expect, it, vi } from 'vitest';
import { takePlainTerminal } from '../../../src/cli/chat/plain-terminal.js';

function setUp(adapt = (text: string): string => text, stop = (): void => {}) {
  const raw: boolean[] = [];
  const written: string[] = [];
  const stdin = Object.assign(new EventEmitter(), {
    setRawMode: (on: boolean) => void raw.push(on),
    resume() {},
    pause() {},
  }) as unknown as ReadStream;
  const stdout = Object.assign(new EventEmitter(), {
    rows: 20,
    columns: 70,
    write: (text: string) => written.push(text) > 0,
  }) as unknown as WriteStream;
  const exitListeners = process.listenerCount('exit');
  const taken = takePlainTerminal(stdin, stdout, adapt, stop);
  return { ...taken, raw, written, stdin, stdout, exitListeners };
}

describe('the tty of a plain chat', () => {
  it('is raw until it is released, and then nobody listens any more', () => {
    const { terminal, release, raw, written, stdin, stdout, exitListeners } = setUp();
    const continued = process.listenerCount('SIGCONT');
    const undo = [terminal.onInput(() => {}), terminal.onResize(() => {})];
    expect(process.listenerCount('SIGCONT')).toBe(continued + 1);
    for (const each of undo) each();
    release();
    release();
    expect(raw).toEqual([true, false]);
    // What was echoed before is erased.
    expect(written).toEqual(['\r\x1b[K']);
    expect(process.listenerCount('exit')).toBe(exitListeners);
    expect(process.listenerCount('SIGCONT')).toBe(continued);
    expect(stdin.listenerCount('data') + stdout.listenerCount('resize')).toBe(0);
  });

  it('is given back when an exception ends the process', () => {
    const { raw, written, release } = setUp();
    const onExit = process.listeners('exit').at(-1) as () => void;
    onExit();
    expect(raw).toEqual([true, false]);
    expect(written.join('')).toContain('\x1b[?2004l');
    release();
  });

  it('is lent as it was found, drawn by nobody meanwhile, and drawn again afterwards', async () => {
    const { terminal, lend, release, raw } = setUp();
    let drawn = 0;
    const undo = terminal.onResize(() => drawn++);
    const used = await lend(async () => {
      // The other program and this one are stopped and go on together.
      process.emit('SIGCONT', 'SIGCONT');
      return { raw: [...raw], watched: terminal.watched };
    });
    expect(used).toEqual({ raw: [true, false], watched: false });
    expect([raw, drawn, terminal.watched]).toEqual([[true, false, true], 1, true]);
    await expect(lend(() => Promise.reject(new Error('no editor')))).rejects.toThrow('no editor');
    expect(raw.at(-1)).toBe(true);
    undo();
    release();
  });

  it('is raw again, and drawn again, after the job was stopped and went on', () => {
    const { terminal, release, raw } = setUp();
    let drawn = 0;
    const undo = terminal.onResize(() => drawn++);
    process.emit('SIGCONT', 'SIGCONT');
    expect(raw).toEqual([true, false, true]);
    expect(drawn).toBe(1);
    undo();
    release();
  });

  it('is cooked while the job is stopped by its own key, and unwatched', () => {
    let rawAtStop: boolean | undefined;
    const set = setUp(undefined, () => (rawAtStop = set.raw.at(-1)));
    let drawn = 0;
    const undo = set.terminal.onResize(() => drawn++);
    set.terminal.suspend?.();
    expect([rawAtStop, set.terminal.watched, drawn]).toEqual([false, false, 0]);
    process.emit('SIGCONT', 'SIGCONT');
    expect([set.raw.at(-1), set.terminal.watched, drawn]).toEqual([true, true, 1]);
    undo();
    set.release();
  });

  it('goes on by itself where nothing stops the job', () => {
    vi.useFakeTimers();
    const { terminal, release, raw } = setUp();
    const undo = terminal.onResize(() => {});
    terminal.suspend?.();
    vi.advanceTimersByTime(1000);
    expect([raw.at(-1), terminal.watched]).toEqual([true, true]);
    undo();
    release();
    vi.useRealTimers();
  });

  it('has its size, and text as it can show it', () => {
    const { terminal, release, written } = setUp((text) => text.toUpperCase());
    expect([terminal.rows, terminal.cols]).toEqual([20, 70]);
    terminal.write('red');
    expect(written.slice(1)).toEqual(['RED']);
    release();
  });
});
