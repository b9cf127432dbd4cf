import { describe, expect, it, vi } from 'vitest';

import { renderConversation } from '../../src/chat/screen/render.js';
import { reduceTranscript } from '../../src/chat/transcript-reducer.js';
import { CLOSED } from '../../src/chat/restore.js';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { listTurns } from '../../src/chat/turn-list.js';
import { UserError } from '../../src/text/user-error.js';
import { waitUntil } from '../harness/wait-until.js';
import { airFor } from '../../src/chat/screen/chat-air.js';
import { startChat } from './scripted-host.js';

const ENTER = '\r';
const ESCAPE = '\x1b';
const CTRL_C = '\u0003';

describe('a turn', () => {
  it('is appended before it is drawn, streams, and ends', async () => {
    const { chat, model, type, until, records, events, screen } = startChat();
    type('h', 'i', ENTER);
    await until('▎ hi');
    expect(chat.answering).toBe(true);
    model.say('one ');
    await until('one');
    model.say('two');
    model.end();
    await until('one two');
    expect(screen()).toContain('openai/scripted');
    await waitUntil('it has ended', () => !chat.answering);
    expect(records.map(({ type: kind }) => kind)).toEqual(['question', 'begin', 'piece', 'piece', 'finish']);
    expect(events.map((event) => event.type)).toEqual([
      'first-question',
      'turn-starting',
      'turn-began',
      'lines-added',
      'lines-added',
      'turn-ended',
    ]);
    expect(await chat.waitForTurn(listTurns(chat.conversation)[0]?.id ?? '')).toMatchObject({
      answer: 'one two',
      finish: 'stop',
    });
  });

  it('has the earlier turns as context, without notes and empty answers', async () => {
    const { chat, model, until, type } = startChat();
    for (const [question, answer] of [
      ['first', 'A1'],
      ['second', ''],
    ] as const) {
      chat.send(question);
      if (answer !== '') model.say(answer);
      model.say(
        answer === ''
          ? { type: 'error', message: 'no luck', needsUser: false }
          : { type: 'finish', complete: true, reason: 'stop' },
      );
      await waitUntil('the turn has ended', () => !chat.answering);
    }
    type(...'/sessions', ENTER);
    await until('ran sessions');
    chat.send('third');
    await waitUntil('it is asked', () => model.requests.length === 3);
    expect(model.requests[2]?.messages).toEqual([
      { role: 'user', text: 'first' },
      { role: 'assistant', text: 'A1' },
      { role: 'user', text: 'third' },
    ]);
    await chat.stop();
  });

  it('keeps what came of an answer that was cut, failed or was interrupted', async () => {
    const { chat, model, until, type } = startChat();
    chat.send('a');
    model.say('part one ', {
      type: 'finish',
      complete: false,
      reason: 'length',
      message: 'too long; /continue goes on',
    });
    await until('(cut) too long; /continue goes on');
    chat.send('b');
    model.say('part two ', { type: 'error', message: 'the key is wrong; set another', needsUser: true });
    await until('(cut) the key is wrong; set another');
    chat.send('c');
    model.say('part three ');
    await until('part three');
    type(ESCAPE);
    await until('(interrupted)');
    expect(listTurns(chat.conversation).map(({ answer, finish }) => [answer.trim(), finish])).toEqual([
      ['part one', 'cut'],
      ['part two', 'cut'],
      ['part three', 'interrupted'],
    ]);
  });

  it('ends with the reason when there is no model, and when one throws', async () => {
    const broken = startChat({
      host: {
        resolveModel: async () => {
          throw new UserError('OPENAI_API_KEY is not set; export it');
        },
      },
    });
    broken.chat.send('x');
    await broken.until('error: OPENAI_API_KEY is not set; export it');
    expect(broken.events.findLast((event) => event.type === 'turn-ended')).toMatchObject({ needsUser: true });
    const throwing = startChat({
      host: {
        resolveModel: async () => ({
          name: 'bad',
          // eslint-disable-next-line require-yield
          async *stream() {
            throw new Error('boom');
          },
        }),
      },
    });
    throwing.chat.send('x');
    await throwing.until('the turn failed: boom');
  });

  it('queues what is asked meanwhile and asks it next', async () => {
    const { chat, model, until, type } = startChat();
    type('a', ENTER);
    await waitUntil('it is asked', () => model.requests.length === 1);
    type('b', ENTER);
    await until('1 queued');
    model.end();
    await waitUntil('the second is asked', () => model.requests.length === 2);
    expect(chat.queuedCount).toBe(0);
    await chat.stop();
    expect(listTurns(chat.conversation).at(-1)?.finish).toBe('cut');
  });
});

describe('the prompt', () => {
  it('sends what is typed, whether or not a menu is open; Tab takes an entry', async () => {
    const { commands, type, until, screen } = startChat();
    type('/', 's', 'e');
    expect(screen()).toContain('session-name');
    type(ENTER);
    await until('ran se');
    type('/', 's', 'e', '\t');
    expect(screen()).toContain('> /sessions');
    type('\x1b[B', ENTER);
    await waitUntil('it ran', () => commands.length === 2);
    expect(commands).toEqual(['se', 'sessions']);
  });

  it('sends a text with two slashes and a path as questions', async () => {
    const { model, type } = startChat();
    type(...'//x', ENTER);
    await waitUntil('it is asked', () => model.requests.length === 1);
    expect(model.requests[0]?.messages.at(-1)?.text).toBe('/x');
    model.end();
    type(...'/etc/hosts is what?', ENTER);
    await waitUntil('it is asked', () => model.requests.length === 2);
  });

  it('keeps a paste of several lines as a draft', async () => {
    const { type, screen, model } = startChat();
    type('\x1b[200~one\r\ntwo\rthree\x1b[201~');
    await waitUntil('the paste is there', () => screen().includes('three'));
    expect(screen()).toMatch(/> one\n {3}two\n {3}three/);
    type(ENTER);
    await waitUntil('it is asked', () => model.requests.length === 1);
    expect(model.requests[0]?.messages[0]?.text).toBe('one\ntwo\nthree');
  });

  it('begins a new line with Alt-Enter and Ctrl-J', () => {
    const { type, screen } = startChat();
    type('a', '\x1b\r', 'b', '\n', 'c');
    expect(screen()).toMatch(/> a\n {3}b\n {3}c/);
  });

  it('has the cursor at the caret, whatever stands before it', () => {
    const { type, emulator } = startChat();
    for (const [text, col] of [
      ['a', 4],
      ['漢', 6],
      ['👩‍💻', 8],
      ['🫠', 10],
      ['กำ', 12],
      ['हि', 14],
      ['ｶﾞ', 16],
      ['1\ufe0f\u20e3', 17],
    ] as const) {
      type(text);
      expect([text, emulator().cursor.col]).toEqual([text, col]);
    }
    type(...Array.from({ length: 5 }, () => '\x1b[D'));
    expect(emulator().cursor.col).toBe(8);
  });

  it.each(['กำ', 'हि', 'e\u0301', '漢', 'ｶﾞ', '👩‍💻', '1\ufe0f\u20e3', 'x\ufe0f'])(
    'keeps every %s of a long draft on the screen',
    (letter) => {
      const { type, screen } = startChat();
      const typed = letter.repeat(120);
      type(`\x1b[200~${typed}\x1b[201~`);
      expect(screen().replaceAll(/[\s>]/g, '')).toContain(typed);
    },
  );

  it('does with Escape, Ctrl-C and Ctrl-D what the table says', async () => {
    const { chat, model, type, screen, until } = startChat();
    type('/', ESCAPE);
    await waitUntil('the menu is closed', () => !screen().includes('summary'));
    type('\u007f', CTRL_C);
    expect(screen()).toContain('/close closes this chat, Ctrl-q d detaches');
    type('\u0004');
    expect(screen()).toContain('/close closes this chat');
    type(...'draft', CTRL_C);
    expect(screen()).not.toContain('draft');
    // Undo, as in readline.
    type('\u001f');
    expect(screen()).toContain('draft');
    type('\u0001', '\u0004');
    expect(screen()).toContain('> raft');
    type(CTRL_C);
    type('q', ENTER);
    await waitUntil('it is asked', () => model.requests.length === 1);
    type(...'kept', CTRL_C);
    await until('(interrupted)');
    expect(screen()).toContain('> kept');
    expect(chat.answering).toBe(false);
  });

  it('walks through the questions of this chat', async () => {
    const { model, type, screen, chat } = startChat();
    type(...'older', ENTER);
    model.end();
    await waitUntil('it has ended', () => !chat.answering && chat.turns === 1);
    type('\x1b[A');
    expect(screen()).toMatch(/> older$/);
  });

  it('saves the draft when it is left, and restores it', async () => {
    const first = startChat();
    first.type(...'half');
    first.watch(false);
    expect(first.draft()).toBe('half');
    await first.chat.stop();
    expect(startChat({ draft: 'half' }).screen()).toContain('> half');
  });

  it('keeps the draft when the disk refuses the question', () => {
    const { type, screen } = startChat({
      host: {
        append: () => {
          throw new UserError('the disk is full; free some space');
        },
      },
    });
    type(...'precious', ENTER);
    expect(screen()).toContain('the disk is full; free some space');
    expect(screen()).toContain('> precious');
  });
});

describe('the screen', () => {
  const longAnswer = Array.from(
    { length: 60 },
    (_, at) => `- item ${at} with **bold** 漢字 and \`code\`\n`,
  ).join('');

  it('executes nothing that a model says', async () => {
    const { chat, model, until, emulator } = startChat();
    let title = '';
    emulator().onTitle((text) => (title = text));
    chat.send('x');
    model.say('a\x1b]0;owned\u0007\x1b[2J\x1b[31mb\u009b5m');
    await until('a]0;owned[2J[31mb5m');
    expect(title).toBe('');
    await chat.stop();
  });

  it('counts lines that nobody sees, and draws none of them', async () => {
    const { chat, model, events, watch, screen } = startChat();
    watch(false);
    chat.send('x');
    model.say('one\ntwo\nthree');
    model.end();
    await waitUntil('it has ended', () => !chat.answering && chat.turns === 1);
    const added = events.flatMap((event) => (event.type === 'lines-added' ? [event.count] : []));
    expect(added.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(screen()).not.toContain('one');
    watch(true);
    expect(screen()).toContain('one');
  });

  it('equals the conversation rendered in one go, each line once, after any hiding and resizing', async () => {
    const { chat, model, watch, resize, emulator, records, screen } = startChat();
    let seed = 3;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const rendered = (): string => {
      const { cols } = emulator();
      const lines = renderConversation(reduceTranscript(records), cols - 2 * airFor(cols)).map(strip);
      return lines.join('\n').trimEnd();
    };
    chat.send('tell me');
    await waitUntil('it is asked', () => model.requests.length === 1);
    for (let at = 0; at < longAnswer.length; at += 50) {
      const pieces = records.filter(({ type }) => type === 'piece').length;
      model.say(longAnswer.slice(at, at + 50));
      await waitUntil(
        'the piece is appended',
        () => records.filter(({ type }) => type === 'piece').length > pieces,
      );
      if (random(3) === 0) watch(false);
      if (random(2) === 0) resize(8 + random(20), 24 + random(60));
      watch(true);
      const whole = rendered();
      const shown = rowsAboveRule(screen());
      // The last rows that fit, and as much of the unfinished rest as half the pane holds.
      expect(whole.endsWith(shown.join('\n'))).toBe(true);
      const items = shown.filter((line) => line.includes('item'));
      expect(new Set(items).size).toBe(items.length);
      expect(screen().split('\n').at(-1)?.trim()).toBe('>');
    }
    model.end();
    await waitUntil('it has ended', () => !chat.answering);
    expect(rendered().endsWith(rowsAboveRule(screen()).join('\n'))).toBe(true);
    expect(rowsAboveRule(screen()).length).toBeGreaterThan(3);
  });

  it('survives a pane of two columns and one row', async () => {
    const { chat, model, resize, screen, type } = startChat();
    for (const [rows, cols] of [
      [1, 2],
      [3, 10],
      [2, 3],
    ] as const) {
      resize(rows, cols);
      type('a', '漢');
      chat.send('x');
      model.say('text 漢字\n');
      model.end();
      await waitUntil('it has ended', () => !chat.answering);
    }
    resize(10, 40);
    expect(screen()).toContain('text 漢字');
  });
});

/** Without the columns of air, and the empty rows below the text. */
function rowsAboveRule(screen: string): string[] {
  const rows = screen.split('\n');
  const rule = rows.findIndex((row) => row.includes('──'));
  const above = rows.slice(0, rule);
  const air = (rows[rule] ?? '').startsWith(' ') ? 1 : 0;
  const text = above.map((row) => row.slice(air).trimEnd());
  return text.slice(0, text.findLastIndex((row) => row !== '') + 1);
}

const strip = (line: string): string => line.replaceAll(/\x1b\[[0-9;:]*m/g, '').trimEnd();

describe('a chat that is closed while it answers', () => {
  it('has its answer marked as closed, for whoever waits for it and after it was reopened', async () => {
    const { chat, model, until, records } = startChat();
    const turn = chat.waitForTurn(chat.send('a'));
    model.say('part one');
    await until('part one');
    chat.send('b');
    await chat.stop(CLOSED);
    expect(await turn).toMatchObject({
      finish: 'cut',
      answer: 'part one',
      error: 'closed before the answer was complete',
    });
    const reopened = startChat({ records });
    await reopened.until('(cut) closed before the answer was complete');
    expect(reopened.screen()).not.toContain('qmux ended');
  });
});

describe('a chat after a crash', () => {
  const crashed: TranscriptRecord[] = [
    { type: 'question', id: 'a', parent: null, text: 'first', at: 1 },
    { type: 'begin', id: 'a', model: 'm', at: 2 },
    { type: 'piece', id: 'a', text: 'half an answ' },
    { type: 'question', id: 'b', parent: 'a', text: 'second', at: 3 },
  ];

  it('marks the cut answer and puts what was never sent back into the prompt', async () => {
    const { screen, records, draft, chat, model, type } = startChat({ records: crashed, draft: 'third' });
    expect(screen()).toContain('half an answ');
    expect(screen()).toContain('(cut) qmux ended before the answer was complete');
    expect(screen()).toMatch(/> second\n {3}third/);
    expect(draft()).toBe('second\nthird');
    expect(records.slice(4).map(({ type: kind }) => kind)).toEqual(['finish', 'withdraw', 'note']);
    expect(model.requests).toHaveLength(0);
    type(ENTER);
    await waitUntil('it is asked', () => model.requests.length === 1);
    expect(model.requests[0]?.messages).toEqual([
      { role: 'user', text: 'first' },
      { role: 'assistant', text: 'half an answ' },
      { role: 'user', text: 'second\nthird' },
    ]);
    await chat.stop();
  });
});

it('draws once for all keys of a read', () => {
  const { pty, screen } = startChat();
  const draws = vi.fn();
  pty.onData(draws);
  pty.write(`${'a'.repeat(3_000)}END`);
  expect(draws.mock.calls.length).toBeLessThan(3);
  expect(screen()).toContain('END');
});
