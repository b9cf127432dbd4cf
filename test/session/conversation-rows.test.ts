// A closed conversation read from one of its turns on: which lines are there first, and that all of them come.

import { describe, expect, it } from 'vitest';

import type { Conversation } from '../../src/chat/conversation.js';
import { wordPattern } from '../../src/commands/search/word-pattern.js';
import { CopyMode } from '../../src/copy-mode/copy-mode.js';
import { finishNow } from '../../src/loop/in-turns.js';
import { openConversation } from '../../src/session/reading/conversation-reading.js';
import { ConversationRows } from '../../src/session/reading/conversation-rows.js';
import { conversationOf } from '../../src/session/reading/units-conversation.js';

const TURNS = 60;
const SIZE = { rows: 10, cols: 40 };

const conversation = (): Conversation =>
  finishNow(
    conversationOf(
      Array.from({ length: TURNS }, (_, at) => ({
        turnId: `t${at}`,
        turn: at + 1,
        at,
        parts: [
          { part: 'question' as const, text: `question ${at} 魚` },
          { part: 'answer' as const, text: `- answer ${at}\n\n${'words and words '.repeat(at % 9)}\n` },
        ],
      })),
      { agent: 'codex' },
    ),
  );

const linesOf = (rows: ConversationRows): (string | undefined)[] =>
  Array.from({ length: rows.endRow - rows.firstRow }, (_, at) => rows.line(rows.firstRow + at));

const whole = (turn: number | undefined): ConversationRows => {
  const rows = new ConversationRows(conversation(), { size: SIZE, turn, directory: undefined });
  while (rows.makeMore()) continue;
  return rows;
};

describe('a closed conversation', () => {
  it.each([0, 30, TURNS - 1])('has the same lines when it is read from turn %i on', (turn) => {
    const [rows, other] = [whole(turn), whole(undefined)];
    expect(linesOf(rows)).toEqual(linesOf(other));
    expect([rows.isComplete, rows.drawnTurns, rows.finalTurns]).toEqual([true, TURNS, TURNS]);
  });

  it('has the turn that it begins with before it has the others', () => {
    const rows = new ConversationRows(conversation(), { size: SIZE, turn: 30, directory: undefined });
    while (rows.drawnTurns === 0) rows.makeMore();
    expect(linesOf(rows).find((line) => line?.includes('question'))).toContain('question 30');
    expect(rows.isComplete).toBe(false);
  });

  it('is at the same place at another width, however much of it is made', () => {
    const keeper = { places: () => mode.places(), move: (places: never) => mode.move(places) };
    const open = openConversation(conversation(), { size: SIZE, keeper, turn: 30, directory: undefined });
    const mode = new CopyMode(open.reading, 'vi');
    mode.land({ pattern: wordPattern('answer'), turn: 30, text: 'answer 30', line: 1, missing: '' });
    const finish = (): void => {
      for (let left = 10_000; mode.isLanding && left > 0; left--)
        if (!mode.stepLanding()) {
          open.makeOlder();
          mode.goOn();
        }
    };
    const here = (): string => open.reading.rowText(mode.cursor.row).text.trim();
    finish();
    expect(here()).toBe('• answer 30');
    open.resize({ rows: 12, cols: 25 });
    while (open.isSeeking) open.makeOlder();
    expect(here()).toBe('• answer 30');
    open.close();
  });
});
