// Recordings of agents (fixtures/agents/README.md): reading them, and comparing what was reported of an agent
// with the truth. Owns both for the benchmark and for the tests. Leaves replaying to them, since each has its
// own clock.

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
  const seen = episodes.filter((episode) => claims.some((claim) => overlaps(claim, episode)));
  return {
    rightMs,
    allMs,
    right: rightMs / allMs,
    episodes: episodes.length,
    seen: seen.length,
    claims: claims.length,
    trueClaims: claims.filter((claim) => episodes.some((episode) => overlaps(claim, episode))).length,
    delaysMs: seen.map((episode) =>
      Math.max(0, claims.find((claim) => overlaps(claim, episode)).fromMs - episode.fromMs),
    ),
    leavingMs: seen.map((episode) =>
      Math.max(0, claims.findLast((claim) => overlaps(claim, episode)).toMs - episode.toMs),
    ),
  };
}
