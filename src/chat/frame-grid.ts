// When the text of answers is passed on (pure): of all chats at the same moments, so that a client that shows
// eight of them is drawn as often as one that shows one. Owns how often.

/** One frame at 20 a second: as fast as anybody reads, and a fast model costs no more than a slow one. */
const FRAME_MS = 50;
/** Later frames are never closer. */
const LEAST_MS = 10;
/** After the bytes of a moment have gone through the streams of the provider's package. */
const DRAWN_AFTER_MS = 5;

/** Milliseconds to the next moment at which bytes that arrived are passed on. nowMs: of performance.now(). */
export function untilPassed(nowMs: number): number {
  const leftMs = FRAME_MS - (nowMs % FRAME_MS);
  return Math.ceil(leftMs < LEAST_MS ? leftMs + FRAME_MS : leftMs);
}

/** The same for pieces that are drawn. */
export const untilDrawn = (nowMs: number): number => untilPassed(nowMs + FRAME_MS - DRAWN_AFTER_MS);
