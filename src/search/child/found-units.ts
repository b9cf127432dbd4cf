// A unit of a transcript, or a line of a screen, as a hit (pure). Owns its key and its score.

import { sanitiseLine } from '../../text/sanitise.js';
import type { FoundHit } from '../messages.js';
import type { ScreenLines } from '../places/screen-lines.js';
import type { Conversation, PlacedUnit } from '../transcripts/unit.js';
import { foldWidely } from '../words/fold.js';
import type { Matcher } from '../words/query.js';
import { findSnippet, scoreOf } from '../words/snippet.js';

/** undefined: not all of the words are in it. */
export function hitIn(
  conversation: Conversation,
  unit: PlacedUnit,
  { matcher, nowMs }: { matcher: Matcher; nowMs: number },
): FoundHit | undefined {
  const snippet = findSnippet(unit.parts, matcher);
  if (!snippet) return undefined;
  const { relevance, ...shown } = snippet;
  const { turnId, turn, at } = unit;
  const { source, file, session, conversation: ownId, directory, name } = conversation;
  return {
    key: keyOf(conversation, unit),
    source,
    file,
    ...(session !== undefined && { session }),
    ...(ownId !== undefined && { conversation: ownId }),
    ...(directory !== undefined && { directory }),
    // Of an agent's conversation it is what somebody else wrote.
    name: sanitiseLine(name),
    ...(turnId !== undefined && { turnId }),
    turn,
    at,
    ...shown,
    score: scoreOf(relevance, at, nowMs),
  };
}

/** An agent's forks repeat what was said before, with the same ids. */
export const keyOf = (
  { source, session, conversation, file }: Conversation,
  { place, turnId }: Pick<PlacedUnit, 'place' | 'turnId'>,
): string =>
  source === 'chat'
    ? `chat ${session} ${place}`
    : `${source} ${turnId ?? `${conversation ?? file} ${place}`}`;

/** The next hit of a screen counts so much less: one with the word in each line is not all there is. */
const NEXT_LINE = 0.9;
const AROUND = 2;

/** Lines with all of the words, the last one first. */
export function* hitsOnScreen(
  screen: Conversation & { at: number },
  { first, lines }: ScreenLines,
  { matcher, nowMs }: { matcher: Matcher; nowMs: number },
): Generator<FoundHit> {
  const { at, ...conversation } = screen;
  // All at once: most screens have none of the words.
  const folded = foldWidely(lines.join('\n'));
  if (!matcher.matches(folded)) return;
  const foldedLines = folded.split('\n');
  let found = 0;
  for (let line = lines.length - 1; line >= 0; line--) {
    if (!matcher.matches(foldedLines[line] ?? '')) continue;
    const snippet = findSnippet([{ part: 'screen', text: lines[line] ?? '' }], matcher);
    if (!snippet) continue;
    const { relevance, ...shown } = snippet;
    yield {
      key: `screen ${screen.session} ${first + line}`,
      ...conversation,
      turn: 0,
      at,
      ...shown,
      line: line + 1,
      before: lines.slice(Math.max(0, line - AROUND), line).map((text) => sanitiseLine(text)),
      after: lines.slice(line + 1, line + 1 + AROUND).map((text) => sanitiseLine(text)),
      score: scoreOf(relevance, at, nowMs) * NEXT_LINE ** found++,
    };
  }
}
