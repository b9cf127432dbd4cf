// Questions that wait are listed above the prompt, and the newest comes back into it.

import { describe, expect, it } from 'vitest';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat } from '../scripted-host.js';

const ENTER = '\r';
const ALT_UP = '\x1b[1;3A';

async function withQueue() {
  const scripted = startChat({ cols: 80 });
  for (const question of ['first', 'second', 'third', '漢字']) scripted.type(...question, ENTER);
  await waitUntil('the first is asked', () => scripted.model.requests.length === 1);
  return scripted;
}

describe('the queue', () => {
  it('is listed above the prompt', async () => {
    const { screen } = await withQueue();
    const rows = screen().split('\n');
    const first = rows.findIndex((row) => row.includes('1. second'));
    expect(rows.slice(first, first + 2).map((row) => row.trim())).toEqual(['▎ 1. second', '▎ 2. third']);
    expect(rows[first + 2]?.trim()).toBe('▎ 3. 漢字');
    expect(rows[first + 3]).toMatch(/answering \d s · Esc interrupts ─+ 3 queued · Alt-Up takes one back/);
  });

  it('gives its newest back, above what is typed, and never sends it', async () => {
    const { type, screen, chat, records, draft, model } = await withQueue();
    type('half', ALT_UP);
    expect(screen()).toMatch(/> 漢字\n +half/);
    expect(chat.queuedCount).toBe(2);
    expect(records.at(-1)).toMatchObject({ type: 'withdraw' });
    expect(draft()).toBe('漢字\nhalf');
    // After a crash here nothing is queued twice.
    expect(reduceTranscript(records).queued.map(({ text }) => text)).toEqual(['second', 'third']);
    type(ALT_UP, ALT_UP, ALT_UP);
    expect(screen()).toContain('no question waits');
    model.end();
    await waitUntil('it has ended', () => !chat.answering);
    expect(model.requests).toHaveLength(1);
  });

  it('tells who waits for a question that was taken back', async () => {
    const { type, chat } = await withQueue();
    const id = chat.send('from outside');
    const waiting = chat.waitForTurn(id);
    type(ALT_UP);
    await expect(waiting).rejects.toThrow('taken back into the prompt');
  });

  it('keeps it where the disk refuses', async () => {
    let isFull = false;
    const { type, chat, screen } = startChat({
      cols: 80,
      host: {
        append: () => {
          if (isFull) throw new Error('no space left on device');
        },
      },
    });
    chat.pause();
    type(...'kept', ENTER);
    expect(chat.queuedCount).toBe(1);
    isFull = true;
    type('x', ALT_UP);
    expect(chat.queuedCount).toBe(1);
    expect(screen()).toContain('> x');
    expect(screen()).toContain('no space left on device');
  });
});
