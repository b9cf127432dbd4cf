// A preview of a conversation: its end as the chat itself shows it, however long it is.

import { describe, expect, it } from 'vitest';

import { previewConversation } from '../../../src/chat/screen/chat-preview.js';
import { captureSlices, joiningCapture } from '../../../src/chat/screen/capture.js';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import { finishNow } from '../../../src/loop/in-turns.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { countProcessorTime } from '../../harness/processor-time.js';

const SIZE = { rows: 8, cols: 40 };

function conversationOf(answer: string, more: TranscriptRecord[] = []) {
  return reduceTranscript([
    { type: 'question', id: 'a', parent: null, text: 'why?', at: 0 },
    { type: 'begin', id: 'a', model: 'm', at: 0 },
    { type: 'piece', id: 'a', text: answer },
    ...more,
  ]);
}
const capture = (conversation: ReturnType<typeof conversationOf>): string[] =>
  finishNow(
    joiningCapture(
      [...captureSlices(conversation, { cols: SIZE.cols, lines: SIZE.rows, ansi: false })],
      SIZE.rows,
    ),
  ).split('\n');

const PROSE = Array.from({ length: 400 }, (_, at) => `Paragraph ${at} with **some** words.`).join('\n\n');
const CODE = `Look:\n\n\`\`\`\n${Array.from({ length: 400 }, (_, at) => `  let x${at} = # ${at};`).join('\n')}`;

describe('a preview of a conversation', () => {
  it.each([
    ['a short answer', 'because **it** is'],
    ['long prose', PROSE],
    ['code that goes on', CODE],
    ['prose behind long code', `${CODE}\n\`\`\`\n\n${PROSE}`],
  ])('is the end of what the chat shows: %s', (_, answer) => {
    const conversation = conversationOf(answer);
    const lines = previewConversation(conversation, SIZE);
    expect(lines.map((line) => line.trimEnd())).toEqual(capture(conversation).map((line) => line.trimEnd()));
    expect(lines.length).toBeLessThanOrEqual(SIZE.rows);
  });

  it('has the notes and turns behind the answer, and is empty where nothing was said', () => {
    const conversation = conversationOf('because', [
      { type: 'finish', id: 'a', finish: 'stop', at: 0 },
      { type: 'note', text: 'renamed', level: 'info', at: 0 },
    ]);
    expect(previewConversation(conversation, SIZE).at(-1)).toContain('renamed');
    expect(previewConversation(reduceTranscript([]), SIZE)).toEqual([]);
  });

  it('reads no more of a long answer than its end', () => {
    const conversation = conversationOf(`${PROSE}\n\n`.repeat(100));
    const spentMs = countProcessorTime();
    for (let round = 0; round < 20; round++) previewConversation(conversation, SIZE);
    // 1.2 MB twenty times; rendering it whole takes seconds.
    expect(spentMs()).toBeLessThan(1000);
  });
});
