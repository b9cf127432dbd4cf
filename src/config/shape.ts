// What a value of the config may be, and what an option says of itself, as data (pure). Owns the shapes and
// their words for the user. Leaves checking to option-schema.ts.

import { orList } from '../text/or-list.js';

/** What a value may be. expected: for the user, after 'expected '. */
export type Shape =
  | {
      type: 'text';
      expected: string;
      mayBeEmpty?: boolean;
      allows?: (value: string) => boolean;
      /** It may contain a secret by mistake: no message repeats it. */
      isPrivate?: true;
    }
  | { type: 'colour'; expected: string }
  | { type: 'flag'; expected: string }
  | { type: 'amount'; expected: string }
  | { type: 'integer'; min: number; max: number; expected: string }
  | { type: 'choice'; values: readonly [string, ...string[]]; expected: string }
  | { type: 'list'; of: Shape; expected: string }
  /** Checked by whoever reads it. */
  | { type: 'any'; expected: string }
  /** A table with any names and values of one shape. */
  | {
      type: 'map';
      of: Shape;
      expected: string;
      allows?: (name: string, value: unknown) => boolean;
      isPrivate?: true;
    }
  /**
   * A table with the given names, all optional; a text in its place is the field named by shorthand. refused:
   * names that a user might expect, and what to do instead. isWhole: nothing of it counts if anything in it
   * is wrong.
   */
  | {
      type: 'table';
      fields: Readonly<Record<string, Shape>>;
      shorthand?: string;
      isWhole?: true;
      required?: readonly string[];
      refused?: Readonly<Record<string, string>>;
      expected: string;
    };

export interface Option<Value> {
  /** In the file. */
  name: string;
  shape: Shape;
  default: Value;
  /** Why one would change it and why the default is what it is: one sentence or two. */
  reason: string;
  /** TOML lines for `qmux config default` if the default is not a value. */
  example?: string;
}

export const text = (expected: string): Shape => ({ type: 'text', expected });

/** A number from 0. */
export const amount = (expected: string): Shape => ({ type: 'amount', expected });

export const integer = (min: number, max: number): Shape => ({
  type: 'integer',
  min,
  max,
  expected:
    max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`,
});

export const choice = (...values: [string, ...string[]]): Shape => ({
  type: 'choice',
  values,
  expected: orList(values.map((value) => `"${value}"`)),
});

export const COLOUR: Shape = { type: 'colour', expected: 'a colour as "#rrggbb"' };
