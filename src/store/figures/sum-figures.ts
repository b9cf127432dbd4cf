// Adds up turns and events to the rows of `stats` (pure). Owns which time, and which row, each figure counts
// for: a question for when it was asked, an answer and its tokens for when it began, a wait for when that
// began, and nothing of a turn that another session has already.

import type { EventRecord } from '../events/event-record.js';
import { dayOf, type CountBy, type CountedSession, type FigureRow } from './figures.js';
import type { TranscriptFigures, TurnFigures } from './fold-transcript.js';

interface Sums extends FigureRow {
  /** Of each answer that says. */
  firstMs: number[];
}

/** Of what has no model, or no agent. */
export const NONE = 'none';

export interface SumOptions {
  by: CountBy;
  from: number;
  to: number;
}

export class FigureSums {
  readonly #rows = new Map<string, Sums>();
  #deleted = 0;

  readonly #options: SumOptions;

  constructor(options: SumOptions) {
    this.#options = options;
  }

  /** Sessions that were deleted in that time. */
  get deleted(): number {
    return this.#deleted;
  }

  addTranscript(session: CountedSession, { created = 0, turns }: TranscriptFigures): void {
    for (const turn of turns) {
      // It came with a fork, and is counted where it was asked.
      if (turn.asked < created) continue;
      this.#addTurn(session, turn);
    }
  }

  /** session: whose event it is; undefined: it is not counted any more. */
  addEvent(event: EventRecord, session: CountedSession | undefined): void {
    if (event.type === 'deleted' && !event.unused && this.#isWithin(event.at)) this.#deleted++;
    if (!session) return;
    if (event.type === 'exit') this.#at(event.at, session, NONE, (row) => row.exits++);
    if (event.type === 'reply' && event.untold)
      this.#at(event.from, session, NONE, (row) => {
        row.blockedMs += Math.max(0, (event.until ?? event.at) - event.from);
      });
  }

  /** Days in their order, the others by their questions. */
  rows(): FigureRow[] {
    const rows = [...this.#rows.values()].map(({ firstMs, ...row }) => ({
      ...row,
      firstPieceMsMedian: medianOf(firstMs),
    }));
    const isByDay = this.#options.by === 'day';
    return rows.sort((a, b) => (isByDay ? 0 : b.questions - a.questions) || (a.key < b.key ? -1 : 1));
  }

  #addTurn(session: CountedSession, turn: TurnFigures): void {
    const { asked, began, model = '', waits = [] } = turn;
    const said = model || NONE;
    this.#at(asked, session, said, (row) => row.questions++);
    if (began !== undefined) this.#at(began, session, said, (row) => addAnswer(row, turn));
    for (let at = 0; at + 1 < waits.length; at += 2) {
      const [from, to] = [waits[at] as number, waits[at + 1] as number];
      this.#at(from, session, said, (row) => (row.blockedMs += to - from));
    }
  }

  #at(at: number, session: CountedSession, model: string, change: (row: Sums) => void): void {
    if (!this.#isWithin(at)) return;
    const [id, key] = this.#keyOf(at, session, model);
    let row = this.#rows.get(id);
    if (!row) {
      row = emptyRow(key);
      this.#rows.set(id, row);
    }
    change(row);
  }

  /** Sessions may have the same name, once they are closed. */
  #keyOf(at: number, session: CountedSession, model: string): [id: string, key: string] {
    switch (this.#options.by) {
      case 'day':
        return same(dayOf(at));
      case 'session':
        return [session.id, session.name];
      case 'model':
        return same(model);
      case 'type':
        return same(session.type);
      case 'agent':
        return same(session.agent ?? NONE);
    }
  }

  #isWithin(at: number): boolean {
    return at >= this.#options.from && at <= this.#options.to;
  }
}

const same = (key: string): [string, string] => [key, key];

function addAnswer(row: Sums, turn: TurnFigures): void {
  const { text, firstMs, answeringMs = 0, tokensIn = 0, tokensOut = 0, cost } = turn;
  if (text) row.answers++;
  if (firstMs !== undefined) row.firstMs.push(firstMs);
  row.answeringMs += answeringMs;
  row.tokensIn += tokensIn;
  row.tokensOut += tokensOut;
  if (cost !== undefined) row.cost = (row.cost ?? 0) + cost;
}

const emptyRow = (key: string): Sums => ({
  key,
  questions: 0,
  answers: 0,
  tokensIn: 0,
  tokensOut: 0,
  cost: null,
  firstPieceMsMedian: null,
  answeringMs: 0,
  blockedMs: 0,
  exits: 0,
  firstMs: [],
});

/** Of an even number, the mean of the two in the middle; rounded. */
function medianOf(values: number[]): number | null {
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const middle = values.length >> 1;
  const above = values[middle] as number;
  return values.length % 2 === 1 ? above : Math.round(((values[middle - 1] as number) + above) / 2);
}
