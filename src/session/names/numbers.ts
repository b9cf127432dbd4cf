// Session numbers (pure): the lowest free one from 1 when a session is opened; it stays until the session is
// closed.

export function lowestFreeNumber(taken: Iterable<number>): number {
  const set = new Set(taken);
  let number = 1;
  while (set.has(number)) number++;
  return number;
}
