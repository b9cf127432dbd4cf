// The built program as a user starts it: in a terminal, or as one call of the command line; with a home of
// its own. Owns the home, the model's server if one was asked for, and everything that runs in them until
// stop().

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { startChatServer, type ChatScript, type ChatServer } from './chat-server.js';
import { temporaryHome, type TemporaryHome } from './home.js';
import { startInTerminal, type OuterTerminal } from './outer-terminal.js';

const ENTRY = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** The prefix, Ctrl-q. */
export const PREFIX = '\u0011';
export const ENTER = '\r';
export const ESCAPE = '\x1b';

export interface CallResult {
  stdout: string;
  stderr: string;
  code: number;
}

export interface Qmux {
  home: TemporaryHome;
  /** undefined without a script: then the guide answers. */
  model: ChatServer | undefined;
  /** `qmux …` in a terminal of its own. */
  attach(options?: {
    rows?: number;
    cols?: number;
    args?: string[];
    env?: Record<string, string>;
    /** Variables that it does not have. */
    without?: readonly string[];
    /** false: its terminal never answers a query. */
    answers?: boolean;
  }): Promise<OuterTerminal>;
  /** `qmux …` without a terminal. */
  call(...args: string[]): Promise<CallResult>;
  /** The same with an environment added to the home's, and text on standard input. */
  callWith(options: { env?: Record<string, string>; input?: string }, ...args: string[]): Promise<CallResult>;
  /** Process id of the server, from its lock. */
  serverPid(): number;
  stop(): Promise<void>;
}

export async function startQmux(script?: ChatScript): Promise<Qmux> {
  const model = script && (await startChatServer(script));
  const home = temporaryHome(
    model ? { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url, QMUX_MODEL: 'openai/scripted' } : {},
  );
  const terminals: OuterTerminal[] = [];
  return {
    home,
    model,
    async attach({ rows, cols, args = [], env = {}, without = [], answers = true } = {}) {
      const terminal = await startInTerminal({
        // A PTY of node-pty always has a TERM.
        command: 'env',
        args: [...without.flatMap((name) => ['-u', name]), process.execPath, ENTRY, ...args],
        env: { ...home.env, ...env },
        cwd: home.dir,
        answers,
        ...(rows === undefined ? {} : { rows }),
        ...(cols === undefined ? {} : { cols }),
      });
      terminals.push(terminal);
      return terminal;
    },
    call: (...args) => callQmux(home, args),
    callWith: (options, ...args) => callQmux(home, args, options),
    serverPid: () => readServerPid(home),
    async stop() {
      for (const terminal of terminals) await terminal.stop();
      await model?.stop();
      await home.remove();
    },
  };
}

function callQmux(
  home: TemporaryHome,
  args: readonly string[],
  { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {},
): Promise<CallResult> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [ENTRY, ...args],
      { env: { ...home.env, ...env }, cwd: home.dir },
      (error, stdout, stderr) => resolve({ stdout, stderr, code: error ? Number(error.code ?? 1) : 0 }),
    );
    // It may have answered and ended before it is told that there is no input.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** The lock's newest generation names its holder. */
function readServerPid(home: TemporaryHome): number {
  const { lockDir } = home.paths();
  const generation = (name: string): number => Number(/^server\.(\d+)$/.exec(name)?.[1] ?? 0);
  const newest = readdirSync(lockDir)
    .filter((name) => generation(name) > 0)
    .sort((a, b) => generation(b) - generation(a))[0];
  if (newest === undefined) throw new Error(`no server holds ${lockDir}`);
  return (JSON.parse(readFileSync(`${lockDir}/${newest}`, 'utf8')) as { pid: number }).pid;
}
