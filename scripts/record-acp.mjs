// Records what qmux and an agent say to each other, for test/chat/agents/replay.test.ts: it stands between the
// two, passes every byte on and appends each message with its time to OUT. How to record again: CONTRIBUTING.md.
// `node scripts/record-acp.mjs OUT COMMAND [ARG…]`. Owns what is kept of this machine: directory and home become
// /home/user/project and /home/user, its name and keys become words. Lines that are no messages are left out.

import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { constants, homedir, hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const HOME = '/home/user';
/** Shorter values of variables are no keys, and stand in other words. */
const SHORTEST_KEY = 12;

const [out, command, ...args] = process.argv.slice(2);
if (!out || !command) {
  process.stderr.write('usage: node scripts/record-acp.mjs OUT COMMAND [ARG…]\n');
  process.exit(2);
}

/** In the order in which they are replaced: the directory may be in the home, and the home in /tmp. */
const neutral = [
  [process.cwd(), `${HOME}/project`],
  // Claude Code names a directory's folder so.
  [process.cwd().replaceAll(/[^a-zA-Z0-9]/g, '-'), '-home-user-project'],
  [homedir(), HOME],
  ...programDirectories().map((directory) => [directory, '/usr/local/bin']),
  [tmpdir(), '/tmp'],
  // Ids may have a short name within.
  [new RegExp(`\\b${hostname()}\\b`, 'g'), 'host'],
  ...Object.entries(process.env).flatMap(([name, value = '']) =>
    /(KEY|TOKEN|SECRET|PASSWORD)$/.test(name) && value.length >= SHORTEST_KEY ? [[value, name]] : [],
  ),
];

/** Some agents name their own program. */
function programDirectories() {
  const path = (process.env.PATH ?? '').split(delimiter);
  return path.filter((directory) => directory !== '' && existsSync(join(directory, command)));
}

/** A later process of the same conversation goes on where the one before ended. */
const startMs = Date.now() - lastMs();

function lastMs() {
  if (!existsSync(out)) return 0;
  const last = readFileSync(out, 'utf8').trimEnd().split('\n').at(-1);
  return last ? JSON.parse(last).ms : 0;
}

/** Gives a consumer of chunks that records each line as said by `dir`. */
function recorder(dir) {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      record(dir, rest.subarray(0, end).toString());
      rest = rest.subarray(end + 1);
    }
  };
}

function record(dir, line) {
  const ms = Date.now() - startMs;
  let text = line;
  for (const [from, to] of neutral) text = text.replaceAll(from, to);
  const msg = messageOf(text);
  // At once: the whole group is killed in the end.
  if (msg) appendFileSync(out, `${JSON.stringify({ ms, dir, msg })}\n`);
}

function messageOf(text) {
  try {
    const value = JSON.parse(text);
    return value?.jsonrpc === '2.0' ? value : undefined;
  } catch {
    return undefined;
  }
}

const agent = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
// Whoever reads is gone: what remains is told by the exit.
for (const pipe of [agent.stdin, process.stdout]) pipe.on('error', () => {});
process.stdin.on('data', recorder('client'));
process.stdin.pipe(agent.stdin);
agent.stdout.on('data', recorder('agent'));
agent.stdout.pipe(process.stdout);

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => agent.kill(signal));
agent.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exitCode = 127;
  process.stdin.destroy();
});
agent.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});
agent.on('close', () => process.stdin.destroy());
