// What the records of a transcript come to in numbers, turn by turn (pure). Owns which record counts for
// what. Leaves reading the file to scan-transcript.ts and adding up to sum-figures.ts. Invariant: it agrees
// with what a chat makes of the same records; every branch counts, since all of them were paid for.

import type { TranscriptRecord } from '../../chat/transcript-record.js';

/** Of one turn; absent: not known, or nothing. Times in ms since 1970. */
export interface TurnFigures {
  asked: number;
  began?: number;
  model?: string;
  /** Its answer has text. */
  text?: true;
  /** From its beginning to the first piece of its answer or reasoning, without waits for its user. */
  firstMs?: number;
  /** From its beginning to its end, without what it waited for its user. */
  answeringMs?: number;
  tokensIn?: number;
  tokensOut?: number;
  /** In dollars. */
  cost?: number;
  /** The other currency in which something was paid. */
  currency?: string;
  /** Calls of tools. */
  tools?: number;
  /** Beginning and end of each wait for the user, in their order; none overlaps another. */
  waits?: number[];
  ended?: number;
  finish?: string;
  /** The first line of its question; only if words were asked for. */
  question?: string;
}

export interface TranscriptFigures {
  /** When its session was made; undefined: it does not say. */
  created: number | undefined;
  turns: TurnFigures[];
}

interface OpenTurn {
  figures: TurnFigures;
  /** Of the last record that says when it was written. */
  lastAt: number;
  tools: Set<string>;
  /** When what is asked was asked, by its id. */
  asks: Map<string, number>;
  isOver: boolean;
}

/** Of a question, where words are wanted. */
const MOST_CHARACTERS = 200;

export class TranscriptFold {
  readonly #turns = new Map<string, OpenTurn>();
  #created: number | undefined;
  /** What the session has cost so far, as it was said last. */
  #paid: { amount: number; currency: string } | undefined;

  readonly #words: boolean;

  constructor(options: { words: boolean } = { words: false }) {
    this.#words = options.words;
  }

  get figures(): TranscriptFigures {
    return { created: this.#created, turns: [...this.#turns.values()].map(({ figures }) => figures) };
  }

  /** Whether a piece, or reasoning, of this turn would change something. */
  wantsText(turn: string, type: 'piece' | 'thought'): boolean {
    const open = this.#turns.get(turn);
    if (!open || open.isOver) return false;
    return type === 'piece' ? !open.figures.text : open.figures.firstMs === undefined;
  }

  /** A tool was called, or is heard of again. */
  addTool(turn: string, id: string): void {
    const open = this.#turns.get(turn);
    if (!open || open.tools.has(id)) return;
    open.tools.add(id);
    open.figures.tools = open.tools.size;
  }

  add(record: TranscriptRecord): void {
    switch (record.type) {
      case 'session':
        this.#created ??= record.created;
        break;
      case 'question':
        if (!record.copied) this.#ask(record);
        break;
      case 'withdraw':
        this.#turns.delete(record.id);
        break;
      case 'begin':
        this.#change(record.id, (open) => {
          Object.assign(open.figures, { began: record.at, model: record.model });
          open.lastAt = record.at;
        });
        break;
      case 'piece':
        this.#change(record.id, (open) => {
          if (record.text.trim() !== '') open.figures.text = true;
          if (record.at !== undefined) noteFirst(open, record.at);
        });
        break;
      case 'thought':
        this.#change(record.turn, (open) => noteFirst(open, record.at));
        break;
      case 'tool':
        this.addTool(record.turn, record.id);
        break;
      case 'usage':
        this.#change(record.turn, (open) => this.#use(open, record.usage));
        break;
      case 'asked':
        this.#change(record.turn, (open) => {
          open.asks.set(record.id, record.at);
          open.lastAt = record.at;
        });
        break;
      case 'answered':
        this.#change(record.turn, (open) => answer(open, record));
        break;
      case 'finish':
        this.#change(record.id, (open) => finish(open, record));
        break;
    }
  }

  #ask({ id, text, at }: Extract<TranscriptRecord, { type: 'question' }>): void {
    const figures: TurnFigures = { asked: at };
    if (this.#words) figures.question = firstLine(text);
    this.#turns.set(id, { figures, lastAt: at, tools: new Set(), asks: new Map(), isOver: false });
  }

  #change(turn: string, change: (open: OpenTurn) => void): void {
    const open = this.#turns.get(turn);
    if (open) change(open);
  }

  /** Both counts are of the turn, the cost is of the whole session so far. */
  #use({ figures }: OpenTurn, usage: Extract<TranscriptRecord, { type: 'usage' }>['usage']): void {
    const { inputTokens, outputTokens, cost } = usage;
    if (inputTokens !== undefined) figures.tokensIn = inputTokens;
    if (outputTokens !== undefined) figures.tokensOut = outputTokens;
    if (!cost) return;
    const before = this.#paid?.currency === cost.currency ? this.#paid.amount : 0;
    // Less than before: whoever counts has begun again.
    const more = cost.amount >= before ? cost.amount - before : cost.amount;
    this.#paid = cost;
    if (cost.currency === 'USD') figures.cost = (figures.cost ?? 0) + more;
    else if (more > 0) figures.currency = cost.currency;
  }
}

const firstLine = (text: string): string => (text.trim().split('\n', 1)[0] ?? '').slice(0, MOST_CHARACTERS);

function noteFirst(open: OpenTurn, at: number): void {
  const { figures } = open;
  open.lastAt = Math.max(open.lastAt, at);
  const { began, waits = [] } = figures;
  if (began === undefined || figures.firstMs !== undefined) return;
  const waited = [...waits];
  // Something may be asked while it goes on.
  for (const from of open.asks.values()) addInterval(waited, from, Math.max(from, at));
  figures.firstMs = Math.max(0, at - began - sumWithin(waited, began, at));
}

function answer(open: OpenTurn, { id, at }: Extract<TranscriptRecord, { type: 'answered' }>): void {
  const from = open.asks.get(id);
  if (from === undefined) return;
  open.asks.delete(id);
  open.lastAt = at;
  addInterval((open.figures.waits ??= []), from, Math.max(from, at));
}

function finish(open: OpenTurn, record: Extract<TranscriptRecord, { type: 'finish' }>): void {
  const { figures } = open;
  open.isOver = true;
  figures.finish = record.finish;
  figures.ended = record.late ? open.lastAt : record.at;
  if (figures.began === undefined) return;
  // It was fetched from an agent's own interface: nobody knows its times.
  if (record.at === figures.began) delete figures.firstMs;
  const waited = sumWithin(figures.waits ?? [], figures.began, figures.ended);
  figures.answeringMs = Math.max(0, figures.ended - figures.began - waited);
}

/** waits: pairs that do not overlap; they end in the order in which they are added. */
function addInterval(waits: number[], from: number, to: number): void {
  let [begin, end] = [from, to];
  while (waits.length > 0 && (waits.at(-1) as number) >= begin) {
    end = Math.max(end, waits.pop() as number);
    begin = Math.min(begin, waits.pop() as number);
  }
  waits.push(begin, end);
}

function sumWithin(waits: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let at = 0; at + 1 < waits.length; at += 2)
    sum += Math.max(0, Math.min(to, waits[at + 1] as number) - Math.max(from, waits[at] as number));
  return sum;
}
