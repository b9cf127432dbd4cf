// What is reported of a tool call with all of its texts cleaned (pure), such as of secrets. Owns which parts
// are texts. Leaves what is clean to the caller.

import { defined } from './agents/wire-fields.js';
import type { ToolUpdate } from './model-event.js';

export type CleanText = (text: string) => string;

/** Deeper input is cut: what walks through it would exhaust the stack. */
const MAX_DEPTH = 64;

/** cleanOutput: of an output that may go on. */
export function cleanUpdate(update: ToolUpdate, clean: CleanText, cleanOutput = clean): ToolUpdate {
  const { input, output, diffs, title, paths } = update;
  return {
    ...update,
    ...defined({
      title: title === undefined ? undefined : clean(title),
      input: input === undefined ? undefined : cleanDeep(input, clean),
      output: output === undefined ? undefined : cleanOutput(output),
      paths: paths?.map((path) => clean(path)),
      diffs: diffs?.map((diff) => ({
        path: clean(diff.path),
        old: diff.old === null ? null : clean(diff.old),
        new: clean(diff.new),
      })),
    }),
  };
}

function cleanDeep(value: unknown, clean: CleanText, depth = 0): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.map((each) => cleanDeep(each, clean, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, cleanDeep(each, clean, depth + 1)]),
  );
}
