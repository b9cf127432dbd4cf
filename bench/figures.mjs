// How a benchmark's samples become one line of JSON: n, median, min, max, and the machine's load meanwhile.

import { loadavg } from 'node:os';

export const median = (samples) => percentile(samples, 0.5);

export function percentile(samples, share) {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const round = (value) => Math.round(value * 100) / 100;

export function printFigure(name, unit, samples, extra = {}) {
  if (samples.length === 0) {
    process.exitCode = 1;
    console.log(JSON.stringify({ name, missing: true, ...extra }));
    return;
  }
  console.log(
    JSON.stringify({
      name,
      unit,
      n: samples.length,
      median: round(median(samples)),
      p95: round(percentile(samples, 0.95)),
      p99: round(percentile(samples, 0.99)),
      min: round(Math.min(...samples)),
      max: round(Math.max(...samples)),
      load: round(loadavg()[0]),
      ...extra,
    }),
  );
}
