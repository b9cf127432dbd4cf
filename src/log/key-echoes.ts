// Finds parts of a key in a server's text (pure): servers repeat the beginning of a wrong key, its end, or
// both around asterisks. Owns what counts as such a part. Leaves whole keys and the forms of keys to
// redact.ts.

/** Shorter parts of a key are also parts of words. */
const LEAST_PART = 6;
/** The last four characters are what servers show of a key. */
const LEAST_END = 4;
/** What replaces the characters that a server left out. */
const GAP = /\*+|…|\.{2,}|•+|[xX]{3,}|_{3,}|#{2,}/;
/** A single dot; several are a gap. */
const SENTENCE_END = /(?<!\.)[.!?]$/;
const TOKEN = /[^\s"'`,;:(){}<>[\]]+/g;

/** Paths and words are values of variables too, and parts of them occur everywhere. */
const isKeyLike = (secret: string): boolean => /^[\x21-\x7e]{12,}$/.test(secret) && !/^[/~.]/.test(secret);

/** Text with the parts of these secrets replaced by mark. */
export function maskEchoes(text: string, secrets: readonly string[], mark: string): string {
  const keys = secrets.filter(isKeyLike);
  if (keys.length === 0) return text;
  const ends = text.replace(TOKEN, (token) => {
    const bare = token.replace(SENTENCE_END, '');
    return keys.some((key) => isEndOf(bare, key)) ? mark + token.slice(bare.length) : token;
  });
  return maskParts(ends, keys, mark);
}

/** Its beginning and its end around a gap, or its end alone. */
function isEndOf(token: string, key: string): boolean {
  if (token.length >= LEAST_END && key.endsWith(token)) return true;
  if (!GAP.test(token)) return false;
  const parts = token.split(GAP).filter((part) => part !== '');
  return (
    parts.some((part) => part.length > 1) && parts.every((part) => key.startsWith(part) || key.endsWith(part))
  );
}

/** Runs of LEAST_PART or more characters that also occur in a key, each replaced as a whole. */
function maskParts(text: string, keys: readonly string[], mark: string): string {
  const windows = new Set<string>();
  for (const key of keys)
    for (let at = 0; at + LEAST_PART <= key.length; at++) windows.add(key.slice(at, at + LEAST_PART));
  let masked = '';
  let at = 0;
  while (at < text.length) {
    if (!windows.has(text.slice(at, at + LEAST_PART))) {
      masked += text[at++];
      continue;
    }
    while (windows.has(text.slice(at + 1, at + 1 + LEAST_PART))) at++;
    at += LEAST_PART;
    masked += mark;
  }
  return masked;
}
