// One value of a config checked against its shape (pure): what of it can be used, and what is wrong with the
// rest. Owns what is left out because of a fault, and the words of faults. Leaves the file as a whole to
// parse-config.ts and the schemas to option-schema.ts.

import type { z } from 'zod';
import { describe, isTable, unknownMessage } from './fault-words.js';
import { keyOf } from './key-positions.js';
import { schemaFor } from './option-schema.js';
import type { Option, Shape } from './shape.js';

/** What is in force in place of a wrong value: its default, or at a reload what was in force before. */
export type Fallback =
  | 'default'
  | 'before'
  /** Nothing: it is not of the config. */
  | 'none';

type CheckedOption = Pick<Option<unknown>, 'shape' | 'default'>;

interface CheckedValue {
  value: unknown;
  faults: Fault[];
}

/** A step takes a millisecond or two, however much is wrong in it. */
const ENTRIES_IN_A_STEP = 20;

/** In a file with more faults it is probably another that was meant; looking for near names takes time. */
const MOST_SUGGESTED = 100;

/** Of one file. */
export class Suggestions {
  #count = 0;

  /** Says that there is no such option or setting (noun), and which of the known names is the nearest. */
  unknown(noun: string, name: string, names: readonly string[]): string {
    return ++this.#count > MOST_SUGGESTED ? `unknown ${noun}` : unknownMessage(noun, name, names);
  }
}

export interface Fault {
  /** Below the option. */
  path: string[];
  message: string;
  /** What is left out because of it, below the option; empty: all of it. */
  drops: readonly string[];
}

/** A large table in steps, others may have their turn between them. */
export function* checkInSteps(
  option: CheckedOption,
  raw: unknown,
  fallback: Fallback,
  suggestions: Suggestions,
): Generator<undefined, CheckedValue> {
  const entries = option.shape.type === 'map' && isTable(raw) ? Object.entries(raw) : [];
  if (entries.length <= ENTRIES_IN_A_STEP) return checkOption(option, raw, fallback, suggestions);
  const kept: [name: string, value: unknown][] = [];
  const faults: Fault[] = [];
  for (let at = 0; at < entries.length; at += ENTRIES_IN_A_STEP) {
    const step = Object.fromEntries(entries.slice(at, at + ENTRIES_IN_A_STEP));
    const checked = checkOption(option, step, fallback, suggestions);
    for (const fault of checked.faults) faults.push(fault);
    if (isTable(checked.value)) kept.push(...Object.entries(checked.value));
    yield;
  }
  return { value: Object.fromEntries(kept), faults };
}

/** value: undefined if the default applies. In a table only the bad entries are left out. */
export function checkOption(
  option: CheckedOption,
  raw: unknown,
  fallback: Fallback,
  suggestions = new Suggestions(),
): CheckedValue {
  const schema = schemaFor(option.shape);
  const faults: Fault[] = [];
  const value = structuredClone(raw);
  for (;;) {
    const checked = schema.safeParse(value);
    if (checked.success) return { value: checked.data, faults };
    const found = onePerPath(
      checked.error.issues.flatMap((issue) => faultsOf(issue, option, value, { fallback, suggestions })),
    );
    for (const fault of found) faults.push(fault);
    if (found.some(({ drops }) => drops.length === 0)) return { value: undefined, faults };
    for (const { drops } of found) removeAt(value, drops);
  }
}

/** zod may complain about one value twice: a list is not text, and also too short. */
function onePerPath(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [keyOf(fault.path), fault])).values()];
}

function faultsOf(
  issue: z.core.$ZodIssue,
  option: CheckedOption,
  value: unknown,
  { fallback, suggestions }: { fallback: Fallback; suggestions: Suggestions },
): Fault[] {
  const path = pathToShorthand(pathToList(issue.path.map(String), value), { shape: option.shape, value });
  if (issue.code === 'unrecognized_keys') {
    const { names, refused = {} } = tableAt(option.shape, path);
    return issue.keys.map((name) => ({
      path: [...path, name],
      message: refused[name] ?? suggestions.unknown('setting', name, names),
      drops: findWhole(option.shape, path) ?? findRemovable(value, [...path, name]),
    }));
  }
  const whole = findWhole(option.shape, path);
  const isTableIgnored = whole !== undefined || (path.length > 0 && !hasAt(value, path));
  const instead =
    fallback === 'none'
      ? ''
      : fallback === 'before' || isTableIgnored
        ? `; ${insteadOfTable(fallback)}`
        : path.length > 0
          ? '; it is ignored'
          : `; the default is used${describeDefault(option.default)}`;
  const shape = shapeAt(option.shape, path);
  const found = isPrivate(shape) ? 'something else' : describe(valueAt(value, path));
  const expected = shape?.type === 'table' ? shape.expected : issue.message;
  const message = `expected ${expected}, found ${found}${instead}`;
  return [{ path, message, drops: whole ?? findRemovable(value, path) }];
}

/** Of the table around it that counts as a whole. */
function findWhole(shape: Shape, path: readonly string[]): readonly string[] | undefined {
  const length = path.findIndex((_, at) => {
    const above = shapeAt(shape, path.slice(0, at));
    return above?.type === 'table' && above.isWhole;
  });
  const own = shapeAt(shape, path);
  if (length >= 0) return path.slice(0, length);
  return own?.type === 'table' && own.isWhole ? path : undefined;
}

const isPrivate = (shape: Shape | undefined): boolean =>
  (shape?.type === 'text' || shape?.type === 'map') && shape.isPrivate === true;

/** A list with a bad item is bad as a whole: its order may mean something. */
function pathToList(path: string[], value: unknown): string[] {
  const list = path.findIndex((_, at) => Array.isArray(valueAt(value, path.slice(0, at))));
  return list === -1 ? path : path.slice(0, list);
}

/** A text in place of a table is meant, not the field of the table that it stands for. */
function pathToShorthand(path: string[], { shape, value }: { shape: Shape; value: unknown }): string[] {
  const above = path.slice(0, -1);
  const table = shapeAt(shape, above);
  const isShort = table?.type === 'table' && table.shorthand === path.at(-1);
  return isShort && typeof valueAt(value, above) === 'string' ? above : path;
}

function shapeAt(shape: Shape, path: readonly string[]): Shape | undefined {
  let below: Shape | undefined = shape;
  for (const name of path) {
    if (below?.type === 'map') below = below.of;
    else if (below?.type === 'table') below = below.fields[name];
  }
  return below;
}

function tableAt(
  shape: Shape,
  path: readonly string[],
): { names: string[]; refused?: Readonly<Record<string, string>> | undefined } {
  const table = shapeAt(shape, path);
  if (table?.type !== 'table') return { names: [] };
  return { names: Object.keys(table.fields), refused: table.refused };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((below, name) => (isTable(below) ? below[name] : undefined), value);
}

function hasAt(value: unknown, path: readonly string[]): boolean {
  const above = valueAt(value, path.slice(0, -1));
  return isTable(above) && Object.hasOwn(above, path.at(-1) ?? '');
}

/**
 * What to remove: what is not there cannot be, but what it is missing in. Each time something goes, or the
 * checks would never end. Empty: the option itself is bad.
 */
function findRemovable(value: unknown, path: readonly string[]): readonly string[] {
  const length = path.findLastIndex((_, at) => hasAt(value, path.slice(0, at + 1))) + 1;
  return path.slice(0, length);
}

function removeAt(value: unknown, path: readonly string[]): void {
  const above = valueAt(value, path.slice(0, -1));
  if (isTable(above)) delete above[path.at(-1) ?? ''];
}

const describeDefault = (value: unknown): string =>
  isTable(value) ? '' : `: ${value === undefined ? 'unset' : describe(value)}`;

export const insteadOfTable = (fallback: Fallback): string =>
  fallback === 'before' ? 'what was set before stays' : 'its table is ignored';
