import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchAsRecords } from '../../../src/chat/branches/branch-as-records.js';
import { messagesFor, messagesWithQuestion } from '../../../src/chat/branches/context.js';
import { findEnds, pathBelow } from '../../../src/chat/branches/turn-tree.js';
import type { Conversation, Turn } from '../../../src/chat/conversation.js';
import { listAllTurns, listTurns } from '../../../src/chat/turn-list.js';
import { reducing, reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { finishNow } from '../../../src/loop/in-turns.js';
import { growth } from '../../harness/growth.js';

const turn = (id: string): TranscriptRecord[] => [
  { type: 'question', id, parent: null, text: `question ${id}`, at: 1 },
  { type: 'begin', id, model: 'm', at: 1 },
  { type: 'piece', id, text: `answer ${id}` },
  { type: 'finish', id, finish: 'stop', at: 1 },
];
const note = (text: string): TranscriptRecord => ({ type: 'note', text, level: 'info', at: 1 });
const head = (id: string | null): TranscriptRecord => ({ type: 'head', turn: id });
const compacted = (upTo: string, summary: string): TranscriptRecord => ({ type: 'compacted', upTo, summary });

const shown = ({ items }: Conversation): string[] =>
  items.map((item) => (item.type === 'turn' ? item.turn.id : item.note.text));
const ids = ({ turns }: Conversation): string[] => turns.map(({ id }) => id);

describe('a conversation with branches', () => {
  it('shows the current one, each note where it stood when the branch was made', () => {
    const records = [
      note('first'),
      ...turn('a'),
      note('below a'),
      ...turn('b'),
      note('below b'),
      head('a'),
      note('back'),
      ...turn('c'),
    ];
    expect(shown(reduceTranscript(records))).toEqual(['first', 'a', 'below a', 'back', 'c']);
    expect(shown(reduceTranscript([...records, head('b')]))).toEqual([
      'first',
      'a',
      'below a',
      'b',
      'below b',
    ]);
    expect(shown(reduceTranscript([...records, head(null)]))).toEqual(['first']);
  });

  it('gives a turn the end of the conversation as its parent, whatever its question was written after', () => {
    const queued: TranscriptRecord = { type: 'question', id: 'q', parent: 'b', text: 'waits', at: 1 };
    const begun: TranscriptRecord[] = [
      { type: 'begin', id: 'q', model: 'm', at: 1 },
      { type: 'finish', id: 'q', finish: 'stop', at: 1 },
    ];
    const conversation = reduceTranscript([...turn('a'), ...turn('b'), queued, head('a'), ...begun]);
    expect(ids(conversation)).toEqual(['a', 'q']);
    expect(listAllTurns(conversation).map(({ id, parent }) => [id, parent])).toEqual([
      ['a', null],
      ['b', 'a'],
      ['q', 'a'],
    ]);
  });

  it('counts all as seen after a change of branch, and nothing of the former place', () => {
    const { seen, items } = reduceTranscript([
      ...turn('a'),
      ...turn('b'),
      { type: 'seen', at: 1 },
      head('a'),
    ]);
    expect(seen.items).toBe(items.length);
  });

  it('ignores a record that names no turn, and ends one that ran', () => {
    const running = [...turn('a'), ...turn('b').slice(0, 3)];
    const conversation = reduceTranscript([...running, head('nobody'), compacted('x', 's')]);
    expect(ids(conversation)).toEqual(['a', 'b']);
    expect(conversation.turns[1]?.finish).toBe('cut');
    expect(shown(conversation)).toEqual(['a', 'b']);
  });

  it('costs what it changes, however often it goes back', () => {
    const retried = (count: number): TranscriptRecord[] =>
      Array.from({ length: count }, (_, at) => [
        ...turn(`t${at}`),
        head(at === 0 ? null : `t${at - 1}`),
        ...turn(`again${at}`),
        head(`t${at}`),
      ]).flat();
    const records = new Map([250, 1_000].map((count) => [count, retried(count)]));
    expect(growth(250, (count) => void reduceTranscript(records.get(count) ?? []))).toBeLessThan(10);
  });
});

describe('what a model is given', () => {
  it('leaves out what was taken out, until it is put back', () => {
    const out: TranscriptRecord = { type: 'context', turn: 'b', in: false };
    const records = [...turn('a'), ...turn('b'), ...turn('c'), out];
    const texts = (given: TranscriptRecord[]): string[] =>
      messagesFor(reduceTranscript(given)).map(({ text }) => text);
    expect(texts(records)).toEqual(['question a', 'answer a', 'question c', 'answer c']);
    expect(texts([...records, { ...out, in: true }])).toHaveLength(6);
  });

  it('has a summary in front of the first question that is kept, on branches with that turn alone', () => {
    const records = [...turn('a'), ...turn('b'), ...turn('c'), compacted('b', 'They spoke.')];
    const [first, second] = messagesFor(reduceTranscript(records));
    expect(first).toEqual({
      role: 'user',
      text: '<summary-of-earlier-conversation>\nThey spoke.\n</summary-of-earlier-conversation>\n\nquestion c',
    });
    expect(second?.text).toBe('answer c');
    expect(messagesFor(reduceTranscript([...records, head('a')]))[0]?.text).toBe('question a');
  });

  it('has it in front of the new question if nothing else is left', () => {
    const records = [...turn('a'), compacted('a', 'They spoke.'), ...turn('b').slice(0, 2)];
    const messages = messagesWithQuestion(reduceTranscript(records));
    expect(messages).toHaveLength(1);
    expect(messages[0]?.text).toMatch(/They spoke[^]*question b$/);
  });
});

/** Any records, of few turns, in any order. */
const anyId = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const anyRecord: fc.Arbitrary<TranscriptRecord[]> = fc.oneof(
  anyId.map(turn),
  anyId.map((id) => turn(id).slice(0, 1)),
  anyId.map((id): TranscriptRecord[] => [{ type: 'begin', id, model: 'm', at: 1 }]),
  anyId.map((id): TranscriptRecord[] => [{ type: 'piece', id, text: 'more' }]),
  anyId.map((id): TranscriptRecord[] => [{ type: 'finish', id, finish: 'cut', at: 2 }]),
  fc.record({ turn: anyId, text: fc.string() }).map(({ turn: id, text }): TranscriptRecord[] => [
    { type: 'thought', turn: id, text, at: 1 },
    { type: 'tool', turn: id, id: 'call', status: 'completed', at: 1 },
    { type: 'plan', turn: id, entries: [], at: 1 },
  ]),
  fc.string().map((text) => [note(text)]),
  fc.option(anyId).map((id) => [head(id)]),
  fc
    .record({ turn: anyId, in: fc.boolean() })
    .map((change): TranscriptRecord[] => [{ type: 'context', ...change }]),
  anyId.map((id) => [compacted(id, `summary up to ${id}`)]),
  fc
    .boolean()
    .map((watching): TranscriptRecord[] => [{ type: 'seen', at: 1, ...(watching ? { watching } : {}) }]),
);
const anyRecords = fc.array(anyRecord, { maxLength: 25 }).map((parts) => parts.flat());

describe('any records', () => {
  it('give the same conversation at once and in steps', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        expect(finishNow(reducing(records))).toEqual(reduceTranscript(records));
      }),
    );
  });

  it('lose no turn: each is reached from the end of a branch, and the list is one path', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const conversation = reduceTranscript(records);
        const { tree, turns, items } = conversation;
        const reached = new Set(findEnds(tree).flatMap((end) => pathBelow(undefined, end)));
        expect(reached.size).toBe(tree.nodes.length);
        expect(pathBelow(undefined, tree.head).map((node) => node.turn)).toEqual(turns);
        expect(items.flatMap((item) => (item.type === 'turn' ? [item.turn] : []))).toEqual(turns);
        expect(conversation.seen.items).toBeLessThanOrEqual(items.length);
        for (const end of findEnds(tree)) {
          const there = reduceTranscript([...records, head(end.turn.id)]);
          // Two of one id: the later one.
          if (tree.byId.get(end.turn.id) === end) expect(there.turns.at(-1)?.id).toBe(end.turn.id);
        }
      }),
    );
  });

  it('come back to the same lines after a walk through all branches', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const before = reduceTranscript([...records, { type: 'seen', at: 1 }, head('nobody')]);
        const { tree } = before;
        const from = tree.head;
        const isClear = from === undefined || tree.byId.get(from.turn.id) === from;
        if (!isClear) return;
        const walk = [...findEnds(tree).map((end) => end.turn.id), from?.turn.id ?? null].map(head);
        expect(shown(reduceTranscript([...records, ...walk]))).toEqual(shown(before));
      }),
    );
  });

  it('without branches are listed in their order', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const linear = records.filter(({ type }) => type !== 'head');
        const conversation = reduceTranscript(linear);
        expect(conversation.turns).toEqual(conversation.tree.nodes.map((node) => node.turn));
        expect(listAllTurns(conversation)).toEqual(listTurns(conversation));
      }),
    );
  });
});

describe('a branch as records of its own', () => {
  it('gives the same turns, notes and context', () => {
    const anyTurn = fc.tuple(anyRecord, anyRecord, anyRecord, anyRecord, anyRecord);
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 5 }), (parts) => {
        // Each id once: two of one id cannot be told apart.
        const records = onceEach([...parts.flat(2), head('nobody')]);
        const conversation = reduceTranscript(records);
        const copy = reduceTranscript([...branchAsRecords(conversation)]);
        // A summary that was made on another branch has a line of its own there.
        expect(shown(copy).slice(0, conversation.items.length)).toEqual(shown(conversation));
        expect(copy.items.length - conversation.items.length).toBeLessThanOrEqual(1);
        expect(copy.turns.map(plain)).toEqual(conversation.turns.map(plain));
        expect(messagesFor(copy)).toEqual(messagesFor(conversation));
        expect(copy.tree.nodes).toHaveLength(conversation.turns.length);
      }),
    );
  });
});

function onceEach(records: readonly TranscriptRecord[]): TranscriptRecord[] {
  const begun = new Set<string>();
  return records.filter((record) => {
    if (record.type === 'begin' && !begun.has(record.id)) return begun.add(record.id);
    if (record.type === 'begin') return false;
    if (record.type === 'question' || record.type === 'head') return true;
    const id = 'turn' in record ? record.turn : 'id' in record ? record.id : undefined;
    return id === undefined || begun.has(id);
  });
}

/** Without what counts changes, and without where the pieces came apart. */
function plain(given: Turn): unknown {
  const { changes: _changes, recent: _recent, parent: _parent, parts, ...rest } = given;
  // Without a record of its end, it ended when it began.
  const { at, beganAt = at, endedAt = at } = given;
  return { ...rest, beganAt, endedAt, parts: parts.map(({ part, offset }) => ({ type: part.type, offset })) };
}
