// The prompt of a chat in a pane stays where it is while an answer streams above it.

import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat } from '../scripted-host.js';

const ANSWER = `# Heading\n\n${'words and 漢字 to wrap at the edge of the pane '.repeat(9)}\n\n- item\n- item\n\n\`\`\`ts\nlet a;\n\`\`\`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n`;

describe('the prompt', () => {
  it.each([
    [20, 60],
    [12, 40],
    [9, 100],
  ])('stays at the bottom of %i rows and %i columns while an answer streams', async (rows, cols) => {
    const { chat, model, type, screen, emulator } = startChat({ rows, cols });
    type(...'下書きdraft');
    const caret = emulator().cursor;
    chat.send('tell me');
    await waitUntil('it is asked', () => model.requests.length === 1);
    for (let at = 0; at < ANSWER.length; at += 11) {
      const piece = ANSWER.slice(at, at + 11);
      model.say(piece);
      const length = at + piece.length;
      await waitUntil('the piece has arrived', () => chat.conversation.turns[0]?.answer.length === length);
      const { row, col } = emulator().cursor;
      expect({ row, col }).toEqual({ row: rows - 1, col: caret.col });
      const lines = screen().split('\n');
      expect(lines.at(-1)?.trim()).toBe('> 下書きdraft');
      expect(lines.at(-2)).toMatch(/answering \d s/);
    }
    model.end();
    await waitUntil('it has ended', () => !chat.answering);
    expect(screen().split('\n').at(-1)?.trim()).toBe('> 下書きdraft');
  });
});
