// Durations as short texts, in the largest unit that is not zero.

const UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
] as const;

/** `3 s`, `2 min`, `5 h`, `4 d`; rounded down. */
export function formatDuration(ms: number): string {
  const unit = UNITS.find((each) => ms >= each.ms);
  return unit ? `${Math.floor(ms / unit.ms)} ${unit.name}` : `${Math.max(0, Math.floor(ms / 1000))} s`;
}

/** The same for lists, where seconds would only flicker. */
export const formatAge = (ms: number): string => (ms < 60_000 ? 'now' : formatDuration(ms));

/** When something was done: `just now`, `5 min ago`. */
export const formatAgo = (ms: number): string => (ms < 60_000 ? 'just now' : `${formatDuration(ms)} ago`);

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
/** Further back a weekday could belong to another week. */
const WEEK_MS = 6 * 86_400_000;

/**
 * A local time: `14:02`, on another day `Tue 14:02`, longer ago `2026-11-03 14:02`. at, now: ms since 1970.
 */
export function formatMoment(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const time = `${twoDigits(then.getHours())}:${twoDigits(then.getMinutes())}`;
  if (then.toDateString() === today.toDateString()) return time;
  if (now - at < WEEK_MS) return `${DAYS[then.getDay()]} ${time}`;
  return `${then.getFullYear()}-${twoDigits(then.getMonth() + 1)}-${twoDigits(then.getDate())} ${time}`;
}
