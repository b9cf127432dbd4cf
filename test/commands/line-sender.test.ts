import { expect, it } from 'vitest';
import { LineSender } from '../../src/commands/output/line-sender.js';

it('sends in order, together what came while the reader was busy', async () => {
  const sent: string[] = [];
  let free = (): void => {};
  const sender = new LineSender((text) => {
    sent.push(text);
    return new Promise((resolve) => (free = () => resolve(true)));
  });
  for (const line of ['a', 'b', 'c']) sender.add(line);
  expect(sent).toEqual(['a\n']);
  free();
  await Promise.resolve();
  expect(sent).toEqual(['a\n', 'b\nc\n']);
  const ended = sender.end();
  free();
  await ended;
});

it('sends nothing more to a caller that has left', async () => {
  let calls = 0;
  const sender = new LineSender(async () => (calls++, false));
  sender.add('a');
  sender.add('b');
  await sender.end();
  sender.add('c');
  await sender.end();
  expect(calls).toBe(1);
});

it('gives up on a reader that has stopped, and says so', async () => {
  let free = (): void => {};
  const sender = new LineSender(() => new Promise((resolve) => (free = () => resolve(true))));
  const long = 'x'.repeat(3 * 1024 * 1024);
  for (let count = 0; count < 6; count++) sender.add(long);
  const ended = sender.end();
  free();
  await Promise.resolve();
  free();
  await expect(ended).rejects.toThrow('the events were not read in time');
});
