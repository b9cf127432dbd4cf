// A transcript that an agent keeps by itself as a conversation to be read (pure), in short steps: its turns
// as the records that a chat of ours would have. Leaves the agents' formats to search/agents/.

import type { Conversation } from '../../chat/conversation.js';
import type { TranscriptRecord } from '../../chat/transcript-record.js';
import { reducing } from '../../chat/transcript-reducer.js';
import type { Unit, UnitPart } from '../../search/transcripts/unit.js';

/** Of one step. */
const STEP_UNITS = 256;

/** agent: who answered. */
export function* conversationOf(
  units: readonly Unit[],
  { agent }: { agent: string },
): Generator<undefined, Conversation> {
  return yield* reducing(yield* recordsOf(units, agent));
}

function* recordsOf(units: readonly Unit[], agent: string): Generator<undefined, TranscriptRecord[]> {
  const records: TranscriptRecord[] = [];
  let open: string | undefined;
  let at = 0;
  const finish = (): void => {
    if (open !== undefined) records.push({ type: 'finish', id: open, finish: 'stop', at });
    open = undefined;
  };
  const begin = (unit: Unit, number: number, question: string): void => {
    const parent = lastTurn(records);
    finish();
    open = unit.turnId ?? `unit-${number}`;
    at = unit.at;
    records.push({ type: 'question', id: open, parent, text: question, at });
    records.push({ type: 'begin', id: open, model: agent, at });
  };
  for (const [number, unit] of units.entries()) {
    const questions = unit.parts.filter(({ part }) => part === 'question').map(({ text }) => text);
    const isGoingOn = questions.length === 0 && open !== undefined;
    if (!isGoingOn) begin(unit, number, questions.join('\n\n'));
    at = Math.max(at, unit.at);
    if (number % STEP_UNITS === STEP_UNITS - 1) yield undefined;
    for (const [each, part] of unit.parts.entries())
      if (open !== undefined) records.push(...recordsOfPart(part, open, `${number}-${each}`, unit.at));
  }
  finish();
  return records;
}

const lastTurn = (records: readonly TranscriptRecord[]): string | null => {
  const last = records.findLast((record) => record.type === 'question');
  return last?.type === 'question' ? last.id : null;
};

function recordsOfPart({ part, text }: UnitPart, turn: string, id: string, at: number): TranscriptRecord[] {
  if (text === '') return [];
  switch (part) {
    case 'answer':
      return [{ type: 'piece', id: turn, text: `${text}\n\n` }];
    case 'thought':
      return [{ type: 'thought', turn, text, at }];
    case 'tool': {
      const [title = '', ...output] = text.split('\n');
      return [{ type: 'tool', turn, id, title, output: output.join('\n'), status: 'completed', at }];
    }
    case 'note':
    case 'attached':
      return [{ type: 'note', text, level: 'info', at }];
    case 'question':
    case 'screen':
      return [];
  }
}
