// Names and counts in a sentence (pure): `api, web and 12 more`, `3 sessions`. Owns how many names a message
// line holds.

/** With names of common length they fit a message line. */
const MOST_NAMES = 4;

/** `api`, `api and web`, `api, web and db`; of more than fit, the first, and how many others. */
export function nameList(names: readonly string[], most = MOST_NAMES): string {
  const [first = '', ...more] = names;
  if (more.length === 0) return first;
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names.at(-1) as string}`;
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

export const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
