// The last lines of a conversation as text, available at once however long it is (pure): for a preview of a
// chat without a screen. Owns how much source is rendered. Leaves rendering to render.ts. Only the end of a
// long answer is read, so what depends on its beginning, such as the number of a list item, may differ from
// the chat's own screen.

import { plainLine } from '../../text/line-marks.js';
import { answerFrom, type Conversation, type ConversationItem } from '../conversation.js';
import { createConversation } from '../transcript-reducer.js';
import { renderConversation } from './render.js';

/** More than fills any preview with prose, and is rendered in about a millisecond. */
const MAX_SOURCE_CHARACTERS = 4_000;
/** No code block that a model writes begins further up. */
const MAX_SEARCHED_CHARACTERS = 64 * 1024;

/** At most rows lines, none longer than cols; empty lines at the end are left out. */
export function previewConversation(
  { items }: Conversation,
  { rows, cols }: { rows: number; cols: number },
): string[] {
  const last = items.slice(-rows).map(cutItem);
  const lines = renderConversation({ ...createConversation(), items: last }, cols).map(plainLine);
  while (lines.at(-1) === '') lines.pop();
  return lines.slice(-rows);
}

function cutItem(item: ConversationItem): ConversationItem {
  if (item.type === 'note') return item;
  const { recent: _recent, ...turn } = item.turn;
  const { length } = turn.answer;
  if (length <= MAX_SOURCE_CHARACTERS) return item;
  const end = answerFrom(item.turn, length - MAX_SOURCE_CHARACTERS);
  const cut = end.indexOf('\n') + 1;
  // The text begins within a code block: continue it as one.
  const before = answerFrom(
    item.turn,
    Math.max(0, length - MAX_SEARCHED_CHARACTERS),
    length - MAX_SOURCE_CHARACTERS + cut,
  );
  const fences = before.match(/^ {0,3}```/gm)?.length ?? 0;
  const answer = `${fences % 2 === 1 ? '```\n' : ''}${end.slice(cut)}`;
  return { type: 'turn', turn: { ...turn, answer, parts: [] } };
}
