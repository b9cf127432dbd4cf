// How many source lines a text adds to, for the count of unread ones (pure): a line begun before counts, an empty rest
// behind the last line feed does not.

export const countLines = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** lastBefore: the last character of the answer so far. continues: the first line stands in it already. */
export const linesAdded = (lastBefore: string, text: string): { count: number; continues: boolean } => ({
  count: countLines(text),
  continues: lastBefore !== '' && lastBefore !== '\n',
});
