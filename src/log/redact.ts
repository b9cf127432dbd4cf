// Takes keys and tokens out of text before it is kept (pure). Owns what counts as a secret.
// Invariant: the value of no environment variable that is named like a secret passes.

export const REDACTED = '[redacted]';

/** Shorter values are words like `1` or `true`; taking those out of every line would make the log unreadable. */
const MIN_SECRET_LENGTH = 6;

/** Keys as providers write them (`sk-…`, `sk_live_…`), and what follows `Bearer` in an HTTP header. */
const SECRET_PATTERNS: readonly RegExp[] = [
  /\bsk[-_][A-Za-z0-9_-]{8,}/g,
  /(?<=\bbearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
];

/** Values of the variables whose names end in KEY, TOKEN or SECRET, or speak of a bearer's token as AWS's do, in the order that redact() needs. */
export function findSecrets(env: Readonly<Record<string, string | undefined>>): string[] {
  const values = Object.entries(env)
    .filter(([name]) => /(?:KEY|TOKEN|SECRET)$|BEARER_TOKEN/i.test(name))
    .map(([, value]) => value ?? '')
    .filter((value) => value.length >= MIN_SECRET_LENGTH);
  return orderSecrets(values);
}

/** Each once, the longest first: one may contain another, whose removal would leave the rest of the longer standing. */
export function orderSecrets(secrets: Iterable<string>): string[] {
  return [...new Set(secrets)].sort((a, b) => b.length - a.length);
}

/** The text with every secret in it replaced. secrets: as orderSecrets gives them. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, REDACTED);
  for (const pattern of SECRET_PATTERNS) clean = clean.replace(pattern, REDACTED);
  return clean;
}
