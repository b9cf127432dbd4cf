// Adds up turns and events to the rows of `stats` (pure). Owns which time, and which row, each figure counts
// for: a question for when it was asked, an answer and its tokens for when it began, a wait for each day that
// it lasted, and nothing of a turn that another session has already.

import type { EventRecord } from '../events/event-record.js';
import { dayOf, midnightOf, type CountBy, type CountedSession, type FigureRow } from './figures.js';
import type { TranscriptFigures, TurnFigures } from './fold-transcript.js';

interface Sums extends FigureRow {
  /** Of each answer that says. */
  firstMs: number[];
}

/** Of what has no model, or no agent. */
export const NONE = 'none';

/** Whose a figure is. */
interface Owner {
  session: CountedSession;
  model: string;
  agent: string;
}

interface Wait {
  from: number;
  to: number;
}

export interface SumOptions {
  by: CountBy;
  from: number;
  to: number;
}

export class FigureSums {
  /** Other than dollars, in which something was paid that no row has. */
  readonly currencies = new Set<string>();
  readonly #rows = new Map<string, Sums>();
  #deleted = 0;
  /** Of chats, by their id: which turn waited is not known yet. */
  readonly #waits = new Map<string, { session: CountedSession; waits: Wait[] }>();

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
    const cut = this.#waits.get(session.id);
    this.#waits.delete(session.id);
    for (const { from, to } of cut?.waits ?? []) {
      const turn = turns.findLast(({ began }) => began !== undefined && began <= from);
      // Of several questions that were open at once, the transcript may have the end of some.
      const counted = turn?.waits?.at(-1) ?? from;
      this.#addWait(ownerOf(session, turn?.model), { from: Math.max(from, counted), to });
    }
  }

  /** Before the transcripts. session: whose event it is; undefined: it is not counted any more. */
  addEvent(event: EventRecord, session: CountedSession | undefined): void {
    if (event.type === 'deleted' && !event.unused && this.#isWithin(event.at)) this.#deleted++;
    if (!session) return;
    if (event.type === 'exit') this.#at(event.at, ownerOf(session), (row) => row.exits++);
    if (event.type !== 'reply' || !event.untold) return;
    const wait = { from: event.from, to: event.until ?? event.at };
    if (session.kind === 'program')
      return this.#addWait({ ...ownerOf(session), ...(event.agent ? { agent: event.agent } : {}) }, wait);
    const kept = this.#waits.get(session.id) ?? { session, waits: [] };
    this.#waits.set(session.id, kept);
    kept.waits.push(wait);
  }

  /** Days in their order, the others by their questions, and programs by their exits. */
  rows(): FigureRow[] {
    // Their transcripts are gone.
    for (const { session, waits } of this.#waits.values())
      for (const wait of waits) this.#addWait(ownerOf(session), wait);
    this.#waits.clear();
    const rows = [...this.#rows.values()].map(({ firstMs, ...row }) => ({
      ...row,
      // Adding up leaves 0.30000000000000004.
      cost: row.cost === null ? null : Number(row.cost.toFixed(9)),
      firstPieceMsMedian: medianOf(firstMs),
    }));
    const isByDay = this.#options.by === 'day';
    return rows.sort(
      (a, b) => (isByDay ? 0 : b.questions - a.questions || b.exits - a.exits) || (a.key < b.key ? -1 : 1),
    );
  }

  #addTurn(session: CountedSession, turn: TurnFigures): void {
    const { asked, began, model, currency, waits = [] } = turn;
    const owner = ownerOf(session, model);
    this.#at(asked, owner, (row) => row.questions++);
    if (began !== undefined) this.#at(began, owner, (row) => addAnswer(row, turn));
    if (currency !== undefined && this.#isWithin(began ?? asked)) this.currencies.add(currency);
    for (let at = 0; at + 1 < waits.length; at += 2)
      this.#addWait(owner, { from: waits[at] as number, to: waits[at + 1] as number });
  }

  /** What of it is within the time that is asked for. */
  #addWait(owner: Owner, wait: Wait): void {
    const to = Math.min(wait.to, this.#options.to);
    let from = Math.max(wait.from, this.#options.from);
    while (from < to) {
      const until = this.#options.by === 'day' ? Math.min(to, midnightOf(from, 1)) : to;
      const ms = until - from;
      this.#at(from, owner, (row) => (row.blockedMs += ms));
      from = until;
    }
  }

  #at(at: number, owner: Owner, change: (row: Sums) => void): void {
    if (!this.#isWithin(at)) return;
    const [id, key] = this.#keyOf(at, owner);
    let row = this.#rows.get(id);
    if (!row) {
      row = emptyRow(key, this.#options.by === 'session' ? id : undefined);
      this.#rows.set(id, row);
    }
    change(row);
  }

  /** Sessions may have the same name, once they are closed. */
  #keyOf(at: number, { session, model, agent }: Owner): [id: string, key: string] {
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
        return same(agent);
    }
  }

  #isWithin(at: number): boolean {
    return at >= this.#options.from && at <= this.#options.to;
  }
}

const ownerOf = (session: CountedSession, model = ''): Owner => ({
  session,
  model: model || NONE,
  agent: session.agent ?? NONE,
});

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

const emptyRow = (key: string, session: string | undefined): Sums => ({
  key,
  ...(session === undefined ? {} : { session }),
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
