// JSON of a large value in parts (pure): what JSON.stringify(value, null, 2) would give, cut so that no part
// takes long to make. Owns the cutting. Leaves taking the parts in turns of the event loop to its callers.

import { textParts } from './text-parts.js';

/** An array whose items are made one by one. */
export class LazyArray {
  readonly items: Iterable<unknown>;

  constructor(items: Iterable<unknown>) {
    this.items = items;
  }
}

/** Of a text in one part, in UTF-16 units: escaped in well under a millisecond. */
const PART_LENGTH = 64 * 1024;

export function* spellJson(value: unknown, pad = ''): Generator<string> {
  if (value instanceof LazyArray || Array.isArray(value)) yield* spellArray(value, pad);
  else if (typeof value === 'string' && value.length > PART_LENGTH) yield* spellText(value);
  else if (typeof value === 'object' && value !== null) yield* spellObject(value, pad);
  else yield JSON.stringify(value) ?? 'null';
}

function* spellArray(value: LazyArray | readonly unknown[], pad: string): Generator<string> {
  const inner = `${pad}  `;
  let isEmpty = true;
  for (const item of value instanceof LazyArray ? value.items : value) {
    yield `${isEmpty ? '[' : ','}\n${inner}`;
    yield* spellJson(item, inner);
    isEmpty = false;
  }
  yield isEmpty ? '[]' : `\n${pad}]`;
}

function* spellObject(value: object, pad: string): Generator<string> {
  const inner = `${pad}  `;
  let isEmpty = true;
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    yield `${isEmpty ? '{' : ','}\n${inner}${JSON.stringify(name)}: `;
    yield* spellJson(item, inner);
    isEmpty = false;
  }
  yield isEmpty ? '{}' : `\n${pad}}`;
}

function* spellText(text: string): Generator<string> {
  yield '"';
  for (const part of textParts(text, PART_LENGTH)) yield JSON.stringify(part).slice(1, -1);
  yield '"';
}
