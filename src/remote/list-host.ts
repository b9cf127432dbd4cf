// The sessions of another machine, asked for once: `ssh HOST 'exec qmux relay --list NAME'`, which starts no
// server and asks its user nothing. Owns the time limit, and what of the reply is believed.

import { spawn } from 'node:child_process';
import { sanitiseLine } from '../text/sanitise.js';
import { findRelayLine } from './relay-line.js';
import { lastLines, sshArguments, type Host } from './ssh-command.js';

/** What runs on standard input and output there after the relay's line: an array of sessions, or null. */
export const LIST_ACTION = '--list';

export interface HostSession {
  id: string;
  number: number;
  name: string;
  kind: string;
  state: string;
  /** The model or the agent that answers; '' for a program. */
  answers: string;
  needsUser: boolean;
}

export interface HostAnswer {
  host: string;
  /** undefined: no server runs there, or problem says why it is not known. */
  sessions: readonly HostSession[] | undefined;
  problem: string | undefined;
}

const LIMIT_MS = 5_000;
/** Ten thousand sessions. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_SAID = 4096;

/** Never rejects: the reason is the answer. */
export function listHost(
  host: Host,
  { env, limitMs = LIMIT_MS }: { env: Readonly<Record<string, string | undefined>>; limitMs?: number },
): Promise<HostAnswer> {
  const answer = (known: Partial<HostAnswer>): HostAnswer => ({
    host: host.name,
    sessions: undefined,
    problem: undefined,
    ...known,
  });
  return new Promise((resolve) => {
    const child = spawn('ssh', sshArguments(host, { mayAsk: false, action: LIST_ACTION }), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env },
    });
    let [output, said] = ['', ''];
    const settle = (known: Partial<HostAnswer>): void => {
      clearTimeout(timer);
      child.kill('SIGTERM');
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(answer(known));
    };
    const timer = setTimeout(() => settle({ problem: `did not answer within ${limitMs / 1000} s` }), limitMs);
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-MOST_SAID)));
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString('latin1');
      if (output.length > MOST_BYTES) settle({ problem: 'sent too much' });
    });
    child.once('error', (error) => settle({ problem: `ssh: ${error.message}` }));
    // A process that shares the connection keeps standard error open, not standard output.
    child.stdout.once('end', () => {
      const sessions = readSessions(output);
      if (sessions !== 'unreadable') return settle({ sessions });
      // What ssh says of it comes with its end.
      child.once('close', () => settle({ problem: lastLines(said) || 'did not answer' }));
    });
  });
}

/** undefined: no server runs. */
function readSessions(output: string): HostSession[] | undefined | 'unreadable' {
  const found = findRelayLine(output);
  if (typeof found === 'string') return 'unreadable';
  try {
    const listed: unknown = JSON.parse(Buffer.from(output.slice(found.endsAt), 'latin1').toString('utf8'));
    if (listed === null) return undefined;
    return Array.isArray(listed) ? listed.flatMap(readSession) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function readSession(value: unknown): HostSession[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Record<string, unknown>;
  const text = (name: string): string => (typeof fields[name] === 'string' ? sanitiseLine(fields[name]) : '');
  const { number, attention } = fields;
  if (typeof number !== 'number' || !/^\w+$/.test(text('id'))) return [];
  return [
    {
      id: text('id'),
      number,
      name: text('name'),
      kind: text('kind'),
      state: text('state'),
      answers: text('agent') || text('model'),
      needsUser: Array.isArray(attention) && attention.length > 0,
    },
  ];
}
