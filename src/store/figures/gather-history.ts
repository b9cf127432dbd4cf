// What happened, one entry after the other: from the transcripts questions, answers and waits, from events
// what no transcript holds. Owns which becomes an entry, and that no more than the newest are kept. Leaves
// words and days to commands/history/.

import type { EventRecord } from '../events/event-record.js';
import type { CountedSession, HistoryEntry } from './figures.js';
import type { TranscriptFigures, TurnFigures } from './fold-transcript.js';

export class HistoryGathering {
  #entries: HistoryEntry[] = [];
  #dropped = 0;
  #deleted = 0;
  /** Went by themselves, without a question. */
  readonly #unused = new Set<string>();

  readonly #options: { from: number; to: number; most: number };

  constructor(options: { from: number; to: number; most: number }) {
    this.#options = options;
  }

  get deleted(): number {
    return this.#deleted;
  }

  addTranscript(session: CountedSession, { created = 0, turns }: TranscriptFigures): void {
    for (const turn of turns) if (turn.asked >= created) this.#addTurn(session, turn);
  }

  /** session: whose event it is; undefined: it is not told of any more. */
  addEvent(event: EventRecord, session: CountedSession | undefined): void {
    const { at } = event;
    if (event.type === 'deleted') {
      if (event.unused) this.#unused.add(event.session);
      else if (this.#isWithin(at)) this.#deleted++;
    }
    if (!session) return;
    const of = { at, session: session.id, name: session.name };
    if (event.type === 'made') {
      const { kind, sessionType, agent } = event;
      this.#add({ ...of, type: 'made', kind, sessionType, ...(agent === undefined ? {} : { agent }) });
    } else if (event.type === 'closed' || event.type === 'reopened') this.#add({ ...of, type: event.type });
    else if (event.type === 'exit') {
      const { code, signal, afterMs } = event;
      this.#add({
        ...of,
        type: 'exit',
        ...(code === undefined ? {} : { code }),
        ...(signal === undefined ? {} : { signal }),
        afterMs,
      });
    } else if (event.type === 'reply' && event.untold)
      this.#add({ ...of, at: event.from, type: 'wait', to: event.until ?? at });
  }

  /** Oldest first. */
  finish(): { entries: HistoryEntry[]; dropped: number } {
    this.#shorten();
    return { entries: this.#entries, dropped: this.#dropped };
  }

  #addTurn({ id, name }: CountedSession, turn: TurnFigures): void {
    const { asked, question = '', ended, finish, model = '', tools = 0, answeringMs, waits = [] } = turn;
    const of = (at: number) => ({ at, session: id, name });
    this.#add({ ...of(asked), type: 'question', text: question });
    for (let at = 0; at + 1 < waits.length; at += 2)
      this.#add({ ...of(waits[at] as number), type: 'wait', to: waits[at + 1] as number });
    if (ended !== undefined && finish !== undefined)
      this.#add({ ...of(ended), type: 'answer', finish, model, tools, ms: answeringMs ?? null });
  }

  #add(entry: HistoryEntry): void {
    if (!this.#isWithin(entry.at)) return;
    this.#entries.push(entry);
    if (this.#entries.length > 2 * this.#options.most) this.#shorten();
  }

  #shorten(): void {
    const { most } = this.#options;
    const entries = this.#entries
      .filter(({ session }) => !this.#unused.has(session))
      .sort((a, b) => a.at - b.at);
    this.#dropped += Math.max(0, entries.length - most);
    this.#entries = entries.slice(-most);
  }

  #isWithin(at: number): boolean {
    return at >= this.#options.from && at <= this.#options.to;
  }
}
