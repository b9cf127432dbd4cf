// Puts together what an agent's transcript says, turn by turn (pure): a turn begins with what a person typed.
// Owns numbering. What comes before the first question is a unit of its own.

import type { HitPart } from '../hit.js';
import { textsIn, type PlacedUnit, type UnitPart } from '../transcripts/unit.js';

interface Open {
  turnId: string | undefined;
  at: number;
  turn: number;
  parts: UnitPart[];
}

export class ConversationBuilder {
  readonly #units: Open[] = [];
  #turns = 0;

  ask(id: string | undefined, at: number, text: string): void {
    this.#units.push({ turnId: id, at, turn: ++this.#turns, parts: [{ part: 'question', text }] });
  }

  /** at: only of what comes before the first question. */
  add(part: HitPart, text: string, at = 0): void {
    if (text === '') return;
    let last = this.#units.at(-1);
    if (!last) {
      last = { turnId: undefined, at, turn: 0, parts: [] };
      this.#units.push(last);
    }
    last.parts.push({ part, text });
  }

  addTool(...values: readonly unknown[]): void {
    this.add('tool', [...textsIn(values)].filter((text) => text !== '').join('\n'));
  }

  get firstQuestion(): string | undefined {
    return this.#units.find(({ turn }) => turn === 1)?.parts[0]?.text;
  }

  /** firstPlace: of the first one. */
  units(firstPlace = 0): PlacedUnit[] {
    return this.#units.map(({ turnId, ...unit }, at) => ({
      ...(turnId !== undefined && { turnId }),
      ...unit,
      place: firstPlace + at,
    }));
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : [];

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** ms since 1970 of a time in ISO form; 0: it is none. */
export const timeOf = (value: unknown): number => Date.parse(textOf(value)) || 0;

const NAME_LENGTH = 60;

/** A conversation without a title is named by its first question. */
export const nameFrom = (title: string, firstQuestion: string | undefined, otherwise: string): string =>
  title.trim() || (firstQuestion ?? '').trim().split('\n')[0]?.slice(0, NAME_LENGTH) || otherwise;

/** Empty: it is no object of JSON. */
export function parseFields(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}
