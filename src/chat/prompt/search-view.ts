// The search of Ctrl-R as lines (pure): what is typed into it, and below it the question that was found. Owns
// their look and how much of a long question is shown.

import { sanitiseInput } from '../../text/sanitise.js';
import { textWidth, truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE } from '../chat-style.js';
import type { HistorySearch } from './history-search.js';
import type { PromptView } from './line-editor.js';
import { PromptLayout } from './prompt-layout.js';

const TITLE = 'search: ';
const INDENT = '  ';
/** Rows of a question, and the characters that can be in them on any terminal. */
const MOST_ROWS = 6;
const MOST_CHARACTERS = 4_000;

export function searchView(
  { query, match, isSearching }: Pick<HistorySearch, 'query' | 'match' | 'isSearching'>,
  cols: number,
  maxRows: number,
): PromptView {
  const room = Math.max(1, cols - TITLE.length - 1);
  // The end of what is typed is what one looks at.
  let typed = query;
  while (textWidth(typed) > room) typed = typed.slice(1);
  const title = truncateToWidth(`${TITLE}${typed}`, cols, '');
  const below = Math.min(MOST_ROWS, maxRows - 1);
  return {
    lines: [CHAT_STYLE.prompt(title), ...foundRows(match?.text, cols, below, { query, isSearching })],
    caret: { row: 0, col: Math.min(cols - 1, textWidth(title)) },
    menu: () => [],
    isUnshared: true,
  };
}

function foundRows(
  match: string | undefined,
  cols: number,
  most: number,
  { query, isSearching }: { query: string; isSearching: boolean },
): string[] {
  if (most < 1) return [];
  if (match === undefined) {
    const text =
      query === '' ? 'type a part of a question' : isSearching ? 'searching …' : 'no question matches';
    return [CHAT_STYLE.dim(truncateToWidth(`${INDENT}${text}`, cols))];
  }
  const layout = new PromptLayout({ labelOf: () => '', paint: (label) => label });
  const text = sanitiseInput(match.slice(0, MOST_CHARACTERS)).toWellFormed();
  const rows = layout.rowsOf(text, Math.max(1, cols - INDENT.length));
  const isWhole = rows.length <= most && match.length <= MOST_CHARACTERS;
  const shown = rows.slice(0, isWhole ? most : Math.max(1, most - 1)).map((row) => INDENT + row.shown);
  return isWhole || most < 2 ? shown : [...shown, CHAT_STYLE.dim(`${INDENT}…`)];
}
