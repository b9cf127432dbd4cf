// Which entries of a menu stand in few rows (pure): a window that follows the selected one, and a row that says how many
// there are beyond. Shared by all menus of completions, so that they scroll alike.

export interface MenuWindow {
  first: number;
  count: number;
  /** `3-7 of 47`: below the entries, where not all of them fit. */
  more: string | undefined;
}

/** rows: for the entries and what is said of the others; at least one. */
export function menuWindow(entries: number, selected: number, rows: number): MenuWindow {
  if (entries <= rows) return { first: 0, count: entries, more: undefined };
  // With a single row an entry is worth more than their number.
  const count = Math.max(1, rows - 1);
  const first = Math.max(0, Math.min(selected - Math.floor((count - 1) / 2), entries - count));
  const more = rows < 2 ? undefined : `${first + 1}-${first + count} of ${entries}`;
  return { first, count, more };
}
