// One of our own transcripts, open for searching: which turn a line of it belongs to, and that turn read from
// where it begins. Owns finding both without decoding the rest. Leaves what a turn holds to own-units.ts.

import { Buffer } from 'node:buffer';
import { fstatSync, readSync } from 'node:fs';
import { OwnUnits } from './own-units.js';
import { parseLine, readLines } from './read-lines.js';
import type { PlacedUnit } from './unit.js';

const SLICE_BYTES = 1 << 20;
/** What most turns have in one file. */
const ABOVE_BYTES = 64 << 10;
const LF = 0x0a;

interface Turn {
  place: number;
  turn: number;
}

/** What the beginnings of turns are known by; further ones are decoded in vain. */
const MARKS = ['{"type":"question"', '{"type":"begin"'].map((text) => Buffer.from(text));

export class OwnTranscript {
  readonly #descriptor: number;
  #turns: Map<string, Turn> | undefined;
  /** Of those turns that were looked for, where they begin. */
  readonly #questions = new Map<string, number>();
  #above: Buffer | undefined;
  readonly #read = new Map<number, PlacedUnit | undefined>();

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** As its first record says; a session may have another by now. */
  get name(): string | undefined {
    const { name } = (this.#recordAt(0) ?? {}) as Record<string, unknown>;
    return typeof name === 'string' ? name : undefined;
  }

  /** Of the line that begins there: its turn, and then itself, if it can be found; not numbered yet. */
  *unitsOf(place: number): Generator<PlacedUnit> {
    const record = this.#recordAt(place);
    const fields = (record ?? {}) as Record<string, unknown>;
    const id = fields['turn'] ?? fields['id'];
    const question = typeof id === 'string' ? this.#questionOf(id, place) : undefined;
    const unit = question === undefined ? undefined : this.unitAt(question);
    if (unit) yield unit;
    yield* new OwnUnits().push(record, place);
  }

  /** Which turn that unit is, or which one it follows. */
  numberOf({ place, turnId }: PlacedUnit): number {
    const turn = turnId === undefined ? undefined : this.#allTurns().get(turnId);
    return turn?.place === place ? turn.turn : this.#begunBefore(place);
  }

  /** That begins there; turn: its number, if that is known. */
  unitAt(place: number): PlacedUnit | undefined {
    if (!this.#read.has(place)) this.#read.set(place, this.#readAt(place));
    return this.#read.get(place);
  }

  #readAt(place: number): PlacedUnit | undefined {
    const units = new OwnUnits();
    for (const line of readLines(this.#descriptor, place)) {
      const unit = units.push(parseLine(line.bytes), line.place).find((each) => each.place === place);
      if (unit) return unit;
      // It was taken back, or is nothing to be found.
      if (units.openPlace !== place) return undefined;
    }
    return [...units.rest()].find((unit) => unit.place === place);
  }

  /** Where the turn of that id begins: mostly not far above what it has; else the whole file is looked at. */
  #questionOf(id: string, place: number): number | undefined {
    let question = this.#turns?.get(id)?.place ?? this.#questions.get(id);
    if (question !== undefined || this.#turns) return question;
    question = this.#questionAbove(id, place) ?? this.#allTurns().get(id)?.place;
    if (question !== undefined) this.#questions.set(id, question);
    return question;
  }

  #questionAbove(id: string, place: number): number | undefined {
    const begins = Buffer.from(`\n{"type":"question","id":${JSON.stringify(id)}`);
    const from = Math.max(0, place - ABOVE_BYTES);
    const length = place - from + begins.length;
    this.#above ??= Buffer.allocUnsafe(2 * ABOVE_BYTES);
    if (length > this.#above.length) return undefined;
    const got = readSync(this.#descriptor, this.#above, 0, length, from);
    const found = this.#above.subarray(0, got).lastIndexOf(begins);
    return found === -1 ? undefined : from + found + 1;
  }

  #recordAt(place: number): unknown {
    for (const { bytes } of readLines(this.#descriptor, place)) return parseLine(bytes);
    return undefined;
  }

  #begunBefore(place: number): number {
    let most = 0;
    for (const turn of this.#allTurns().values()) if (turn.place < place) most = Math.max(most, turn.turn);
    return most;
  }

  #allTurns(): ReadonlyMap<string, Turn> {
    this.#turns ??= this.#findTurns();
    return this.#turns;
  }

  #findTurns(): Map<string, Turn> {
    const turns = new Map<string, Turn>();
    let begun = 0;
    for (const [place, record] of [...this.#marked()].sort(([one], [other]) => one - other)) {
      const { id, type } = (record ?? {}) as Record<string, unknown>;
      if (typeof id !== 'string') continue;
      if (type === 'question') turns.set(id, { place, turn: begun + 1 });
      else {
        const turn = turns.get(id);
        if (turn) turn.turn = ++begun;
      }
    }
    return turns;
  }

  /** Records that may begin a turn, by their place. */
  #marked(): Map<number, unknown> {
    const found = new Map<number, unknown>();
    const longest = Math.max(...MARKS.map(({ length }) => length));
    const buffer = Buffer.allocUnsafe(Math.min(SLICE_BYTES, fstatSync(this.#descriptor).size + 1));
    for (let at = 0; ;) {
      const got = readSync(this.#descriptor, buffer, 0, buffer.length, at);
      const slice = buffer.subarray(0, got);
      for (const mark of MARKS)
        for (let start = slice.indexOf(mark); start !== -1; start = slice.indexOf(mark, start + 1)) {
          if (start > 0 && slice[start - 1] !== LF) continue;
          const end = slice.indexOf(LF, start);
          found.set(
            at + start,
            end === -1 ? this.#recordAt(at + start) : parseLine(slice.subarray(start, end)),
          );
        }
      // What the border of two slices tears is looked at again, with the line feed before it.
      if (got < buffer.length) return found;
      at += got - longest - 1;
    }
  }
}
