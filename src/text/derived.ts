// Values that are made when they are asked for (pure): one that follows from others is made again when one of
// them is another, a regular expression once. Owns only remembering the last.

/** from: what it follows from, each compared by identity. */
export function derived<From extends readonly unknown[], Made>(
  from: () => readonly [...From],
  make: (...from: From) => Made,
): () => Made {
  let last: { from: readonly [...From]; made: Made } | undefined;
  return () => {
    const now = from();
    const isSame = last?.from.every((each, at) => Object.is(each, now[at])) ?? false;
    if (!last || !isSame) last = { from: now, made: make(...now) };
    return last.made;
  };
}

/**
 * For one with classes such as \p{L}: V8 takes a tenth of a millisecond to read it, for which every start
 * would wait. Returns what gives the expression, always the same one.
 */
export function latePattern(make: () => RegExp): () => RegExp {
  let made: RegExp | undefined;
  return () => (made ??= make());
}
