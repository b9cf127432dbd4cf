// What happened while no terminal was attached (pure): counted event by event, and reported in one line on
// attach: `since 14:02: 3 answers, 1 question, build exited 1; Ctrl-q a walks through them`. Owns counting
// and wording. Leaves when nobody is attached to server/workspace/absence.ts and where the counts are kept to
// store/.

import type { Meanwhile } from '../../store/schema.js';
import { formatMoment } from '../../text/age.js';
import { truncateToWidth, textWidth } from '../../text/width.js';
import type { SessionEvent } from './session-event.js';

/** Further ends are only counted: the line has room for two names. */
const NAMED_ENDS = 2;

export const NOTHING_HAPPENED: Meanwhile = {
  answers: 0,
  errors: 0,
  questions: 0,
  bells: 0,
  ends: [],
  otherEnds: 0,
};

/** name: of the session. */
export function countEvent(before: Meanwhile, name: string, event: SessionEvent): Meanwhile {
  switch (event.type) {
    case 'answered':
      return { ...before, answers: before.answers + 1 };
    case 'failed':
      return { ...before, errors: before.errors + 1 };
    case 'attention':
      if (event.reason === 'question') return { ...before, questions: before.questions + 1 };
      if (event.reason === 'error') return { ...before, errors: before.errors + 1 };
      return { ...before, bells: before.bells + 1 };
    case 'turn':
      return before;
    case 'exited':
      return before.ends.length < NAMED_ENDS
        ? { ...before, ends: [...before.ends, `${name} ${event.how}`] }
        : { ...before, otherEnds: before.otherEnds + 1 };
  }
}

export interface MeanwhileLine {
  /** ms since 1970. */
  since: number;
  now: number;
  /**
   * The key of the walk through the sessions that need the user; undefined: none needs them, or it has no
   * key.
   */
  walkKey: string | undefined;
  cols: number;
}

/** At most cols columns; undefined: nothing happened. */
export function describeMeanwhile(
  meanwhile: Meanwhile,
  { since, now, walkKey, cols }: MeanwhileLine,
): string | undefined {
  const { answers, errors, questions, bells, ends, otherEnds } = meanwhile;
  const parts = [
    ...count(answers, 'answer'),
    ...count(questions, 'question'),
    ...count(errors, 'error'),
    ...count(bells, 'bell'),
    ...(otherEnds === 0 ? ends : [`${ends.length + otherEnds} programs ended`]),
  ];
  if (parts.length === 0) return undefined;
  const line = `since ${formatMoment(since, now)}: ${parts.join(', ')}`;
  const full = walkKey === undefined ? line : `${line}; ${walkKey} walks through them`;
  return textWidth(full) <= cols ? full : truncateToWidth(line, cols);
}

const count = (number: number, what: string): string[] =>
  number === 0 ? [] : [`${number} ${what}${number === 1 ? '' : 's'}`];
