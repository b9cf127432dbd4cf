// A turn as events for another program (pure): text, thought, tool, question, finish, one JSON object a line.
// Owns these shapes, which are stable, and what of a transcript becomes one. Leaves sending them to its
// callers. Invariant: what is an event is in the transcript.

import type { ToolCall, Usage } from './model-event.js';
import type { Finish, TranscriptRecord } from './transcript-record.js';
import type { FormField, QuestionOption, UserQuestion } from './user-question.js';

export type TurnEvent =
  /** A piece; all of a turn joined are its answer. */
  | { type: 'text' | 'thought'; text: string }
  /** A tool call, by its id: a field that is absent is as it was. */
  | ({ type: 'tool'; id: string; unasked?: true } & Partial<Omit<ToolCall, 'id'>>)
  | {
      type: 'question';
      id: string;
      kind: UserQuestion['kind'];
      text: string;
      options: readonly QuestionOption[];
      fields?: readonly FormField[];
      url?: string;
      /** The call that it is about. */
      tool?: string;
    }
  /** The last one. */
  | { type: 'finish'; finish: Finish; model: string; reason?: string; error?: string; usage?: Usage };

export const questionEvent = (question: UserQuestion & { id: string }): TurnEvent => ({
  type: 'question',
  id: question.id,
  kind: question.kind,
  text: question.text,
  options: 'options' in question ? question.options : [],
  ...('fields' in question ? { fields: question.fields } : {}),
  ...('url' in question ? { url: question.url } : {}),
  ...('call' in question && question.call ? { tool: question.call.id } : {}),
});

/** The events of one turn, from the records that are appended while it runs. */
export class TurnEvents {
  #model = '';
  #usage: Usage | undefined;
  readonly #asked = new Set<string>();

  readonly #turn: string;

  /** turn: its id. */
  constructor(turn: string) {
    this.#turn = turn;
  }

  /** undefined: it is of another turn, or nothing that others are told. */
  of(record: TranscriptRecord): TurnEvent | undefined {
    if ('turn' in record ? record.turn !== this.#turn : !('id' in record) || record.id !== this.#turn)
      return undefined;
    switch (record.type) {
      case 'begin':
        this.#model = record.model;
        return undefined;
      case 'usage':
        this.#usage = { ...this.#usage, ...record.usage };
        return undefined;
      case 'piece':
        return { type: 'text', text: record.text };
      case 'thought':
        return { type: 'thought', text: record.text };
      case 'tool': {
        const { turn: _turn, at: _at, ...call } = record;
        return call;
      }
      case 'asked': {
        const { turn: _turn, at: _at, options = [], ...asked } = record;
        this.#asked.add(record.id);
        return { ...asked, type: 'question', options };
      }
      case 'finish': {
        const { id: _id, at: _at, ...ended } = record;
        return { ...ended, model: this.#model, ...(this.#usage && { usage: this.#usage }) };
      }
      default:
        return undefined;
    }
  }

  /** It was an event. */
  hasAsked(question: string): boolean {
    return this.#asked.has(question);
  }
}

/** What a terminal could execute, or a reader misread; JSON escapes the other control characters itself. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Without a line feed. */
export const spellEvent = (event: TurnEvent): string =>
  JSON.stringify(event).replace(UNSAFE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
