// kill -9 of the server or of an agent at any moment of a turn, round after round over the same chat: what was
// shown is there, no process is left, and no question counts as answered.

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, describe, expect, it } from 'vitest';

import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { findMembers } from '../../src/process/group.js';
import type { OuterTerminal } from '../harness/outer-terminal.js';
import { startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

const ROUNDS = process.env['QMUX_TEST_LONG'] ? 500 : 12;
const AGENT = fileURLToPath(new URL('../../fixtures/programs/fake-acp-agent.mjs', import.meta.url));

let qmux: Qmux;
let terminal: OuterTerminal;
/** What the rounds were about, so that it is seen that they were about something. */
const seen = { words: 0, questions: 0 };
afterEach(() => qmux.stop());

const random = (least: number, most: number): number =>
  least + Math.floor(Math.random() * (most - least + 1));

interface Listed {
  id: string;
  state: string;
  questions: unknown[];
}

async function listed(): Promise<Listed> {
  const [session] = JSON.parse((await qmux.call('ls', '--json')).stdout) as Listed[];
  if (!session) throw new Error('there is no session');
  return session;
}

const recordsOf = (id: string): TranscriptRecord[] =>
  readFileSync(join(qmux.home.paths().sessionsDir, id, 'transcript.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as TranscriptRecord];
      } catch {
        // The line that a kill cut.
        return [];
      }
    });

/** The agent's process, which leads a group; undefined: none runs. */
function agentPid(): number | undefined {
  const directory = qmux.home.paths().childrenDir;
  // Made when the first one starts.
  if (!existsSync(directory)) return undefined;
  const [name] = readdirSync(directory).filter((each) => /^\d+\.json$/.test(each));
  return name === undefined ? undefined : Number(name.replace('.json', ''));
}

/** The highest number with this prefix that the terminal shows. */
const shownNumber = (prefix: string): number =>
  Math.max(
    0,
    ...[
      ...terminal
        .screen()
        .join('\n')
        .matchAll(new RegExp(`\\b${prefix}(\\d+)`, 'g')),
    ].map(([, at]) => Number(at)),
  );

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/** The terminal of the next server. */
async function killServer(): Promise<void> {
  const before = terminal;
  kill(qmux.serverPid());
  // A client starts a server again only once a minute.
  before.kill('SIGKILL');
  await before.exit;
  terminal = await qmux.attach();
  await terminal.waitForText('#1 killed');
}

/** One round; what was lost, a line each. */
async function playRound(round: number, id: string): Promise<string[]> {
  const prefix = `r${round}w`;
  const asks = Math.random() < 0.4;
  const victim = Math.random() < 0.5 ? 'server' : 'agent';
  const enough = random(0, 60);
  await qmux.call('send', '1', `[[count ${prefix}]]${asks ? '[[shell echo never]]' : ''}`);
  if (asks && Math.random() < 0.7) await terminal.waitForText('Allow');
  else await waitUntil(`${enough} words are shown`, () => shownNumber(prefix) >= enough);
  const agent = victim === 'server' && enough === 0 ? agentPid() : await waitUntil('an agent runs', agentPid);
  await delay(random(0, 20));
  const shown = shownNumber(prefix);
  seen.words += shown;
  if (terminal.screen().some((line) => line.includes('Allow'))) seen.questions++;
  if (victim === 'server') await killServer();
  else if (agent !== undefined) kill(agent);
  await waitUntil('the turn is over', async () => (await listed()).state === 'active');
  if (agent !== undefined)
    await waitUntil('nothing of the agent is left', async () => (await findMembers(agent)).size === 0, {});
  // A question that was not sent yet is the draft again.
  terminal.type('\u0003');
  const records = recordsOf(id);
  const text = records.flatMap((record) => (record.type === 'piece' ? [record.text] : [])).join('');
  const missing = Array.from({ length: shown }, (_, at) => `${prefix}${at + 1}`).filter(
    (word) => !text.includes(`${word} `) && !text.endsWith(word),
  );
  const { questions } = await listed();
  const answered = records.filter(
    (record) => record.type === 'answered' && (record.option ?? record.values ?? record.text) !== undefined,
  );
  const where = `round ${round} (${victim}${asks ? ', asks' : ''}, ${shown} shown)`;
  return [
    ...(missing.length > 0 ? [`${where}: ${missing.join(', ')} missing`] : []),
    ...(questions.length > 0 ? [`${where}: a question is still open`] : []),
    ...(answered.length > 0 ? [`${where}: ${JSON.stringify(answered)}`] : []),
  ];
}

/** A workspace whose chats the scripted agent answers. */
async function start(mode: string): Promise<void> {
  qmux = await startQmux();
  const { home } = qmux;
  const sessions = join(home.dir, 'agent-sessions');
  mkdirSync(home.env['QMUX_HOME'] ?? '', { recursive: true });
  const words = [process.execPath, AGENT, sessions].map((word) => JSON.stringify(word));
  writeFileSync(
    home.paths().configFile,
    `agent = "fake"
[agents.fake]
command = ${words[0]}
args = [${words[1]}]
env = { FAKE_AGENT_SESSIONS = ${words[2]} }
mode = "${mode}"
`,
  );
  terminal = await qmux.attach();
  await terminal.waitForText('#1 fake-1');
  await qmux.call('rename', '1', 'killed');
}

describe('kill -9 of server and agent', () => {
  it('ends what the agent had started when the next server starts', async () => {
    await start('auto');
    const file = join(qmux.home.dir, 'started');
    await qmux.call('send', '1', `[[shell trap '' HUP TERM; echo $$ > ${file}; sleep 1000; true]]`);
    await waitUntil('the tool runs', () => existsSync(file) && readFileSync(file, 'utf8').trim() !== '');
    const agent = await waitUntil('the agent is recorded', agentPid);
    expect((await findMembers(agent)).has(Number(readFileSync(file, 'utf8')))).toBe(true);
    await killServer();
    await terminal.waitForText('ended what a killed server had left running');
    await waitUntil('nothing of its group is left', async () => (await findMembers(agent)).size === 0, {});
    await terminal.waitForText('(cut)');
  });

  it(`loses nothing that was shown in ${ROUNDS} rounds`, { timeout: ROUNDS * 15_000 }, async () => {
    await start('ask');
    const { home } = qmux;
    const { id } = await listed();
    const faults: string[] = [];
    for (let round = 1; round <= ROUNDS; round++) faults.push(...(await playRound(round, id)));
    expect(faults).toEqual([]);
    expect(seen.words).toBeGreaterThan(10 * ROUNDS);
    expect(seen.questions).toBeGreaterThan(0);
    // The session is usable, and the agent knows its conversation.
    const last = await qmux.call('send', '1', '[[recall]]', '--wait');
    expect(last.stdout).toContain('known: [[count r');
    await qmux.call('quit', '--yes');
    await waitUntil('no process is left', () => home.findProcesses().length === 0, {
      describe: () => home.findProcesses().join(' '),
    });
  });
});
