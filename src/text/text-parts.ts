// A long text in parts (pure), for work that is done in turns of the event loop.

/** Parts of about this length in UTF-16 units, none of which ends within a surrogate pair. */
export function* textParts(text: string, length: number): Generator<string> {
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + length);
    if (to < text.length && /[\ud800-\udbff]/.test(text[to - 1] ?? '')) to++;
    yield text.slice(from, to);
    from = to;
  }
}
