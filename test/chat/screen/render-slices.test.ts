// Long answers, rendered piece by piece: the same lines as in one go, and never much work at once.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { captureSlices, joiningCapture } from '../../../src/chat/screen/capture.js';
import { ConversationView, renderConversation } from '../../../src/chat/screen/render.js';
import { questionEnd, QuestionLines, questionLines } from '../../../src/chat/screen/question-lines.js';
import { applyRecord, createConversation, reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { finishNow } from '../../../src/loop/in-turns.js';
import { plainLine } from '../../../src/text/line-marks.js';
import { countProcessorTime } from '../../harness/processor-time.js';

const begin = (id: string, question = `question ${id}`): TranscriptRecord[] => [
  { type: 'question', id, parent: null, text: question, at: 0 },
  { type: 'begin', id, model: 'm', at: 0 },
];
const piece = (id: string, text: string): TranscriptRecord => ({ type: 'piece', id, text });
const finish = (id: string): TranscriptRecord => ({ type: 'finish', id, finish: 'stop', at: 0 });
const note: TranscriptRecord = { type: 'note', text: 'a note', level: 'info', at: 0 };

const markdown = fc
  .array(
    fc.constantFrom(
      'words and **more** words\n',
      '\n',
      '- item\n',
      '```\ncode\n```\n',
      '| a | b |\n|---|---|\n| 1 | 2 |\n',
      'long '.repeat(60),
      '漢字かな交じり文',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('a view that is advanced in steps', () => {
  it('gives the lines of one go, whatever the steps and wherever notes and the marker stand', () => {
    const records = fc
      .array(fc.tuple(markdown, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 4 })
      .map((turns) =>
        turns.flatMap(([text, hasNote, isSeen], at): TranscriptRecord[] => [
          ...begin(`t${at}`),
          piece(`t${at}`, text.slice(0, text.length >> 1)),
          ...(hasNote ? [note] : []),
          ...(isSeen ? [{ type: 'seen', at: 0 } as const] : []),
          piece(`t${at}`, text.slice(text.length >> 1)),
          finish(`t${at}`),
        ]),
      );
    fc.assert(
      fc.property(
        records,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 8, max: 60 }),
        (all, step, cols) => {
          const whole = new ConversationView(reduceTranscript(all), {
            cols,
            leftOff: { items: 1, answerLength: 20 },
          });
          const expected = whole.restart(Infinity);
          const growing = createConversation();
          const view = new ConversationView(growing, {
            cols,
            leftOff: { items: 1, answerLength: 20 },
          });
          const lines = view.restart(Infinity);
          for (const record of all) {
            applyRecord(growing, record);
            lines.push(...view.advance(step));
          }
          while (view.isBehind) lines.push(...view.advance(step));
          expect(lines).toEqual(expected);
          expect(view.advance()).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('does no more at once than a step, however long the answer or its line is', () => {
    for (const text of [
      'word '.repeat(60_000),
      'line of words\n'.repeat(20_000),
      `\`\`\`\n${'x'.repeat(200_000)}`,
    ]) {
      const conversation = reduceTranscript([...begin('a'), piece('a', text), finish('a')]);
      const work = new ConversationView(conversation, { cols: 100 }).restarting(200);
      let steps = 0;
      while (!work.next().done) steps++;
      expect(steps).toBeGreaterThan(text.length / 4096 - 2);
    }
  });

  it('does no more at once of a long question either', () => {
    for (const text of ['word '.repeat(8_000), 'short\n'.repeat(7_000), '漢字'.repeat(10_000)]) {
      const conversation = reduceTranscript([...begin('a', text), piece('a', 'answer'), finish('a')]);
      const whole = questionLines(text, 100, 0);
      const view = new ConversationView(conversation, { cols: 100 });
      const parts: string[][] = [];
      while (view.isBehind) parts.push(view.advance(4096));
      expect(parts.flat().slice(0, whole.length)).toEqual(whole);
      expect(parts.length).toBeGreaterThan(text.length / 4096 - 2);
      expect(Math.max(...parts.map((lines) => lines.length))).toBeLessThan(1_000);
      expect(questionEnd(text, 100, 0).length).toBeLessThan(1_000);
      if (text.includes('\n')) expect(whole.slice(-50)).toEqual(questionEnd(text, 100, 0).slice(-50));
    }
  });
});

describe('a question in pieces', () => {
  it('has the lines that it has in one go, wherever it is cut', () => {
    const parts = fc.constantFrom(
      'word ',
      'x',
      ' ',
      '\n',
      '\t',
      '漢字',
      'é́',
      '👩‍💻',
      '🇩🇪',
      'y'.repeat(70),
      '한글',
    );
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 40 }),
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 8, max: 90 }),
        (words, step, cols) => {
          const text = words.join('');
          const question = new QuestionLines(text, cols, 0);
          const lines: string[] = [];
          while (!question.isWhole) lines.push(...question.advance(step));
          expect(lines).toEqual(questionLines(text, cols, 0));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the last lines of a conversation', () => {
  it('are those of the whole, however many are wanted', () => {
    fc.assert(
      fc.property(
        fc.array(markdown, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 80 }),
        fc.integer({ min: 2, max: 60 }),
        (texts, wanted, cols) => {
          const records = texts.flatMap((text, at) => [
            ...begin(`t${at}`),
            piece(`t${at}`, text),
            finish(`t${at}`),
          ]);
          const conversation = reduceTranscript(records);
          const all = new ConversationView(conversation, { cols }).restart(Infinity);
          const last = new ConversationView(conversation, { cols }).restart(wanted);
          expect(last).toEqual(wanted === 0 ? [] : all.slice(-wanted));
        },
      ),
    );
  });

  it('are found without ever joining all lines of a long answer', () => {
    const text = Array.from({ length: 100_000 }, (_, at) => `line ${at} of a long answer\n\n`).join('');
    const conversation = reduceTranscript([...begin('a'), piece('a', text), finish('a')]);
    const work = new ConversationView(conversation, { cols: 100 }).restarting(5);
    while (!work.next().done);
    const slices = [...captureSlices(conversation, { cols: 100, lines: Infinity, ansi: false })];
    // Each is joined in one turn of the event loop.
    expect(Math.max(...slices.map((slice) => slice.length))).toBeLessThan(1_000);
    const captured = finishNow(joiningCapture(slices, Infinity)).split('\n');
    expect(captured.filter((line) => line !== '')).toHaveLength(100_002);
    expect(captured.at(-1)).toBe('line 99999 of a long answer');
  });
});

describe('a long transcript', () => {
  it('is reduced in a time that grows with its length, and finds the last of turns with the same id', () => {
    const turns = 40_000;
    const records = Array.from({ length: turns }, (_, at) => [...begin(`t${at}`), finish(`t${at}`)]).flat();
    const spentMs = countProcessorTime();
    const conversation = reduceTranscript([...records, ...begin('t5'), piece('t5', 'late')]);
    // Searching all turns for each question takes 6 s.
    expect(spentMs()).toBeLessThan(2_000);
    expect(conversation.turns).toHaveLength(turns + 1);
    expect(conversation.turns.at(-1)?.answer).toBe('late');
  });
});

describe('capture in slices', () => {
  it('prints the last lines of what is shown, of a running turn too', () => {
    fc.assert(
      fc.property(
        fc.array(markdown, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.nat({ max: 60 }),
        (texts, isRunning, lines) => {
          const records = texts.flatMap((text, at) => [
            ...begin(`t${at}`),
            piece(`t${at}`, text),
            ...(isRunning && at === texts.length - 1 ? [] : [finish(`t${at}`)]),
          ]);
          const conversation = reduceTranscript(records);
          const all = renderConversation(conversation, 40).map(plainLine);
          while (all.at(-1) === '') all.pop();
          const wanted = Math.max(1, lines);
          const slices = [...captureSlices(conversation, { cols: 40, lines: wanted, ansi: false })];
          expect(finishNow(joiningCapture(slices, wanted))).toBe(all.slice(-wanted).join('\n'));
        },
      ),
    );
  });
});
