// Searching: the scan, building the index, and queries, in the searching process itself, asked over its
// standard input as the server does. QMUX_BENCH_TEXT_MB: of conversations (30; 1000 for the figures of the
// specification, which needs 3.5 GB of disk). Goals at 1 GB: rare words p95 100 ms, others 500 ms, a scan of
// 1 GB 3 s, index under 60 % of the text, building 6 MB of text a second.

import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { printFigure } from './figures.mjs';
import { processorSeconds } from './processor-time.mjs';

const TEXT_BYTES = Number(process.env.QMUX_BENCH_TEXT_MB ?? 30) * 1e6;
const QUERIES = 20;
const SCANS = 5;
const LIMIT = 100;
/** With fewer hits of the index files are scanned. */
const FEW = 20;
const WORDS = 30_000;
const QUIET_MS = 1_000;
/** In one file: conversations are of very different length. */
const TURNS = 300;
const RARE_EACH = 10_000;

const SYLLABLES = [
  'ka',
  're',
  'ti',
  'so',
  'lun',
  'me',
  'dra',
  'po',
  'vi',
  'shen',
  'qu',
  'fa',
  'nor',
  'el',
  'gy',
  'ba',
];
const HAN =
  '的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心';

/** The same conversations each time. */
class Writer {
  #state = 12_345;
  bytes = 0;
  text = 0;
  turns = 0;
  rare = 0;

  constructor(directory) {
    this.directory = directory;
    this.words = Array.from({ length: WORDS }, (_, at) => this.#word(at));
  }

  #random(below) {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }

  #word(at) {
    let word = '';
    for (let rest = at + 20; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
      word += SYLLABLES[rest % SYLLABLES.length];
    return at % 40 === 0 ? word.replace('e', 'é') : word;
  }

  /** Few words are common, as in any text. */
  #common() {
    return this.words[Math.floor(WORDS ** (this.#random(1e6) / 1e6)) % WORDS];
  }

  #prose(length) {
    let text = '';
    while (text.length < length)
      text += `${this.#random(50) === 0 ? this.#random(1e9).toString(16) : this.#common()} `;
    return text;
  }

  #han(length) {
    let text = '';
    while (text.length < length) text += HAN[Math.floor(HAN.length * (this.#random(1e6) / 1e6) ** 2)];
    return text;
  }

  writeAll() {
    const end = Date.UTC(2026, 0, 1);
    for (let file = 0; this.text < TEXT_BYTES; file++) this.#file(file, end + file * 3_600_000);
  }

  #file(file, at) {
    const path = join(this.directory, `chat${String(file).padStart(6, '0')}.jsonl`);
    const descriptor = openSync(path, 'w');
    let lines = '';
    const put = (record) => {
      lines += `${JSON.stringify(record)}\n`;
    };
    put({
      type: 'session',
      version: 1,
      id: `chat${file}`,
      name: `chat-${file}`,
      kind: 'chat',
      sessionType: 'chat',
      created: at,
    });
    const isWatched = this.#random(10) < 4;
    const isHan = this.#random(16) === 0;
    for (let left = 5 + this.#random(TURNS); left > 0 && this.text < TEXT_BYTES; left--, this.turns++) {
      const id = `turn${this.turns}`;
      let question = isHan ? this.#han(40) : this.#prose(40 + this.#random(300));
      if (this.turns % RARE_EACH === 17) {
        question += ' rareword';
        this.rare++;
      }
      if (this.turns % 100 === 5) question += ' onepercent';
      if (this.turns % 10 < 3) question += ' thirtypercent';
      put({ type: 'question', id, parent: null, text: question, at });
      put({ type: 'begin', id, model: 'x/y', at });
      const answer = isHan ? this.#han(700) : this.#prose(1_000 + this.#random(2_500));
      if (this.#random(10) < 3) {
        const output = this.#prose(1_500);
        put({ type: 'tool', turn: id, id: `call${this.turns}`, at, title: 'npm test', output });
        this.text += output.length;
      }
      const most = isWatched ? 30 : 160;
      for (let from = 0; from < answer.length;) {
        const length = 1 + this.#random(most);
        put({ type: 'piece', id, text: answer.slice(from, from + length), ...(from === 0 && { at }) });
        from += length;
      }
      put({ type: 'finish', id, finish: 'stop', at });
      this.text += Buffer.byteLength(question) + Buffer.byteLength(answer);
    }
    this.bytes += writeSync(descriptor, lines);
    closeSync(descriptor);
    utimesSync(path, at / 1_000, at / 1_000);
  }
}

class Searching {
  #lastId = 0;
  #heard = () => {};

  constructor(home) {
    this.index = join(home, 'index', 'index.db');
    const args = ['dist/search.js', join(home, 'sessions'), join(home, 'chats'), this.index];
    this.process = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { HOME: home } });
    let rest = '';
    this.process.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) this.#heard(JSON.parse(line));
    });
  }

  /** firstMs: until hits are shown, or that the index knows none and files are scanned; endMs: of the search. */
  async search(words, extra = {}) {
    const id = ++this.#lastId;
    const query = { words, exact: false, limit: LIMIT, ...extra };
    const beganAt = performance.now();
    let firstMs;
    const end = new Promise((resolve) => {
      this.#heard = (message) => {
        if (message.id !== id) return;
        if (message.type === 'hits' || message.type === 'progress') firstMs ??= performance.now() - beganAt;
        if (message.type === 'end' || message.type === 'failed') resolve(message);
      };
    });
    this.process.stdin.write(`${JSON.stringify({ type: 'search', id, query, nowMs: Date.now() })}\n`);
    const { hits } = await end;
    const endMs = performance.now() - beganAt;
    return { firstMs: firstMs ?? endMs, endMs, hits };
  }

  get usedSeconds() {
    return processorSeconds([this.process.pid]);
  }

  /** Until it does nothing any more. */
  async untilQuiet() {
    let used = -1;
    while (used !== this.usedSeconds) {
      used = this.usedSeconds;
      await pause(QUIET_MS);
    }
  }
}

export async function run() {
  const home = mkdtempSync(join(tmpdir(), 'qmux-bench-search-'));
  const chats = join(home, 'chats');
  mkdirSync(chats);
  let searching;
  try {
    const written = new Writer(chats);
    written.writeAll();
    const size = {
      textMB: Math.round(written.text / 1e6),
      filesMB: Math.round(written.bytes / 1e6),
      turns: written.turns,
    };
    // No index yet: its building begins after the first search, and gives way to those that follow.
    searching = new Searching(home);
    await measureScan(searching, written, size);
    await measureBuild(searching, written, size);
    await measureQueries(searching, written, size);
  } finally {
    if (searching) await endOf(searching);
    rmSync(home, { recursive: true, force: true });
  }
}

function endOf({ process: child }) {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', resolve);
    child.stdin.end();
  });
}

async function measureScan(searching, written, size) {
  const seconds = [];
  const before = searching.usedSeconds;
  for (let at = 0; at < SCANS; at++) {
    const { endMs, hits } = await searching.search('rareword', { exact: true });
    if (hits.length !== Math.min(LIMIT, written.rare))
      throw new Error(`scanning found ${hits.length} of ${written.rare}`);
    seconds.push(endMs / 1_000);
  }
  const busy = (searching.usedSeconds - before) / SCANS;
  const perGB = (each) => (each / written.bytes) * 1e9;
  printFigure('scan of 1 GB of transcripts', 's', seconds.map(perGB), {
    ...size,
    busy: perGB(busy).toFixed(2),
  });
}

async function measureBuild(searching, written, size) {
  const before = searching.usedSeconds;
  const beganAt = performance.now();
  await searching.untilQuiet();
  const seconds = (performance.now() - beganAt - QUIET_MS) / 1_000;
  if (!existsSync(searching.index)) throw new Error('there is no index');
  const busy = searching.usedSeconds - before;
  printFigure('building the index', 'MB of text a second', [written.text / 1e6 / seconds], {
    ...size,
    perBusySecond: (written.text / 1e6 / busy).toFixed(1),
  });
  printFigure('index', '% of the text', [(statSync(searching.index).size / written.text) * 100], size);
}

/** Until the hits of the index are shown. Where they are few, a scan follows, which says how far it is. */
async function measureQueries(searching, written, size) {
  const common = written.words[1];
  for (const [name, words] of [
    ['0.01 % of turns', 'rareword'],
    ['1 % of turns', 'onepercent'],
    ['two words, none together', 'onepercent thirtypercent'],
    ['30 % of turns', 'thirtypercent'],
    ['a prefix of two letters', common.slice(0, 2)],
    ['a phrase', `"${common} ${written.words[2]}"`],
    ['two Chinese characters', HAN.slice(0, 2)],
  ]) {
    const first = [];
    const scans = [];
    const before = searching.usedSeconds;
    let found = 0;
    for (let at = 0; at < QUERIES; at++) {
      const { firstMs, endMs, hits } = await searching.search(words);
      first.push(firstMs);
      if (hits.length < FEW) scans.push((endMs / 1_000 / written.bytes) * 1e9);
      found = hits.length;
      await pause(10);
    }
    const busyMs = ((searching.usedSeconds - before) / QUERIES) * 1_000;
    printFigure(`search: ${name}`, 'ms to its hits', first, {
      ...size,
      hits: found,
      busyMs: Math.round(busyMs),
    });
    if (scans.length > 0) printFigure(`scan of 1 GB of transcripts: ${name}`, 's', scans, size);
  }
}
