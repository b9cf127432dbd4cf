// Words for what is wrong in a config or in a project (pure). Leaves finding it to parse-config.ts and to
// project/.

import { nearest } from '../text/nearest.js';

export type Table = Record<string, unknown>;

export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function unknownMessage(noun: string, name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return `unknown ${noun}; ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known are ${names.join(', ')}`}`;
}

export function describe(value: unknown): string {
  if (isTable(value)) return 'a table';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
