import { describe, expect, it } from 'vitest';

import { Lifetime } from '../../src/server/lifetime.js';
import { MessageLine } from '../../src/server/view/message-line.js';
import { waitUntil } from '../harness/wait-until.js';

describe('the lifetime of a server', () => {
  it('ends an idle server that no terminal ever attached to', async () => {
    let busy = true;
    const lifetime = new Lifetime({ isBusy: () => busy, idleMs: 5 });
    let reason: string | undefined;
    void lifetime.ending.then((ended) => (reason = ended));
    await new Promise((resolve) => setImmediate(resolve));
    expect(reason).toBeUndefined();
    busy = false;
    await waitUntil('it ends', () => reason);
    expect(reason).toBe('idle');
  });

  it('keeps one that a terminal attached to, until it is told to end', async () => {
    const lifetime = new Lifetime({ isBusy: () => false, idleMs: 1 });
    lifetime.clientCame();
    lifetime.asked();
    let over = false;
    void lifetime.over.then(() => (over = true));
    lifetime.end('quit');
    expect(await lifetime.ending).toBe('quit');
    expect(over).toBe(false);
    lifetime.finish();
    await waitUntil('it is over', () => over);
  });
});

describe('the message line', () => {
  it('shows the last message until it is cleared, and keeps a hundred', () => {
    let changes = 0;
    const messages = new MessageLine(() => changes++);
    for (let at = 0; at < 120; at++) messages.show(`message ${at}`, at % 2 ? 'error' : 'info');
    expect(messages.line).toEqual([{ text: 'message 119', role: 'failed' }]);
    expect(messages.kept).toHaveLength(100);
    messages.clear();
    messages.clear();
    expect(messages.line).toBeUndefined();
    expect(changes).toBe(121);
  });
});
