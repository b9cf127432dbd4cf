// What fills the window of a model, as lines (pure): the instruction, rules, files, turns and results of
// tools, with counts, a bar, and what is not sent. Owns the words and the estimate. Leaves what is sent to
// standing.ts and branches/context.ts.

import { groupDigits } from '../../text/text-size.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { Turn } from '../conversation.js';
import type { Standing, StandingFile } from './standing.js';

export interface ContextFacts {
  instruction: string | undefined;
  standing: Standing;
  /** Turns that are given whole. */
  turns: readonly Turn[];
  /** What stands for the turns before them. */
  summary: string | undefined;
  /** Tokens that the model holds; undefined: not known. */
  window: number | undefined;
}

/** An image has about as many whatever its size in bytes. */
const TOKENS_OF_IMAGE = 1_500;
const BAR_COLS = 40;
const NAME_COLS = 16;
const COUNT_COLS = 11;

interface Row {
  name: string;
  count: string;
  tokens: number;
}

export function describeContext(facts: ContextFacts): string {
  const rows = rowsOf(facts).filter(({ tokens }) => tokens > 0);
  const total = rows.reduce((sum, { tokens }) => sum + tokens, 0);
  const { window, standing } = facts;
  const share = window === undefined ? undefined : total / window;
  const of =
    share === undefined
      ? '; how many the model holds is not known'
      : ` of ${groupDigits(window ?? 0)}, ${Math.round(share * 100)} %`;
  return [
    `about ${groupDigits(total)} tokens${of}`,
    ...(share === undefined ? [] : [barOf(share)]),
    ...rows.map(
      ({ name, count, tokens }) =>
        `${name.padEnd(NAME_COLS)}${count.padEnd(COUNT_COLS)}about ${groupDigits(tokens)}`,
    ),
    ...standing.files.map(({ kind, name }) => `${kind === 'rules' ? 'rules' : 'file'} ${sanitiseLine(name)}`),
    ...standing.leftOut.map((words) => `not sent: ${sanitiseLine(words)}`),
  ].join('\n');
}

function rowsOf({ instruction = '', standing, turns, summary = '' }: ContextFacts): Row[] {
  const files = (kind: StandingFile['kind']): Row => {
    const all = standing.files.filter((file) => file.kind === kind);
    const tokens = sumOf(all, ({ text }) => tokensOf(text));
    return {
      name: kind === 'rules' ? 'rules' : 'standing files',
      count: countOf(all.length, 'file'),
      tokens,
    };
  };
  const attached = turns.flatMap((turn) => turn.attached);
  const calls = turns.flatMap(({ parts }) =>
    parts.flatMap(({ part }) => (part.type === 'tool' ? part.made : [])),
  );
  return [
    { name: 'instruction', count: '', tokens: tokensOf(instruction) },
    files('rules'),
    files('file'),
    { name: 'summary', count: '', tokens: tokensOf(summary) },
    {
      name: 'attached',
      count: countOf(attached.length, 'piece'),
      tokens: sumOf(attached, ({ kind, text }) => (kind === 'image' ? TOKENS_OF_IMAGE : tokensOf(text))),
    },
    {
      name: 'conversation',
      count: countOf(turns.length, 'turn'),
      tokens: sumOf(turns, ({ question, answer }) => tokensOf(question) + tokensOf(answer)),
    },
    {
      name: 'tool results',
      count: countOf(calls.length, 'call'),
      tokens: sumOf(calls, ({ call }) => tokensOf(call.output)),
    },
  ];
}

const countOf = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const sumOf = <T>(all: readonly T[], of: (each: T) => number): number =>
  all.reduce((sum, each) => sum + of(each), 0);

/** Four letters of English or of code, one character of most other scripts. */
function tokensOf(text: string): number {
  const others = text.match(/[^\0-\u02ff]/g)?.length ?? 0;
  return Math.ceil((text.length - others) / 4 + others);
}

function barOf(share: number): string {
  const full = Math.max(0, Math.min(BAR_COLS, Math.round(share * BAR_COLS)));
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_COLS - full)}]`;
}
