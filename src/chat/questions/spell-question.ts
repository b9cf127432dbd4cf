// What is asked, as a text for a place that draws it in its own way or has none: lists, the picker's preview,
// the answer of `send`. Owns how much of it that is, so that a question of any length takes the same short
// time. Leaves its words to question-picture.ts.

import { glyphs } from '../../text/glyphs.js';
import { withoutSgr } from '../../text/sgr.js';
import type { UserQuestion } from '../user-question.js';
import { beginningOf } from './question-picture.js';

export interface SpelledQuestion {
  text: string;
  /** Nothing of it is left out. */
  isWhole: boolean;
}

/** More than such places have room for. */
const MAX_CHARACTERS = 4_000;
/** Wider than anything that is read as a line. */
const NO_WRAP_COLS = 10_000;

const spelled = new WeakMap<UserQuestion, SpelledQuestion>();

/** directory: of its session; undefined: not known. */
export function spellQuestion(question: UserQuestion, directory: string | undefined): SpelledQuestion {
  let found = spelled.get(question);
  if (!found) {
    const { lines, isWhole } = beginningOf(question, { cols: NO_WRAP_COLS, directory }, MAX_CHARACTERS);
    const text = lines.map(withoutSgr).join('\n');
    found = { text: isWhole ? text : `${text}\n${glyphs().ellipsis} too long to be shown here`, isWhole };
    spelled.set(question, found);
  }
  return found;
}
