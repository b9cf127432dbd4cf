// A conversation of an agent that is sent to be read: in parts, and only of files that are searched.

import { expect, it } from 'vitest';

import { sendConversation } from '../../src/search/child/send-conversation.js';
import type { FromSearcher } from '../../src/search/messages.js';
import type { SearchedFile } from '../../src/search/places/file.js';
import type { ReadConversation } from '../../src/search/transcripts/unit.js';

const FILE: SearchedFile = { kind: 'opencode', path: '/db', size: 1, mtimeMs: 1, changedMs: 1, ino: 1 };

const conversation = (id: string, lengths: readonly number[]): ReadConversation => ({
  source: 'opencode',
  file: '/db',
  conversation: id,
  name: id,
  units: lengths.map((length, at) => ({
    turnId: `${id}-${at}`,
    turn: at + 1,
    at,
    place: at,
    parts: [{ part: 'question', text: 'x'.repeat(length) }],
  })),
});

async function send(file: string, id: string): Promise<[ids: (string | undefined)[], isLast: boolean][]> {
  const sent: FromSearcher[] = [];
  await sendConversation(
    { type: 'read', id: 7, file, conversation: id },
    {
      files: [FILE],
      reader: {
        read: async () => [conversation('a', [10]), conversation('b', [40_000, 40_000, 70_000, 1])],
        readWith: async () => [],
      },
      send: (message) => void sent.push(message),
    },
  );
  return sent.flatMap((message): [(string | undefined)[], boolean][] =>
    message.type === 'units' ? [[message.units.map(({ turnId }) => turnId), message.isLast]] : [],
  );
}

it('is the one that is asked for, in parts that are read at once', async () => {
  expect(await send('/db', 'b')).toEqual([
    [['b-0', 'b-1'], false],
    [['b-2'], false],
    [['b-3'], true],
  ]);
});

it('is refused if it is gone, or stands in no file that is searched', async () => {
  await expect(send('/db', 'c')).rejects.toThrow('/db no longer has the conversation');
  await expect(send('/etc/passwd', 'a')).rejects.toThrow('/etc/passwd no longer has the conversation');
});
