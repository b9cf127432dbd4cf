// git as a child process: never through a shell, never waiting for a key, never longer than a limit. Owns its
// environment, and what is said if there is no git or it takes too long. Leaves what is asked to the other
// files here.

import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';

export interface GitOutput {
  /** Its exit code; 0 is success. */
  code: number;
  stdout: string;
  stderr: string;
}

export interface GitCall {
  timeoutMs?: number;
  /** Besides the environment. */
  env?: Readonly<Record<string, string>>;
  /** Its standard input. */
  input?: string;
}

export interface Git {
  /** Rejects with a UserError if there is no git, no such directory, or no answer in time. */
  run(cwd: string, args: readonly string[], call?: GitCall): Promise<GitOutput>;
  /** Its standard output. Rejects with a UserError, git's own words, if it fails. */
  ask(cwd: string, args: readonly string[], call?: GitCall): Promise<string>;
  /** Its standard output without the line feed at the end; undefined: it failed. Rejects as run does. */
  tryLine(cwd: string, args: readonly string[], call?: GitCall): Promise<string | undefined>;
}

const TIMEOUT_MS = 30_000;
/** Checkouts and merges of large repositories, with their hooks. */
export const LONG_MS = 10 * 60_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** Without what points to another repository. */
export const gitEnvironment = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || name.startsWith('GIT_') ? [] : [[name, value]],
    ),
  );

/** env: of the user on whose behalf it runs. */
export function createGit(env: Readonly<Record<string, string | undefined>>): Git {
  const own = {
    ...gitEnvironment(env),
    GIT_OPTIONAL_LOCKS: '0',
    // Nobody is there to answer.
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: ':',
  };
  const run: Git['run'] = (cwd, args, call = {}) =>
    execute(cwd, args, { ...call, env: { ...own, ...call.env } });
  return {
    run,
    ask: async (cwd, args, call) => {
      const output = await run(cwd, args, call);
      if (output.code !== 0) throw new UserError(describeFailure(args, output));
      return output.stdout;
    },
    tryLine: async (cwd, args, call) => {
      const { code, stdout } = await run(cwd, args, call);
      return code === 0 ? stdout.replace(/\n$/, '') : undefined;
    },
  };
}

/** What git says of its failure, in one line. */
export function describeFailure(args: readonly string[], { code, stderr, stdout }: GitOutput): string {
  const lines = `${stderr}\n${stdout}`
    .split('\n')
    .map((line) => line.replace(/^(?:fatal|error|warning): /, ''));
  const said = lines.filter((line) => line.trim() !== '' && !line.startsWith('hint:'));
  const what = args.find((arg) => !arg.startsWith('-')) ?? '';
  const words = said.length === 0 ? `exit code ${code}` : sanitiseLine(said.slice(0, 3).join('; '), 300);
  return `git ${what} failed: ${words}`;
}

async function execute(
  cwd: string,
  args: readonly string[],
  { timeoutMs = TIMEOUT_MS, env = {}, input = '' }: GitCall,
): Promise<GitOutput> {
  const options = { cwd, env, timeout: timeoutMs, maxBuffer: MAX_BYTES, encoding: 'utf8' } as const;
  try {
    const running = promisify(execFile)('git', [...args], options);
    // It may end without having read it.
    running.child.stdin?.on('error', () => {});
    running.child.stdin?.end(input);
    return { code: 0, ...(await running) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code === 'number') return { code, stdout: stdout ?? '', stderr: stderr ?? '' };
    throw await explain({ cwd, args, timeoutMs }, error as Error);
  }
}

async function explain(
  { cwd, args, timeoutMs }: { cwd: string; args: readonly string[]; timeoutMs: number },
  error: Error & { code?: unknown; killed?: boolean },
): Promise<Error> {
  const what = `git ${args.find((arg) => !arg.startsWith('-')) ?? ''}`;
  if (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'ENOTDIR') {
    const isThere = await stat(cwd).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) return new UserError(`there is no directory ${sanitiseLine(cwd)}`);
    return new UserError('git is not installed: no program git on your PATH; install it, then try again');
  }
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return new UserError(
      `${what} printed more than ${MAX_BYTES / 1024 / 1024} MB; run it in a shell instead`,
    );
  if (error.killed)
    return new UserError(
      `${what} did not end within ${timeoutMs / 1000} s and was stopped; try it in a shell`,
    );
  return error;
}
