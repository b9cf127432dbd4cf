// Recordings of agents (fixtures/agents/README.md): reading them, comparing what was reported of an agent with
// the truth, and how good that must be. Owns this for the benchmark and for the tests. Leaves replaying to them,
// since each has its own clock.

import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export const listRecordings = (directory) =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.cast.gz'))
    .map((file) => file.replace('.cast.gz', ''));

export function loadRecording(directory, name, { hooks }) {
  const truth = JSON.parse(readFileSync(new URL(`${name}.truth.json`, directory), 'utf8'));
  const events = gunzipSync(readFileSync(new URL(`${name}.cast.gz`, directory)))
    .toString()
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  if (hooks) for (const { t, data } of truth.hooks) events.push([t, 'hook', JSON.stringify(data)]);
  return { truth, events: events.sort(([a], [b]) => a - b) };
}

const STATE_OF = { idle: 'active', working: 'processing', waiting: 'waiting' };
/**
 * The truth is when the model has sent what needs an answer; an agent may show it a little before it has all
 * of it.
 */
const EARLY_MS = 100;

export function measure({ truth, moments }) {
  const endMs = (truth.states.at(-1)?.t ?? 0) * 1000;
  const truths = truth.states.map(({ t, state }, at) => ({
    state: STATE_OF[state],
    fromMs: t * 1000,
    toMs: (truth.states[at + 1]?.t ?? t) * 1000,
  }));
  const moves = moments.filter(({ reading }, at) => reading.state !== moments[at - 1]?.reading.state);
  const said = moves.map(({ atMs, reading }, at) => ({
    state: reading.state,
    source: reading.source,
    fromMs: atMs,
    toMs: Math.min(moves[at + 1]?.atMs ?? endMs, endMs),
  }));
  let [rightMs, allMs] = [0, 0];
  for (const each of truths) {
    if (each.state === undefined) continue;
    allMs += each.toMs - each.fromMs;
    for (const { state, fromMs, toMs } of said)
      if (state === each.state)
        rightMs += Math.max(0, Math.min(toMs, each.toMs) - Math.max(fromMs, each.fromMs));
  }
  const episodes = truths.filter(({ state }) => state === 'waiting');
  const claims = said.filter(({ state, fromMs, toMs }) => state === 'waiting' && toMs > fromMs);
  const overlaps = (claim, episode) => claim.fromMs < episode.toMs && episode.fromMs - EARLY_MS < claim.toMs;
  const firstOf = (episode) => claims.find((claim) => overlaps(claim, episode));
  const seen = episodes.filter((episode) => firstOf(episode) !== undefined);
  return {
    rightMs,
    allMs,
    right: rightMs / allMs,
    episodes: episodes.length,
    seen: seen.length,
    claims: claims.length,
    trueClaims: claims.filter((claim) => episodes.some((episode) => overlaps(claim, episode))).length,
    delays: seen.map((episode) => {
      const { fromMs, source } = firstOf(episode);
      return { ms: Math.max(0, fromMs - episode.fromMs), source };
    }),
    leavingMs: seen.map((episode) =>
      Math.max(0, claims.findLast((claim) => overlaps(claim, episode)).toMs - episode.toMs),
    ),
  };
}

/**
 * Of all recordings together. Shares are at least these, delays (ms) at most: where the program itself reports,
 * and where its title or its cursor is read. pi asks with the same spinner as it works with, and is not found.
 */
const FLOORS = { precision: 1, recall: 0.9, recallWithoutPi: 1, right: 0.9, rightOfPi: 0.73 };
const CEILINGS = { reportedMsP95: 300, readMsP95: 850 };

/** measured: of each recording, with its agent. Delays are null without an episode of that kind. */
export function summarise(measured) {
  const share = (all, part, whole) => {
    const sum = (key) => all.reduce((total, each) => total + each[key], 0);
    return sum(whole) === 0 ? null : Math.round((10_000 * sum(part)) / sum(whole)) / 10_000;
  };
  const pi = measured.filter(({ agent }) => agent === 'pi');
  const others = measured.filter(({ agent }) => agent !== 'pi');
  const p95 = (sources) => {
    const delays = measured.flatMap((each) => each.delays).filter(({ source }) => sources.includes(source));
    return quantile(
      delays.map(({ ms }) => ms),
      0.95,
    );
  };
  return {
    precision: share(measured, 'trueClaims', 'claims'),
    recall: share(measured, 'seen', 'episodes'),
    recallWithoutPi: share(others, 'seen', 'episodes'),
    right: share(measured, 'rightMs', 'allMs'),
    rightOfPi: share(pi, 'rightMs', 'allMs'),
    reportedMsP95: p95(['osc7501']),
    readMsP95: p95(['title', 'screen']),
    hookMsP95: p95(['report']),
    leavingMsP95: quantile(
      measured.flatMap((each) => each.leavingMs),
      0.95,
    ),
  };
}

/** Names of the figures that are missing or worse than they may be. */
export const findWorse = (summary) => [
  ...Object.keys(FLOORS).filter((key) => !(summary[key] >= FLOORS[key])),
  ...Object.keys(CEILINGS).filter((key) => summary[key] === null || summary[key] > CEILINGS[key]),
];

/** Between the two nearest samples: among a dozen, the 95th of a hundred is not simply the largest. In whole ms. */
function quantile(samples, share) {
  if (samples.length === 0) return null;
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  return Math.round(below + (sorted[Math.ceil(place)] - below) * (place % 1));
}
