// What a user does with the turns of a chat, on its screen and in its transcript.

import { describe, expect, it } from 'vitest';
import { findEnds } from '../../../src/chat/branches/turn-tree.js';
import type { Draft } from '../../../src/chat/ports.js';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat, type ScriptedChat } from '../scripted-host.js';

const ENTER = '\r';
const ESCAPE = '\x1b[27u';

const turn = (id: string, parent: string | null): TranscriptRecord[] => [
  { type: 'question', id, parent, text: `question ${id}`, at: 1 },
  { type: 'begin', id, model: 'm', at: 1 },
  { type: 'piece', id, text: `answer ${id}` },
  { type: 'finish', id, finish: 'stop', at: 1 },
];
const TWO: TranscriptRecord[] = [...turn('a', null), ...turn('b', 'a')];

async function answer({ model, chat }: ScriptedChat, text: string): Promise<void> {
  await waitUntil('it is asked', () => chat.answering && model.requests.length > 0);
  model.say(text);
  model.end();
  await waitUntil('it has answered', () => !chat.answering);
}

const questions = ({ chat }: ScriptedChat): string[] =>
  chat.conversation.turns.map(({ question }) => question);
const sent = ({ model }: ScriptedChat): string[] =>
  model.requests.at(-1)?.messages.map(({ text }) => text) ?? [];

describe('retry', () => {
  it('asks the last question again, and keeps the answer before as a branch', async () => {
    const scripted = startChat({ records: TWO });
    scripted.chat.branches.retry(undefined);
    await answer(scripted, 'another');
    expect(sent(scripted)).toEqual(['question a', 'answer a', 'question b']);
    expect(scripted.screen()).toContain('another');
    expect(scripted.screen()).not.toContain('answer b');
    // As it is read after a restart.
    const { turns, tree } = reduceTranscript(scripted.records);
    expect(turns.map(({ answer: text }) => text)).toEqual(['answer a', 'another']);
    expect(findEnds(tree).map((end) => end.turn.answer)).toEqual(['answer b', 'another']);
    expect(scripted.records.find(({ type }) => type === 'version')).toBeDefined();
  });

  it('asks another model, this once, and goes before what waits', async () => {
    const wanted: (string | undefined)[] = [];
    const scripted: ScriptedChat = startChat({
      records: TWO,
      host: {
        held: 'pause',
        resolveModel: async (name) => {
          wanted.push(name);
          return scripted.model;
        },
      },
    });
    scripted.chat.send('waits');
    scripted.chat.branches.retry('openai/other');
    expect(scripted.chat.conversation.queued.map(({ text }) => text)).toEqual(['question b', 'waits']);
    scripted.chat.resume();
    await waitUntil('it is asked', () => scripted.model.requests.length === 1);
    scripted.model.say('other');
    scripted.model.end();
    await waitUntil('what waited is asked', () => scripted.model.requests.length === 2);
    scripted.model.say('mine');
    scripted.model.end();
    await waitUntil('it has answered', () => !scripted.chat.answering);
    expect(wanted).toEqual(['openai/other', undefined]);
    // What waited follows the new end.
    expect(questions(scripted)).toEqual(['question a', 'question b', 'waits']);
    expect(sent(scripted)).toContain('other');
  });

  it('is refused while an answer runs, and without a question', async () => {
    const scripted = startChat();
    expect(() => scripted.chat.branches.retry(undefined)).toThrow('nothing has been asked yet');
    scripted.type('slow', ENTER);
    await waitUntil('it is asked', () => scripted.model.requests.length === 1);
    const before = [...scripted.records];
    for (const refused of ['retry', 'undo', 'redo', 'continueAnswer'] as const)
      expect(() => scripted.chat.branches[refused](undefined)).toThrow('Esc first');
    expect(() => scripted.chat.branches.edit(scripted.chat.branches.find('1'))).toThrow('Esc first');
    expect(scripted.records).toEqual(before);
    scripted.model.end();
  });

  it('changes nothing if the disk refuses', () => {
    const refuse = (): never => {
      throw new Error('disk full');
    };
    const scripted = startChat({ records: TWO, host: { append: refuse } });
    expect(() => scripted.chat.branches.retry(undefined)).toThrow('disk full');
    expect(questions(scripted)).toEqual(['question a', 'question b']);
    expect(scripted.chat.queuedCount).toBe(0);
  });
});

describe('edit', () => {
  it('puts a question into the prompt, above the draft; sending it makes a branch there', async () => {
    const scripted = startChat({ records: [...TWO, ...turn('c', 'b')], cols: 80 });
    const { chat, type, screen } = scripted;
    type('half');
    chat.branches.edit(chat.branches.find('2'));
    expect(screen()).toMatch(/> question b\n +half/);
    expect(screen()).toContain('changes question 2: Enter makes a branch');
    // Nothing has changed by then.
    await scripted.until('answer b');
    expect(questions(scripted)).toEqual(['question a', 'question b', 'question c']);
    expect(scripted.draft()).toBe('question b\nhalf');
    expect(scripted.events).not.toContainEqual({ type: 'branch-changed' });
    type(ENTER);
    expect(scripted.events).toContainEqual({ type: 'branch-changed' });
    await answer(scripted, 'anew');
    expect(sent(scripted)).toEqual(['question a', 'answer a', 'question b\nhalf']);
    const ends = findEnds(chat.conversation.tree);
    expect(ends.map((end) => end.turn.question)).toEqual(['question c', 'question b\nhalf']);
    const [before] = ends;
    if (before) chat.branches.goTo(before);
    expect(questions(scripted)).toEqual(['question a', 'question b', 'question c']);
    await scripted.until('answer c');
  });

  it('leaves the conversation as it was if the prompt is emptied', async () => {
    const saved: Draft[] = [];
    const scripted = startChat({
      records: TWO,
      cols: 80,
      host: { saveDraft: (draft) => void saved.push(draft) },
    });
    scripted.chat.branches.edit(scripted.chat.branches.find('1'));
    expect(saved.at(-1)).toMatchObject({ text: 'question a', edits: 'a' });
    scripted.type('\x03');
    expect(scripted.screen()).not.toContain('changes question');
    scripted.type(...'next', ENTER);
    await answer(scripted, 'done');
    expect(sent(scripted)).toEqual(['question a', 'answer a', 'question b', 'answer b', 'next']);
    expect(saved.at(-1)).toEqual({ text: '' });
  });

  it('goes on after a kill before it was sent, and is whole after one behind that', async () => {
    const draft = { text: 'question b, better', edits: 'b' };
    const killed = startChat({ records: TWO, cols: 80, host: { draft } });
    expect(killed.screen()).toContain('changes question 2');
    expect(questions(killed)).toEqual(['question a', 'question b']);
    const writes: TranscriptRecord[][] = [];
    const scripted = startChat({
      records: TWO,
      host: { draft, held: 'pause', append: (records) => void writes.push([...records]) },
    });
    scripted.type(ENTER);
    const write = writes.find((records) => records.some(({ type }) => type === 'question'));
    expect(write?.map(({ type }) => type)).toEqual(['version', 'head', 'question']);
    // The draft was not emptied yet: it is that of a question that is there.
    const after = startChat({
      records: [...TWO, ...(write ?? [])],
      cols: 80,
      host: { draft, held: 'pause' },
    });
    after.chat.resume();
    await answer(after, 'anew');
    expect(sent(after)).toEqual(['question a', 'answer a', 'question b, better']);
  });

  it('is not sent while another answer runs', async () => {
    const scripted = startChat({ records: TWO, cols: 80 });
    scripted.chat.branches.edit(scripted.chat.branches.find('1'));
    scripted.chat.send('from elsewhere');
    scripted.type(ENTER);
    expect(scripted.screen()).toContain('an answer is running; Esc first');
    expect(scripted.screen()).toContain('> question a');
    await answer(scripted, 'done');
    scripted.type(ENTER);
    await waitUntil('it is asked', () => scripted.model.requests.length === 2);
    expect(sent(scripted)).toEqual(['question a']);
  });

  it('leaves draft and conversation as they are if the disk refuses, and says so', () => {
    const refuse = (): never => {
      throw new Error('disk full');
    };
    const scripted = startChat({ records: TWO, draft: 'half', cols: 80, host: { append: refuse } });
    scripted.chat.branches.edit(scripted.chat.branches.find(undefined));
    scripted.type(ENTER);
    expect(scripted.screen()).toContain('disk full');
    expect(scripted.draft()).toBe('question b\nhalf');
    expect(questions(scripted)).toEqual(['question a', 'question b']);
  });

  it('names a question by its number or id', () => {
    const { branches } = startChat({ records: TWO }).chat;
    expect(branches.find('1').id).toBe('a');
    expect(branches.find('b').id).toBe('b');
    expect(branches.find(undefined).id).toBe('b');
    expect(() => branches.find('3')).toThrow('no question 3; they are 1 to 2');
    expect(() => branches.find('0')).toThrow('no question 0');
  });
});

describe('undo and redo', () => {
  it('take turns out of the context and put them back, the last one first', async () => {
    const scripted = startChat({ records: [...TWO, ...turn('c', 'b')], rows: 30, cols: 80 });
    const { branches } = scripted.chat;
    branches.undo();
    branches.undo();
    branches.redo();
    expect(scripted.screen()).toMatch(/question 3 \(question c\).* out of the context; \/redo puts/);
    expect(scripted.screen()).toContain('files stay as they are');
    scripted.type('next', ENTER);
    await answer(scripted, 'done');
    expect(sent(scripted)).toEqual(['question a', 'answer a', 'question b', 'answer b', 'next']);
    // The turn that came in between is not what was undone.
    branches.redo();
    expect(() => branches.redo()).toThrow('no turn of this branch was taken out');
    expect(scripted.chat.conversation.turns).toHaveLength(4);
  });

  it('say when there is nothing left', () => {
    const { branches } = startChat({ records: turn('a', null) }).chat;
    branches.undo();
    expect(() => branches.undo()).toThrow('no turn is left');
  });
});

describe('continue', () => {
  it('goes on from a cut answer, and from nothing else', async () => {
    const cut: TranscriptRecord[] = [
      ...TWO.slice(0, -1),
      { type: 'finish', id: 'b', finish: 'cut', reason: 'length', at: 1 },
    ];
    expect(() => startChat({ records: TWO }).chat.branches.continueAnswer()).toThrow('is complete');
    const scripted = startChat({ records: cut });
    scripted.chat.branches.continueAnswer();
    await answer(scripted, 'the rest');
    expect(sent(scripted).slice(0, -1)).toEqual(['question a', 'answer a', 'question b', 'answer b']);
    expect(sent(scripted).at(-1)).toContain('Go on exactly where it ended');
  });
});

describe('Esc at an empty prompt', () => {
  it('twice opens the list of turns; with a draft, or without turns, it does nothing', () => {
    const { type, commands, screen } = startChat({ records: TWO });
    type(ESCAPE);
    expect(screen()).toContain('Esc again lists the questions');
    type('x', ESCAPE, ESCAPE);
    expect(commands).toEqual([]);
    type('\x7f', ESCAPE, ESCAPE);
    expect(commands).toEqual(['rewind']);
    const empty = startChat();
    empty.type(ESCAPE, ESCAPE);
    expect(empty.commands).toEqual([]);
  });
});

it('counts an answer that is shown after going back as seen, and a marker of another branch goes', () => {
  const scripted = startChat({ records: [...turn('a', null), { type: 'seen', at: 1 }, ...turn('b', 'a')] });
  expect(scripted.screen()).toMatch(/new/);
  const [first] = scripted.chat.conversation.tree.nodes;
  if (first) scripted.chat.branches.goTo(first);
  expect(scripted.screen()).not.toMatch(/── new/);
});
