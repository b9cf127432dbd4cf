// One search over files: everything that grep finds, which turn it is in, and on which line.

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SearchPlaces, turn } from './search-places.js';

const PLANTED = [
  'kingfisher',
  'größer',
  '漢字検索',
  'naïve',
  '🐟🐠',
  'C:\\dir',
  '"quoted"',
  'tab\there',
  'Ωmega',
  'İstanbul',
  'cafe\u0301',
  'か\u3099く',
  'Straẞe',
  'Ⓐ-Ⓑ',
];

describe('a search', () => {
  it('finds what grep finds, in the files in which grep finds it', async () => {
    const place = new SearchPlaces();
    for (let file = 0; file < 8; file++) {
      const words = PLANTED.filter((_, at) => (file + at) % 4 === 0);
      const lines = Array.from({ length: 5 }, (_, at) =>
        turn(`turn${file}x${at}`, {
          question: at === 2 ? words.join(' ') : `nothing ${at}`,
          answer: at === 3 ? `so${words.join('so')} it\nis` : 'no',
          // Whole, so that grep sees the words too.
          pieces: file % 2 === 0 ? 10_000 : 4,
        }),
      );
      place.transcript(`session${file}`, lines.flat());
    }
    for (const word of PLANTED) {
      const found = new Set((await place.search(word)).map((hit) => hit.file));
      const escaped = JSON.stringify(word).slice(1, -1);
      const byGrep = execFileSync('grep', ['-rlF', '--', escaped, place.places.sessionsDir], {
        encoding: 'utf8',
      });
      for (const file of byGrep.trim().split('\n'))
        expect([word, file, found.has(file)]).toEqual([word, file, true]);
      // In the question, and within a word of the answer.
      expect(await place.search(word, { exact: true })).toHaveLength(found.size * 2);
    }
    expect(await place.search('kingfisher')).not.toEqual([]);
    // With an index the same ones.
    const keys = async (): Promise<string[][]> => {
      const found = await Promise.all(PLANTED.map((word) => place.search(word)));
      return found.map((hits) => hits.map(({ key }) => key).sort());
    };
    const scanned = await keys();
    await place.useIndex();
    expect(await keys()).toEqual(scanned);
    await place.closeIndex();
  });

  it('says which turn, which part and which line, and what stands around it', async () => {
    const place = new SearchPlaces();
    place.transcript('one', [
      { type: 'note', text: 'early needle', level: 'info', at: 5 },
      ...turn('first', { question: 'why', answer: 'so' }),
      { type: 'question', id: 'gone', parent: null, text: 'taken back needle', at: 6 },
      { type: 'question', id: 'second', parent: 'first', text: 'and then?', at: 7 },
      { type: 'withdraw', id: 'gone', at: 6 },
      { type: 'begin', id: 'second', model: 'x/y', at: 7 },
      { type: 'tool', turn: 'second', id: 'call', title: 'run', output: 'old', at: 7 },
      { type: 'tool', turn: 'second', id: 'call', input: { command: 'make' }, output: 'a\nred nee', at: 8 },
      { type: 'tool', turn: 'second', id: 'call', output: 'a\nred needle\nz', at: 8 },
      { type: 'piece', id: 'second', text: 'the nee' },
      { type: 'seen', at: 8 },
      { type: 'piece', id: 'second', text: 'dle\nof it' },
    ]);
    const hits = await place.search('needle');
    expect(
      hits.map(({ turnId, turn: number, part, line, lines, text }) => [
        turnId,
        number,
        part,
        line,
        lines,
        text,
      ]),
    ).toEqual([
      ['second', 2, 'tool', 5, 2, 'red needle'],
      [undefined, 0, 'note', 1, 1, 'early needle'],
    ]);
    const [hit] = await place.search('red needle of make');
    expect(hit).toMatchObject({
      key: expect.stringMatching(/^chat one \d+$/) as string,
      source: 'chat',
      session: 'one',
      name: 'name-one',
      marks: [
        { start: 0, end: 3 },
        { start: 4, end: 10 },
      ],
      before: ['make', 'a'],
      after: ['z', 'the needle'],
      at: 7,
    });
    expect(await place.search('red nothing')).toEqual([]);
    expect(await place.search('needle', { in: 'screens' })).toEqual([]);
    expect(await place.search('needle', { session: 'two' })).toEqual([]);
    expect(await place.search('  ')).toEqual([]);
  });

  it('finds lines of screens and above them, without what a terminal obeys', async () => {
    const place = new SearchPlaces();
    place.write(
      'sessions/prog/scrollback.txt',
      'qmux scrollback 1;3\nstale needle\nfour \x1b[31mnee\x1b[0mdle\nfive\x1b[2Cfar\n',
    );
    place.write(
      'sessions/prog/screen.txt',
      '\x1b_qmux screen 1;4;6\x1b\\\x1b_qmux length 9\x1b\\six\r\nNEEDLE 漢字\r\n',
    );
    const hits = await place.search('needle');
    expect(hits.map(({ key, line, text, before }) => [key, line, text, before])).toEqual([
      ['screen prog 7', 4, 'NEEDLE 漢字', ['five  far', 'six']],
      ['screen prog 4', 1, 'four needle', []],
    ]);
    expect(await place.search('five far')).toHaveLength(1);
    expect(await place.search('needle', { in: 'chats' })).toEqual([]);
  });

  it('stops when it has enough, and says that there are more', async () => {
    const place = new SearchPlaces();
    for (let file = 0; file < 5; file++)
      place.transcript(`s${file}`, turn(`t${file}`, { question: 'needle', answer: 'x' }));
    expect(await place.search('needle', { limit: 3 })).toHaveLength(3);
    expect(place.messages.at(-1)).toMatchObject({ more: true });
    expect(await place.search('needle', { limit: 5 })).toHaveLength(5);
  });

  it('reads transcripts of qmux chat, and what is broken as far as it goes', async () => {
    const place = new SearchPlaces();
    const line = JSON.stringify({ type: 'session', id: 'plain', name: 'din\x1b[31mner' });
    const question = JSON.stringify({ type: 'question', id: 'q', text: 'which fish?', at: 3 });
    place.write('chats/plain.jsonl', `${line}\n${question}\n`);
    place.write('sessions/.removed/transcript.jsonl', `${question}\n`);
    place.write('sessions/broken/transcript.jsonl', `{"type":"quest\n${question}\nfish, and no end`);
    const hits = await place.search('fish');
    expect(hits.map(({ session, name, turn: number }) => [session, name, number])).toEqual([
      ['broken', 'broken', 1],
      ['plain', 'din[31mner', 1],
    ]);
  });
});
