// stats: figures of a gigabyte of transcripts, by the process that counts: the first time, and again; what of
// it has changed since; and how much memory that takes.

import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

import { printFigure } from './figures.mjs';

const MEGABYTES = Number(process.env.QMUX_BENCH_MB ?? 1_000);
const SESSIONS = 500;
const ROUNDS = 5;
const CHILD = fileURLToPath(new URL('../dist/figures.js', import.meta.url));
const DAY_MS = 86_400_000;

export async function run() {
  const directory = mkdtempSync(join(tmpdir(), 'qmux-stats-'));
  try {
    const { sessions, answers } = writeTranscripts(directory);
    // A file that has just changed is not kept.
    await sleep(200);
    const extra = { megabytes: MEGABYTES, sessions: SESSIONS, answers };
    const check = ({ ms, megabytes, result }, expected = answers) => {
      const counted = result.rows.reduce((sum, row) => sum + row.answers, 0);
      if (counted !== expected) throw new Error(`counted ${counted} of ${expected} answers`);
      return { ms, megabytes };
    };
    const first = check(await count(directory, sessions));
    printFigure('stats, first time', 'ms', [first.ms], { ...extra, rssMb: first.megabytes });
    const again = [];
    for (let round = 0; round < ROUNDS; round++) again.push(check(await count(directory, sessions)));
    printFigure(
      'stats, again',
      'ms',
      again.map(({ ms }) => ms),
      { ...extra, rssMb: Math.max(...again.map(({ megabytes }) => megabytes)) },
    );
    for (const { id } of sessions.slice(0, 10)) append(directory, id, turn(`more-${id}`, Date.now(), 1));
    const changed = check(await count(directory, sessions), answers + 10);
    printFigure('stats, after ten sessions went on', 'ms', [changed.ms], extra);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function writeTranscripts(directory) {
  const sessions = [];
  let answers = 0;
  const now = Date.now();
  for (let at = 0; at < SESSIONS; at++) {
    const id = `session${at}`;
    sessions.push({ id, name: `name-${at}`, kind: 'chat', type: 'chat' });
    mkdirSync(join(directory, 'sessions', id), { recursive: true });
    const lines = [];
    let bytes = 0;
    for (let count = 0; bytes < (MEGABYTES * 1e6) / SESSIONS; count++) {
      const text = turn(`t${at}-${count}`, now - ((at + count) % 28) * DAY_MS, 60);
      lines.push(text);
      bytes += text.length;
      answers++;
    }
    writeFileSync(join(directory, 'sessions', id, 'transcript.jsonl'), lines.join(''));
  }
  return { sessions, answers };
}

const append = (directory, id, text) =>
  appendFileSync(join(directory, 'sessions', id, 'transcript.jsonl'), text);

/** A question, a tool's call with 2 KB of output, and an answer in pieces as they come. */
function turn(id, at, pieces) {
  const usage = { inputTokens: 1_200, outputTokens: 800, cost: { amount: 0.01, currency: 'USD' } };
  return [
    { type: 'question', id, parent: null, text: `What does part ${id} do, and why?`, at },
    { type: 'begin', id, model: 'openai/bench', at: at + 5 },
    { type: 'tool', turn: id, id: `${id}-c`, kind: 'read', title: 'read', output: 'line\n'.repeat(400), at },
    ...Array.from({ length: pieces }, (_, piece) => ({
      type: 'piece',
      id,
      text: `Piece ${piece} of the answer says what the code does, and then why. `,
      ...(piece === 0 ? { at: at + 800 } : {}),
    })),
    { type: 'usage', turn: id, usage, at: at + 9_000 },
    { type: 'finish', id, finish: 'stop', at: at + 9_000 },
  ]
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');
}

async function count(directory, sessions) {
  const now = Date.now();
  const request = {
    what: 'stats',
    form: { as: 'json', plain: false },
    by: 'day',
    from: now - 30 * DAY_MS,
    to: now + DAY_MS,
    sessionsDir: join(directory, 'sessions'),
    chatsDir: join(directory, 'chats'),
    eventsFile: join(directory, 'events.jsonl'),
    cacheFile: join(directory, 'figures-cache.jsonl'),
  };
  const begun = performance.now();
  const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakMegabytes(child.pid))), 20);
  child.stdin.write([request, ...sessions].map((each) => `${JSON.stringify(each)}\n`).join('') + '\n');
  let text = '';
  for await (const part of child.stdout) text += part;
  clearInterval(watch);
  return { ms: performance.now() - begun, megabytes: peak, result: JSON.parse(text) };
}

function peakMegabytes(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
