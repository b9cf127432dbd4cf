// The line between a chat and its prompt (pure): on the left what happens, on the right what waits. Owns its
// words and what a narrow one drops. Leaves what is happening to the chat.

import { glyphs } from '../../text/glyphs.js';
import { unshared } from '../../text/unshared.js';
import { textWidth, truncateToWidth } from '../../text/width.js';
import type { Countdown } from '../running-answer.js';
import type { Hold } from '../ports.js';
import type { StatusPart } from './turn-status.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';

export interface RuleState {
  /** How long the running answer takes so far; undefined: none is running. */
  answeringMs: number | undefined;
  /** It was interrupted and has not ended yet: of an agent that can be ended, or of a model. */
  stopping?: 'agent' | 'model' | undefined;
  /** Until its request is made again; undefined: it does not wait for that. */
  countdown?: Countdown | undefined;
  /** What runs, if it is no answer. */
  work?: string | undefined;
  /** What happens before it can answer: `starting claude`; undefined: nothing. */
  starting: string | undefined;
  /** The answer waits for a reply of the user. */
  asks: boolean;
  queued: number;
  /** Why no queued prompt begins; undefined: one may. */
  held: Hold | undefined;
  /** For the last key: shown instead of what happens. */
  hint: string | undefined;
  /** Of the last turn. */
  status?: readonly StatusPart[];
}

/** Dashes at either end, beyond a text and a space. */
const EDGE_COLS = 2;
/** Between left and right: a space on either side and a dash. */
const GAP_COLS = 3;
const SECONDS_OF_MINUTE = 60;

/** line: what the rule itself is drawn in. */
export function promptRule(state: RuleState, cols: number, line: Paint): string {
  const { horizontal } = glyphs();
  const edge = horizontal.repeat(EDGE_COLS);
  const room = cols - 2 * EDGE_COLS - 2;
  const left = leftParts(state);
  const right = rightParts(state);
  let status: readonly StatusPart[] = [];
  const text = (parts: readonly string[]): string => parts.join(glyphs().between);
  const ends = (): string[] => [...right, ...status.map((part) => part.text)];
  const fits = (): boolean =>
    textWidth(text(left)) + textWidth(text(ends())) + (left.length === 0 ? 0 : GAP_COLS) <= room;
  while (!fits() && right.length > 1) right.pop();
  while (!fits() && left.length > 1) left.pop();
  // In the room that is left: what one can do goes before what is so.
  if (fits()) status = state.status ?? [];
  while (!fits() && status.length > 0) status = withoutLowest(status);
  const start = truncateToWidth(text(left), Math.max(0, room));
  const end = fits() ? text(right) : '';
  const rest = fits() ? text(status.map((part) => part.text)) : '';
  const paint = paintOf(state);
  const before = start === '' ? '' : `${line(edge)} ${paint(start)} `;
  const last = [
    ...(end === '' ? [] : [CHAT_STYLE.prompt(end)]),
    ...(rest === '' ? [] : [CHAT_STYLE.dim(rest)]),
  ].join(CHAT_STYLE.dim(glyphs().between));
  const after = last === '' ? '' : ` ${last} ${line(edge)}`;
  const used = [start, fits() ? text(ends()) : ''].reduce(
    (sum, each) => sum + (each === '' ? 0 : textWidth(each) + EDGE_COLS + 2),
    0,
  );
  return before + line(horizontal.repeat(Math.max(0, cols - used))) + after;
}

function withoutLowest(status: readonly StatusPart[]): readonly StatusPart[] {
  const lowest = Math.min(...status.map(({ rank }) => rank));
  return status.filter(({ rank }) => rank !== lowest);
}

function paintOf({ hint, answeringMs, asks }: RuleState): Paint {
  // What a command or a failed save says.
  if (hint !== undefined) return (text) => unshared(CHAT_STYLE.dim(text));
  if (answeringMs === undefined) return CHAT_STYLE.dim;
  return asks ? CHAT_STYLE.mark : CHAT_STYLE.working;
}

function leftParts({
  answeringMs,
  work,
  stopping,
  countdown,
  starting,
  asks,
  held,
  hint,
}: RuleState): string[] {
  if (hint !== undefined) return [hint];
  if (answeringMs !== undefined && stopping !== undefined)
    return ['stopping', ...(stopping === 'agent' ? ['/restart ends it'] : [])];
  if (answeringMs !== undefined && countdown) {
    const { why, leftMs, attempt, attempts } = countdown;
    return [`${why}: try ${attempt} of ${attempts} in ${Math.ceil(leftMs / 1000)} s`, 'Esc interrupts'];
  }
  if (answeringMs !== undefined && starting !== undefined)
    return [`${starting} ${spellTime(answeringMs)}`, 'Esc takes the question back'];
  if (answeringMs !== undefined && asks) return ['waiting for you', 'Esc interrupts'];
  if (answeringMs !== undefined)
    return [
      `${work ?? 'answering'} ${spellTime(answeringMs)}`,
      work === undefined ? 'Esc interrupts' : 'Esc stops it',
    ];
  if (held === 'interrupt') return ['interrupted', 'Enter goes on'];
  if (held === 'failure') return ['failed', 'Enter goes on'];
  return held ? ['paused', '/resume continues'] : [];
}

const rightParts = ({ queued, held }: RuleState): string[] =>
  queued === 0 ? [] : [`${queued} ${held ? 'held' : 'queued'}`, 'Alt-Up takes one back'];

function spellTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / SECONDS_OF_MINUTE);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % SECONDS_OF_MINUTE} s`;
}
