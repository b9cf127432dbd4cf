// Which entries of a menu are shown in few rows (pure): a window that follows the selected one, and a row
// that says how many more there are. Shared by all completion menus, so that they scroll alike.

export interface MenuWindow {
  first: number;
  count: number;
  /** `… 12 more, 3 above`: below the entries, if not all of them fit. */
  more: string | undefined;
}

/** rows: for the entries and the count; at least one. */
export function menuWindow(entries: number, selected: number, rows: number): MenuWindow {
  if (entries <= rows) return { first: 0, count: entries, more: undefined };
  // With a single row an entry is more useful than the count.
  const count = Math.max(1, rows - 1);
  const first = Math.max(0, Math.min(selected - Math.floor((count - 1) / 2), entries - count));
  return { first, count, more: rows < 2 ? undefined : describeRest(first, entries - first - count) };
}

function describeRest(above: number, below: number): string {
  const parts = [...(below > 0 ? [`${below} more`] : []), ...(above > 0 ? [`${above} above`] : [])];
  return `… ${parts.join(', ')}`;
}
