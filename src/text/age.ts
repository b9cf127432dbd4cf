// Spans of time as short texts, in the largest unit that is not zero.

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
