import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { MessageLine } from '../../src/server/view/message-line.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the message line', () => {
  it('tells what was done, what there is to know and what failed by its role', () => {
    const messages = new MessageLine(() => {});
    const roles = (['done', 'info', 'error'] as const).map((level) => {
      messages.show(level, level);
      return messages.line?.[0]?.role;
    });
    expect(roles).toEqual(['done', 'accent', 'failed']);
    expect(messages.kept).toEqual(['done', 'info', 'error']);
  });

  it('goes after a while, or with a key', () => {
    let changes = 0;
    const messages = new MessageLine(() => changes++);
    messages.show('one', 'info');
    vi.runAllTimers();
    expect([messages.line, changes]).toEqual([undefined, 2]);
    messages.show('two', 'info');
    messages.clear();
    expect([messages.line, changes]).toEqual([undefined, 4]);
  });

  it('names what is going on under the messages, the one begun last, until it is over', () => {
    const messages = new MessageLine(() => {});
    const text = (): string | undefined => messages.line?.[0]?.text;
    const endFirst = messages.begin('delete a …');
    const endSecond = messages.begin('delete b …');
    expect(text()).toBe('delete b …');
    messages.show('deleted c', 'done');
    expect(text()).toBe('deleted c');
    messages.clear();
    expect(text()).toBe('delete b …');
    endSecond();
    endSecond();
    expect(text()).toBe('delete a …');
    endFirst();
    expect(messages.line).toBeUndefined();
  });
});
