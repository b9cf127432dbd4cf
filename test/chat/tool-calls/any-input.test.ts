// Whatever an agent sends: no line is wider than the pane, and nothing but our own styles reaches a terminal.

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import type { Asked, Thought } from '../../../src/chat/conversation.js';
import type { FileDiff, PlanEntry, ToolCall } from '../../../src/chat/model-event.js';
import { askedLines } from '../../../src/chat/tool-calls/asked-lines.js';
import { planLines } from '../../../src/chat/tool-calls/plan-lines.js';
import { thoughtLines } from '../../../src/chat/tool-calls/thought-lines.js';
import { toolLines } from '../../../src/chat/tool-calls/tool-lines.js';
import { installGlyphs } from '../../../src/text/glyphs.js';
import { withoutSgr } from '../../../src/text/sgr.js';
import { textWidth } from '../../../src/text/width.js';

afterEach(() => installGlyphs('drawn'));

const PIECES = [
  '\x1b[31m', '\x1b]0;title\x07', '\x1b', '\x9b2J', '\x07', '\b', '\r', '\n', '\r\n', '\t', ' ', '    ',
  '\u202e', '\u2066', '\u200b', '\u200d', '\ufe0f', '\ud83d', '\udc68', '👨‍👩‍👧', '❤️', '🇩🇪', '漢字', 'ｶﾞ', 'é', 'e\u0301',
  '\u0301', '각', '\u1112\u1161', 'word', 'const a = 1;', '/', '+', '-', '@@', '```', '"', '\\', '\0', '\u009c', 'ﷺ',
]; // prettier-ignore

const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 300 }),
);
const pathText = fc.oneof(text, fc.constantFrom('/project/src/a.ts', 'src/漢字.ts', '/', ''));
const diff: fc.Arbitrary<FileDiff> = fc
  .tuple(
    pathText,
    fc.option(fc.array(text, { maxLength: 12 })),
    fc.array(text, { maxLength: 12 }),
    fc.boolean(),
  )
  .map(([path, old, now, isSimilar]) => ({
    path,
    old: old && old.join('\n'),
    new: (isSimilar && old ? [...old, ...now.slice(0, 2)] : now).join('\n'),
  }));
const call: fc.Arbitrary<ToolCall> = fc.record({
  id: fc.constant('1'),
  kind: fc.constantFrom(
    'read', 'edit', 'delete', 'move', 'search', 'execute', 'think', 'fetch', 'switch_mode', 'other',
  ), // prettier-ignore
  title: text,
  status: fc.constantFrom('pending', 'in_progress', 'completed', 'failed'),
  input: fc.option(fc.record({ command: fc.oneof(text, fc.array(text, { maxLength: 4 })) }), {
    nil: undefined,
  }),
  output: text,
  diffs: fc.array(diff, { maxLength: 3 }),
  paths: fc.array(pathText, { maxLength: 3 }),
});
const view = fc.record({
  cols: fc.oneof(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 20, max: 100 })),
  isUnfolded: fc.boolean(),
  isRunning: fc.boolean(),
  directory: fc.option(pathText, { nil: undefined }),
});
const thought: fc.Arbitrary<Thought> = fc.record({
  text,
  from: fc.constant(1_000),
  to: fc.integer({ min: 1_000, max: 9_000_000 }),
  isOpen: fc.boolean(),
});
const plan: fc.Arbitrary<PlanEntry[]> = fc.array(
  fc.record({ text, status: fc.constantFrom('pending', 'in_progress', 'completed') }),
  { maxLength: 4 },
);
const asked: fc.Arbitrary<Asked> = fc.record({
  id: fc.constant('q'),
  at: fc.constant(0),
  question: fc.oneof(
    fc.record({
      kind: fc.constant('permission' as const),
      text,
      options: fc.tuple(
        fc.record({ id: fc.constant('o'), name: text, kind: fc.constant('choice' as const) }),
      ),
      call,
    }),
    fc.record({ kind: fc.constant('text' as const), text }),
  ),
  answer: fc.record(
    {
      option: fc.oneof(fc.constant('o'), text),
      reason: text,
      values: fc.dictionary(text, fc.oneof(text, fc.boolean(), fc.integer(), fc.array(text)), { maxKeys: 3 }),
      text,
      by: fc.constantFrom('keys', 'inbox', 'reply'),
      at: fc.constant(0),
    },
    { requiredKeys: ['at'] },
  ),
});

// C0, DEL, C1, bidi and lone surrogates.
const UNSAFE =
  /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function check(lines: readonly string[], cols: number): void {
  for (const line of lines) {
    const shown = withoutSgr(line);
    expect(shown).not.toMatch(UNSAFE);
    expect({ shown, width: textWidth(shown) }).toSatisfy(({ width }: { width: number }) => width <= cols);
  }
}

describe.each(['drawn', 'plain'] as const)('with %s signs, whatever an agent sends', (signs) => {
  it('tool calls fit and are safe', () => {
    installGlyphs(signs);
    fc.assert(
      fc.property(call, fc.boolean(), view, (each, unasked, how) => {
        const lines = toolLines({ call: each, unasked }, how);
        expect(lines.length).toBeGreaterThan(0);
        check(lines, how.cols);
      }),
      { numRuns: 400 },
    );
  });

  it('thoughts, plans and answered questions fit and are safe', () => {
    installGlyphs(signs);
    fc.assert(
      fc.property(thought, plan, asked, view, (oneThought, onePlan, oneAsked, how) => {
        check(thoughtLines(oneThought, how), how.cols);
        check(planLines(onePlan, how), how.cols);
        const answered = askedLines(oneAsked, how);
        expect(answered.length).toBeGreaterThan(0);
        check(answered, how.cols);
      }),
      { numRuns: 400 },
    );
  });
});
