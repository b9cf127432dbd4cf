// The stream of `events` over events of which the oldest are no longer kept.

import { expect, it } from 'vitest';

import { EventStream } from '../../../src/commands/history/events-command.js';
import type { Following } from '../../../src/commands/history/happened.js';
import type { EventRecord } from '../../../src/store/events/event-record.js';

const KEPT = [11, 12, 13].map((id): EventRecord => ({ id, at: id, type: 'closed', session: 's' }));

/** meanwhile: happens once the file was read to its end. */
async function printed(
  since: number,
  kept: readonly EventRecord[] = KEPT,
  lastId = 13,
  meanwhile?: EventRecord,
): Promise<string[]> {
  const over = new AbortController();
  let all = kept;
  const following = {
    file: '',
    lastId,
    over: over.signal,
    onEvent: () => () => {},
    onChange: () => () => {},
    async *read(after) {
      const events = all.filter(({ id }) => id > after);
      if (events.length > 0) yield { events, damaged: 0 };
      if (!meanwhile || all.includes(meanwhile)) return;
      all = [...all, meanwhile];
      following.lastId = meanwhile.id;
    },
  } satisfies Following;
  const lines: string[] = [];
  const stream = new EventStream(following, {
    since,
    left: new AbortController().signal,
    spelling: { gap: 'gap', events: (told) => told.map(({ event }) => event.id).join(' ') },
    print: async (text) => {
      lines.push(text);
      return true;
    },
  });
  over.abort();
  await stream.run();
  return lines;
}

it('begins with a gap where what followed is no longer kept, and never without reason', async () => {
  expect(await printed(10)).toEqual(['11 12 13']);
  expect(await printed(12)).toEqual(['13']);
  expect(await printed(13)).toEqual([]);
  expect(await printed(9)).toEqual(['gap', '11 12 13']);
  expect(await printed(0)).toEqual(['gap', '11 12 13']);
  expect(await printed(14)).toEqual(['gap', '11 12 13']);
  expect(await printed(0, [], 0)).toEqual([]);
});

it('says so where the file has lost events that were given ids', async () => {
  expect(await printed(12, KEPT, 20)).toEqual(['13', 'gap']);
  const [first, , last] = KEPT as [EventRecord, EventRecord, EventRecord];
  expect(await printed(10, [first, last])).toEqual(['11', 'gap', '13']);
  expect(await printed(14, [first, last])).toEqual(['gap', '11', 'gap', '13']);
});

it('loses nothing that happens while it reads the file', async () => {
  const next: EventRecord = { id: 14, at: 14, type: 'closed', session: 's' };
  expect(await printed(13, KEPT, 13, next)).toEqual(['14']);
  expect(await printed(11, KEPT, 13, next)).toEqual(['12 13', '14']);
});
