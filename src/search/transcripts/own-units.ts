// Records of our own transcripts as units to be searched (pure): a turn, from its question to its finish, or
// a single record outside of one. Owns which texts of a record can be found, and when a turn is whole.
// Questions that were taken back are no part of the conversation: they are in the draft, or were asked again.

import type { HitPart } from '../hit.js';
import { textsIn, type PlacedUnit, type UnitPart } from './unit.js';

type Line = Readonly<Record<string, unknown>>;

interface OpenTurn {
  id: string;
  turn: number;
  at: number;
  place: number;
  parts: { part: HitPart; texts: string[] }[];
  /** The latest of what is said of each tool call, by its id. */
  calls: Map<string, { texts: string[]; fields: Record<string, unknown> }>;
}

/** Fields of a tool call with text for people. */
const CALL_FIELDS = ['title', 'paths', 'input', 'output', 'diffs'];

export class OwnUnits {
  readonly #open = new Map<string, OpenTurn>();
  /** Turns that have begun, and where: in their order. */
  #begun: number;
  readonly #beginnings: number[] = [];
  #lastBegun: string | undefined;

  /** begun: turns before the first record that will be given. */
  constructor(begun = 0) {
    this.#begun = begun;
  }

  /** Turns that had begun before that place. */
  begunBefore(place: number): number {
    return this.#begun - this.#beginnings.filter((each) => each >= place).length;
  }

  /** Where reading must begin again for what is not whole yet; undefined: all of it is. */
  get openPlace(): number | undefined {
    let first: number | undefined;
    for (const { place } of this.#open.values()) first = first === undefined ? place : Math.min(first, place);
    return first;
  }

  /** The units that become whole by this record, which begins at `place`. */
  push(record: unknown, place: number): PlacedUnit[] {
    if (!isLine(record)) return [];
    const id = textAt(record, 'turn') ?? textAt(record, 'id');
    switch (record['type']) {
      case 'question':
        return this.#ask(record, place);
      case 'begin':
        return id === undefined ? [] : this.#begin(id, place);
      case 'withdraw':
        if (id !== undefined) this.#open.delete(id);
        return [];
      case 'finish':
        return this.#finish(record, id);
      case 'note':
      case 'compacted': {
        const text = textAt(record, 'text') ?? textAt(record, 'summary');
        return this.#alone(record, [{ part: 'note', text: text ?? '' }], place);
      }
      default: {
        const parts = partsOf(record);
        if (parts.length === 0) return [];
        const open = this.#turnOf(textAt(record, 'turn') ?? id);
        if (!open) return this.#alone(record, parts, place);
        add(open, record, parts);
        return [];
      }
    }
  }

  /** What has not ended, as far as it is there. */
  *rest(): Generator<PlacedUnit> {
    for (const open of this.#open.values()) yield spell({ ...open, turn: open.turn || this.#begun + 1 });
  }

  #ask(record: Line, place: number): PlacedUnit[] {
    const id = textAt(record, 'id');
    if (id === undefined) return [];
    const at = timeOf(record);
    const parts = [{ part: 'question' as const, texts: [textAt(record, 'text') ?? ''] }];
    this.#open.set(id, { id, turn: 0, at, place, parts, calls: new Map() });
    return [];
  }

  /** One runs at a time: another that had begun was left by a server that was killed. */
  #begin(id: string, place: number): PlacedUnit[] {
    const left = [...this.#open.values()].filter((open) => open.turn > 0 && open.id !== id);
    for (const open of left) this.#open.delete(open.id);
    const open = this.#open.get(id);
    if (open) {
      open.turn = ++this.#begun;
      this.#beginnings.push(place);
      this.#lastBegun = id;
    }
    return left.map(spell);
  }

  #finish(record: Line, id: string | undefined): PlacedUnit[] {
    const open = this.#turnOf(id);
    if (!open) return [];
    this.#open.delete(open.id);
    const error = textAt(record, 'error');
    if (error !== undefined) open.parts.push({ part: 'note', texts: [error] });
    return [spell(open)];
  }

  #turnOf(id: string | undefined): OpenTurn | undefined {
    return id === undefined ? undefined : this.#open.get(id);
  }

  #alone(record: Line, parts: readonly UnitPart[], place: number): PlacedUnit[] {
    const turnId = textAt(record, 'turn') ?? this.#lastBegun;
    const turn = this.#begun;
    return [{ ...(turnId !== undefined && { turnId }), turn, at: timeOf(record), place, parts }];
  }
}

function spell({ id, turn, at, place, parts, calls }: OpenTurn): PlacedUnit {
  for (const { texts, fields } of calls.values()) texts.push(...callTexts(fields));
  calls.clear();
  return {
    turnId: id,
    turn,
    at,
    place,
    parts: parts.map(({ part, texts }) => ({
      part,
      text: texts.join(part === 'answer' || part === 'thought' || part === 'attached' ? '' : '\n'),
    })),
  };
}

function add(open: OpenTurn, record: Line, parts: readonly UnitPart[]): void {
  const callId = record['type'] === 'tool' ? textAt(record, 'id') : undefined;
  if (callId !== undefined) {
    let call = open.calls.get(callId);
    if (!call) {
      call = { texts: [], fields: {} };
      open.calls.set(callId, call);
      open.parts.push({ part: 'tool', texts: call.texts });
    }
    Object.assign(call.fields, record);
    return;
  }
  const isMore = record['type'] !== 'attached';
  for (const { part, text } of parts) {
    const last = open.parts.at(-1);
    const goesOn = part === 'answer' || part === 'thought' || (part === 'attached' && isMore);
    if (goesOn && last?.part === part) last.texts.push(text);
    else open.parts.push({ part, texts: [text] });
  }
}

const callTexts = (fields: Line): string[] =>
  CALL_FIELDS.flatMap((field) => [...textsIn(fields[field])]).filter((text) => text !== '');

/** What can be found of a record in a turn. */
function partsOf(record: Line): UnitPart[] {
  const text = textAt(record, 'text') ?? '';
  switch (record['type']) {
    case 'piece':
      return [{ part: 'answer', text }];
    case 'thought':
      return [{ part: 'thought', text }];
    case 'tool':
      return [{ part: 'tool', text: callTexts(record).join('\n') }];
    case 'plan':
      return [{ part: 'tool', text: joined(record['entries'], 'text') }];
    case 'asked':
      return [{ part: 'note', text: [text, joined(record['options'], 'name')].join('\n') }];
    case 'answered':
      return [
        { part: 'note', text: [...textsIn([record['text'], record['values'], record['reason']])].join('\n') },
      ];
    case 'attached': {
      const isText = record['kind'] !== 'image';
      return [{ part: 'attached', text: `${textAt(record, 'name') ?? ''}\n${isText ? text : ''}` }];
    }
    case 'attached-more':
      return [{ part: 'attached', text: text }];
    default:
      return [];
  }
}

const joined = (list: unknown, field: string): string =>
  Array.isArray(list)
    ? list.flatMap((each: unknown) => (isLine(each) ? [textAt(each, field) ?? ''] : [])).join('\n')
    : '';

const isLine = (value: unknown): value is Line => typeof value === 'object' && value !== null;

function textAt(record: Line, field: string): string | undefined {
  const value = record[field];
  return typeof value === 'string' ? value : undefined;
}

const timeOf = (record: Line): number => (typeof record['at'] === 'number' ? record['at'] : 0);
