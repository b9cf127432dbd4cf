// What a transcript keeps of a question and of its end (pure). Leaves what these records mean to
// turn-parts.ts.

import type { TranscriptRecord } from '../transcript-record.js';
import type { UserQuestion } from '../user-question.js';
import type { QuestionEnd } from './question-queue.js';

/** turn: its id. at: ms since 1970. */
export interface RecordPlace {
  turn: string;
  at: number;
}

export function askedRecord(
  question: UserQuestion & { id: string },
  { turn, at }: RecordPlace,
): Extract<TranscriptRecord, { type: 'asked' }> {
  const { id, kind, text } = question;
  const record = { type: 'asked', turn, id, kind, text } as const;
  switch (question.kind) {
    case 'permission': {
      const { options, call } = question;
      return { ...record, options, ...(call ? { tool: call.id } : {}), at };
    }
    case 'choice':
      return { ...record, options: question.options, at };
    case 'form': {
      const { fields, url } = question;
      return { ...record, fields, ...(url === undefined ? {} : { url }), at };
    }
    case 'text':
      return { ...record, at };
  }
}

export function answeredRecord(
  id: string,
  { reply, by }: QuestionEnd,
  { turn, at }: RecordPlace,
): Extract<TranscriptRecord, { type: 'answered' }> {
  const source = by === undefined ? {} : { by };
  const record = { type: 'answered', turn, id } as const;
  switch (reply?.type) {
    case 'option': {
      const { option, reason } = reply;
      return { ...record, option: option.id, ...(reason === undefined ? {} : { reason }), ...source, at };
    }
    case 'form':
      return { ...record, values: reply.values, ...source, at };
    case 'text':
      return { ...record, text: reply.text, ...source, at };
    case 'declined':
    case 'cancelled':
    case undefined:
      return { ...record, ...source, at };
  }
}
