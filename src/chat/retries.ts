// When a question is sent again whose request failed before anything of an answer arrived (pure): how often
// and after how long. Leaves which failures pass by themselves to the provider, and waiting to turn.ts.

/** What the provider says of the failure. */
export interface RetryWish {
  /** In a word or two, such as `503`. */
  why: string;
  /** How long the server wants to be left alone. */
  afterMs?: number;
}

export interface Retry {
  why: string;
  /** Which try follows, of how many. */
  attempt: number;
  attempts: number;
  waitMs: number;
}

const MAX_RETRIES = 4;
const FIRST_WAIT_MS = 1_000;
/** A server that wants more is not waited for: nobody looks at a countdown for that long. */
const LONGEST_WISH_MS = 60_000;
/** Clients that failed at the same time do not come back at the same time. */
const JITTER = 0.25;

/** made: retries so far. random: from 0 up to 1. undefined: it is not tried again. */
export function nextRetry({ why, afterMs = 0 }: RetryWish, made: number, random: number): Retry | undefined {
  if (made >= MAX_RETRIES || afterMs > LONGEST_WISH_MS) return undefined;
  const ownMs = FIRST_WAIT_MS * 2 ** made * (1 - JITTER + 2 * JITTER * random);
  const waitMs = Math.round(Math.max(ownMs, afterMs));
  return { why, attempt: made + 2, attempts: MAX_RETRIES + 1, waitMs };
}
