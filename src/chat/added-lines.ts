// How many source lines a text adds to, for the count of unread ones (pure): a line begun before counts, an empty rest
// behind the last line feed does not.

export const countLines = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** continues: the first of them stands in `before`, the answer so far, already. */
export const linesAdded = (before: string, text: string): { count: number; continues: boolean } => ({
  count: countLines(text),
  continues: before !== '' && !before.endsWith('\n'),
});
