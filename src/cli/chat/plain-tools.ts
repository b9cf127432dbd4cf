// What the model of a chat outside the workspace may call, and the commands that its user runs with `!`.
// Owns that no process of theirs outlives this one. Leaves the tools to chat/tools/ and chat/mcp/.

import { homedir } from 'node:os';
import type { ShellRun } from '../../chat/ports.js';
import { defaultShell } from '../../commands/default-shell.js';
import type { Config } from '../../config/options.js';
import { explainFailure } from '../../files/explain-failure.js';
import { guardGroup } from '../../process/group-guard.js';
import { ToolsOfChats, type ToolsOfChatsOptions } from '../../session/chat/tools-of-chats.js';
import type { Pty } from '../../terminal/pty.js';
import type { PlainRecord } from './plain-record.js';

type Variables = Readonly<Record<string, string>>;

export interface PlainToolsOptions {
  readonly config: Pick<Config, 'tools' | 'mcp' | 'providers'>;
  /** Projects whose servers may start are those of the workspace. */
  readonly paths: ToolsOfChatsOptions['paths'];
  readonly env: Variables;
  /** There is a terminal to ask on. */
  readonly canAsk: boolean;
}

export const plainTools = ({ config, paths, env, canAsk }: PlainToolsOptions): ToolsOfChats<PlainRecord> =>
  new ToolsOfChats({
    config,
    paths,
    directoryOf: ({ cwd }) => cwd || homedir(),
    record: (child) => guardGroup(child),
    startShell: (_record, { words, cwd, env: variables }, size) =>
      startOnPty(words, { cwd, env: variables, ...size }),
    env: () => env,
    canAsk,
  });

/** A command that the user typed after `!`. */
export async function runPlainShell(
  line: string,
  { cwd, env, cols }: { cwd: string; env: Variables; cols: number },
): Promise<ShellRun> {
  const { PtyShellRun, SHELL_ROWS } = await import('../../session/shell-run.js');
  const words = [...defaultShell(env, { login: false }), '-c', line];
  return new PtyShellRun(await startOnPty(words, { cwd, env, rows: SHELL_ROWS, cols }));
}

async function startOnPty(
  [command = '', ...args]: readonly string[],
  { env, ...place }: { cwd: string; env: Variables; rows: number; cols: number },
): Promise<Pty> {
  try {
    const { loadProgramPty } = await import('../../terminal/pty/program-pty.js');
    const spawn = await loadProgramPty();
    const pty = spawn({ command, args, ...place, env: { ...env, TERM: 'xterm-256color' } });
    guardGroup(pty);
    return pty;
  } catch (error) {
    throw explainFailure(error) ?? error;
  }
}
