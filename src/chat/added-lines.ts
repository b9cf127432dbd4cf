// How many source lines a text adds, for the unread count (pure): a line that was begun before counts, an
// empty rest after the last line feed does not.

export const countLines = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** lastBefore: the last character of the answer so far. continues: the first line already contains it. */
export const linesAdded = (lastBefore: string, text: string): { count: number; continues: boolean } => ({
  count: countLines(text),
  continues: lastBefore !== '' && lastBefore !== '\n',
});
