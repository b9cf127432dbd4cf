// Removes keys and tokens from text before it is kept or shown (pure). Owns what counts as a secret. Leaves
// parts of keys to key-echoes.ts. Invariant: no value of an environment variable named like a secret gets
// through.

import { maskEchoes } from './key-echoes.js';

export const REDACTED = '[redacted]';

/**
 * Shorter values are words like `1` or `true`; removing those from every line would make the log unreadable.
 */
const MIN_SECRET_LENGTH = 6;

/**
 * Keys as providers write them (OpenAI, Anthropic and many others; Google; AWS; Bedrock; Groq; xAI; Hugging
 * Face), what follows `Bearer` or `Basic` in an HTTP header, a key in the query of a URL, and the user before
 * a URL's host.
 */
const SECRET_PATTERNS: readonly RegExp[] = [
  /\b(?:sk|pk|rk)[-_][A-Za-z0-9_*.-]{5,}[A-Za-z0-9*]/g,
  /\bkey[-_](?=[\w*.-]*[\d*])[A-Za-z0-9_*.-]{5,}[A-Za-z0-9*]/g,
  /\bAIza[A-Za-z0-9_-]{20,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
  /\b(?:ABSK|bedrock-api-key-)[A-Za-z0-9+/=]{16,}/g,
  /\b(?:gsk|xai|hf)[-_][A-Za-z0-9]{16,}/g,
  /(?<=\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=[?&](?:api[-_]?key|key|token|access_token|sig|signature)=)[^&\s"']{4,}/gi,
  /(?<=:\/\/)[^/\s@"']+(?=@)/g,
];

/**
 * Values of the variables whose names end like a secret's, or mention a bearer token as AWS's do, and user
 * and password of every address among the values; in the order that redact() needs.
 */
export function findSecrets(env: Readonly<Record<string, string | undefined>>): string[] {
  const values = Object.entries(env).flatMap(([name, value = '']) => [
    ...(/(?:KEY|KEY_ID|TOKEN|SECRET|PASSWORD)$|BEARER_TOKEN/i.test(name) ? [value] : []),
    ...credentialsIn(value),
  ]);
  return orderSecrets(values.filter((value) => value.length >= MIN_SECRET_LENGTH));
}

function credentialsIn(value: string): string[] {
  const [, pair] = /^[a-z][a-z0-9+.-]*:\/\/([^/\s@]+)@/i.exec(value) ?? [];
  return pair === undefined ? [] : [pair, ...pair.split(':').slice(1)];
}

/** Each once, the longest first: removing one contained in another would leave the rest of the longer one. */
export function orderSecrets(secrets: Iterable<string>): string[] {
  return [...new Set(secrets)].sort((a, b) => b.length - a.length);
}

/**
 * The text with every secret and every part of one replaced by mark. secrets: as returned by orderSecrets.
 */
export function redact(text: string, secrets: readonly string[], mark = REDACTED): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, mark);
  clean = maskEchoes(clean, secrets, mark);
  for (const pattern of SECRET_PATTERNS) clean = clean.replace(pattern, mark);
  return clean;
}
