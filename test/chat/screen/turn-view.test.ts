// A turn with tool calls, reasoning and questions as lines: what is final while it runs, and what is below.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SecondVersionRecord, TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { ConversationView, renderConversation } from '../../../src/chat/screen/render.js';
import { applyRecord, createConversation, reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import { plainLine } from '../../../src/text/line-marks.js';

const turn = 't';
const BEGIN: readonly TranscriptRecord[] = [
  { type: 'question', id: turn, parent: null, text: 'do it', at: 1000 },
  { type: 'begin', id: turn, model: 'claude', at: 1000 },
];
const END: TranscriptRecord = { type: 'finish', id: turn, finish: 'stop', at: 9000 };

const piece = (text: string): TranscriptRecord => ({ type: 'piece', id: turn, text });
const thought = (text: string, at = 2000): TranscriptRecord => ({ type: 'thought', turn, text, at });
const tool = (
  id: string,
  update: Partial<Extract<SecondVersionRecord, { type: 'tool' }>>,
): TranscriptRecord => ({ type: 'tool', turn, id, at: 3000, ...update });

const plain = (records: readonly TranscriptRecord[], cols = 60): string[] =>
  renderConversation(reduceTranscript([...BEGIN, ...records]), cols).map(plainLine);

/** What is final after each of these records, joined, and the rest below at the end. */
function watched(records: readonly TranscriptRecord[], maxCharacters: () => number, cols = 60) {
  const conversation = createConversation();
  let view = new ConversationView(conversation, { cols });
  let lines: string[] = [];
  let { redrawn } = conversation;
  for (const record of records) {
    applyRecord(conversation, record);
    if (conversation.redrawn !== redrawn) {
      ({ redrawn } = conversation);
      view = new ConversationView(conversation, { cols });
      lines = view.restart(Infinity);
    }
    lines.push(...view.advance(maxCharacters()));
    expect([...lines, ...view.tail()]).not.toContain(undefined);
  }
  while (view.isBehind) lines.push(...view.advance());
  return { lines: lines.map(plainLine), tail: view.tail().map(plainLine) };
}

const ids = fc.constantFrom('a', 'b', 'c');
const words = fc.constantFrom(
  'one ',
  'two\n',
  '\n\n',
  '- three\n',
  '```\ncode\n```\n',
  '漢字 👩‍💻 ',
  '| a |\n|---|\n',
);
const record = fc.oneof(
  { weight: 5, arbitrary: words.map(piece) },
  words.map((text) => thought(text)),
  fc
    .record({ id: ids, status: fc.constantFrom('pending', 'in_progress', 'completed', 'failed') })
    .map(({ id, status }) => tool(id, { status, kind: 'execute', title: `run ${id}` })),
  ids.map((id): TranscriptRecord => ({ type: 'asked', turn, id, kind: 'text', text: `which ${id}?`, at: 1 })),
  ids.map((id): TranscriptRecord => ({ type: 'answered', turn, id, text: 'this', at: 1 })),
  words.map((text): TranscriptRecord => ({
    type: 'plan',
    turn,
    entries: [{ text, status: 'pending' }],
    at: 1,
  })),
  fc.constant<TranscriptRecord>({ type: 'note', text: 'a note', level: 'info', at: 1 }),
);

describe('a turn as lines', () => {
  it('comes to the same lines however it arrives', () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 25 }),
        fc.infiniteStream(fc.constantFrom(1, 7, Infinity)),
        (middle, sizes) => {
          const all = [...BEGIN, ...middle, END];
          const { lines, tail } = watched(all, () => sizes.next().value as number);
          expect(tail).toEqual([]);
          expect(lines).toEqual(plain([...middle, END]));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('shows everything that runs, below what is final', () => {
    const running = [
      piece('I look.\n\n'),
      tool('a', { kind: 'execute', title: 'x', input: { command: 'make' } }),
    ];
    const { lines, tail } = watched([...BEGIN, ...running, piece('Meanwhile')], () => Infinity);
    expect(lines.join('\n')).toContain('I look.');
    expect(lines.join('\n')).not.toContain('make');
    expect(tail.join('\n')).toMatch(/make[\s\S]*Meanwhile/);
  });

  it('keeps a call in its place when later ones end first', () => {
    const rows = plain([
      tool('a', { kind: 'execute', input: { command: 'first' }, status: 'in_progress' }),
      tool('b', { kind: 'execute', input: { command: 'second' }, status: 'completed' }),
      tool('a', { status: 'failed', output: 'no such file' }),
      piece('Done.'),
      END,
    ]);
    const text = rows.join('\n');
    expect(text).toMatch(/✗ run first[\s\S]*no such file[\s\S]*● run second[\s\S]*Done\./);
  });

  it('keeps text and what stands between it apart, but not two calls', () => {
    const rows = plain([
      piece('Before.'),
      tool('a', { kind: 'read', paths: ['a.ts'], status: 'completed' }),
      tool('b', { kind: 'read', paths: ['b.ts'], status: 'completed' }),
      piece('\n\nAfter.'),
      END,
    ]);
    const from = rows.findIndex((row) => row.includes('Before.'));
    expect(rows.slice(from, from + 7).map((row) => row.trim())).toEqual([
      'Before.',
      '',
      expect.stringContaining('a.ts'),
      expect.stringContaining('b.ts'),
      '',
      'After.',
      '',
    ]);
  });

  it('shows reasoning while it comes, and one line of it afterwards', () => {
    const thinking = [thought('I wonder\nwhat\nthis\nis', 2000), thought(' all about', 5000)];
    expect(plain(thinking).join('\n')).toContain('is all about');
    const after = plain([...thinking, piece('It is this.'), END]).join('\n');
    expect(after).toContain('thought for 3 s');
    expect(after).not.toContain('is all about');
  });

  it('has the plan as it is at the end, below everything', () => {
    const plan = (status: 'pending' | 'completed'): TranscriptRecord => ({
      type: 'plan',
      turn,
      entries: [
        { text: 'read', status },
        { text: 'write', status: 'pending' },
      ],
      at: 1,
    });
    const rows = plain([plan('pending'), piece('Text.'), plan('completed'), piece(' More.'), END]);
    const text = rows.join('\n');
    expect(text).toMatch(/Text\. More\.[\s\S]*plan 1\/2/);
    expect(text).not.toContain('plan 0/2');
  });

  it('says of a call that never ended that it did not, and of a question that nobody replied', () => {
    const rows = plain([
      tool('a', { kind: 'execute', input: { command: 'make' }, status: 'in_progress' }),
      { type: 'asked', turn, id: 'q', kind: 'permission', text: 'make?', options: [], tool: 'a', at: 1 },
      { type: 'finish', id: turn, finish: 'cut', error: 'qmux ended', at: 1 },
    ]);
    const text = rows.join('\n');
    expect(text).toContain('(not finished)');
    expect(text).not.toMatch(/[Aa]llow/);
  });

  it('shows what a call would change only in the question about it, while that is open', () => {
    const diffs = [{ path: 'a.ts', old: null, new: 'one line' }];
    const asking: TranscriptRecord[] = [
      tool('a', { kind: 'edit', diffs, status: 'pending' }),
      { type: 'asked', turn, id: 'q', kind: 'permission', text: 'may it?', options: [], tool: 'a', at: 1 },
    ];
    const { tail } = watched([...BEGIN, ...asking], () => Infinity);
    expect(tail.map((row) => row.trim())).toEqual([expect.stringContaining('edit a.ts +1')]);
    const answered = watched(
      [...BEGIN, ...asking, { type: 'answered', turn, id: 'q', at: 1 }],
      () => Infinity,
    );
    expect([...answered.lines, ...answered.tail].join('\n')).toContain('one line');
  });

  it('is drawn again when something changes above its end', () => {
    const conversation = reduceTranscript([
      ...BEGIN,
      tool('a', { kind: 'execute', input: { command: 'make' }, status: 'completed' }),
      END,
    ]);
    const { redrawn } = conversation;
    applyRecord(conversation, tool('a', { output: 'late output' }));
    expect(conversation.redrawn).toBe(redrawn + 1);
    expect(renderConversation(conversation, 60).map(plainLine).join('\n')).toContain('late output');
  });
});
