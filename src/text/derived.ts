// A value that follows from others (pure), made when it is asked for and made again when one of them is
// another. Owns only remembering the last.

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
