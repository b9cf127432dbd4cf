// Which change a row of a transcript is part of, on the lines that a chat draws.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { renderConversation } from '../../src/chat/screen/render.js';
import { isQuestionStart } from '../../src/chat/screen/question-lines.js';
import { reduceTranscript } from '../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { findChange, type ChangePlace } from '../../src/copy-mode/find-change.js';
import { plainLine } from '../../src/text/line-marks.js';

type Part = 'text' | 'change' | 'read';

/** Turns of such parts, each change in a file named by its turn and its number there. */
function drawTurns(turns: readonly (readonly Part[])[], cols: number): string[] {
  const records = turns.flatMap((parts, at): TranscriptRecord[] => {
    const turn = `t${at}`;
    let change = 0;
    return [
      { type: 'question', id: turn, parent: at === 0 ? null : `t${at - 1}`, text: 'do it', at: 1000 },
      { type: 'begin', id: turn, model: 'agent', at: 1000 },
      ...parts.map((part, nth): TranscriptRecord => {
        if (part === 'text') return { type: 'piece', id: turn, text: `words ${nth}\n\n` };
        const diffs =
          part === 'change' ? [{ path: `${at}-${change++}.txt`, old: 'a\nb\n', new: 'a\n漢\n' }] : [];
        const kind = part === 'change' ? 'edit' : 'read';
        return {
          type: 'tool',
          turn,
          id: `c${nth}`,
          kind,
          status: 'completed',
          title: 'call',
          diffs,
          at: 2000,
        };
      }),
      { type: 'finish', id: turn, finish: 'stop', at: 3000 },
    ];
  });
  return renderConversation(reduceTranscript(records), cols);
}

/** As if rows above `from` had not been made. */
function find(lines: readonly string[], row: number, from = 0): ChangePlace | undefined {
  return findChange(
    {
      firstRow: from,
      endRow: lines.length,
      isComplete: from === 0,
      turnRows: lines.flatMap((line, at) => (at >= from && isQuestionStart(line) ? [at] : [])),
      line: (at) => (at < from ? undefined : lines[at]),
    },
    row,
  );
}

const turnsOfParts = fc.array(fc.array(fc.constantFrom<Part>('text', 'change', 'read'), { maxLength: 6 }), {
  minLength: 1,
  maxLength: 4,
});

describe('the change under the cursor', () => {
  it('is that of the heading above the row, whatever was drawn around it', () => {
    fc.assert(
      fc.property(turnsOfParts, fc.integer({ min: 24, max: 90 }), (turns, cols) => {
        const lines = drawTurns(turns, cols);
        let inside: string | undefined;
        for (const [row, line] of lines.entries()) {
          const text = plainLine(line);
          const heading = /(\d-\d)\.txt/.exec(text)?.[1];
          // A change ends before an empty line and before another call.
          if (heading) inside = heading;
          else if (text === '' || text.includes('read call')) inside = undefined;
          const place = find(lines, row);
          if (inside === undefined) {
            expect(place).toBeUndefined();
            continue;
          }
          const [turn = 0, nth = 0] = inside.split('-').map(Number);
          const changes = turns[turn]?.filter((part) => part === 'change').length ?? 0;
          const expected = { turnsBelow: turns.length - 1 - turn, above: nth, below: changes - 1 - nth };
          expect(place).toEqual(expected);
          expect(find(lines, row, row)?.above).toBeUndefined();
        }
      }),
      { numRuns: 50 },
    );
  });

  it('counts from the end where the beginning of the turn is not made', () => {
    const lines = drawTurns([['change', 'change', 'change']], 60);
    const begins = lines.flatMap((line, row) => (/0-\d\.txt/.test(plainLine(line)) ? [row] : []));
    const second = begins[1] ?? 0;
    expect(find(lines, second + 1, second)).toEqual({ turnsBelow: 0, above: undefined, below: 1 });
  });
});
