// The tool shell: a command on a PTY, in the session's directory. Owns its time limit, and that nothing of it
// is left running. Leaves the environment and the record of the process to whoever starts it, and what it
// printed to shell-output.ts.

import type { Pty, PtyExit } from '../../terminal/pty.js';
import { UserError } from '../../text/user-error.js';
import { ShellOutput } from './shell-output.js';
import { readInput, schemaOf, textField } from './tool-input.js';
import {
  failedResult,
  goodResult,
  ToolFault,
  type RunPorts,
  type Tool,
  type ToolResult,
} from './tool-set.js';

export const SHELL_LIMIT_MS = 120_000;
/** From SIGHUP to SIGKILL. */
const GRACE_MS = 2_000;
/** Between two looks at what is printed. */
const PROGRESS_MS = 200;

const FIELDS = { command: textField('the command, as typed in a shell') };

export interface ShellPorts {
  /** Where it runs. */
  directory: string;
  /** Starts the words there. Rejects with a UserError. */
  start(words: readonly string[]): Promise<Pty>;
  limitMs?: number;
}

export const shellTool = (ports: ShellPorts): Tool => ({
  spec: {
    name: 'shell',
    description: `Runs a command in the working directory, for at most ${SHELL_LIMIT_MS / 1000} s and without standard input, and returns what it prints.`,
    inputSchema: schemaOf(FIELDS),
  },
  async prepare(input) {
    const { command } = readInput('shell', FIELDS, input);
    if (command.trim() === '' || command.includes('\0')) throw new ToolFault('shell needs a command');
    return {
      kind: 'execute',
      title: command,
      paths: [],
      diffs: [],
      consent: {
        key: `shell ${command}`,
        covers: 'exactly this command',
        text: `run a command in ${ports.directory}`,
      },
      run: (run) => runCommand(command, ports, run),
    };
  },
});

/** A program that reads its input would wait for somebody who is not there. */
const wordsFor = (shell: string, command: string): string[] => [shell, '-c', `exec </dev/null; ${command}`];

async function runCommand(command: string, ports: ShellPorts, run: RunPorts): Promise<ToolResult> {
  const pty = await start(command, ports);
  const output = new ShellOutput();
  const decoder = new TextDecoder();
  let progress: NodeJS.Timeout | undefined;
  pty.onData((bytes) => {
    output.add(decoder.decode(bytes, { stream: true }));
    progress ??= setTimeout(() => {
      progress = undefined;
      run.progress(output.text);
    }, PROGRESS_MS);
  });
  const { limitMs = SHELL_LIMIT_MS } = ports;
  let isLate = false;
  const end = (): void => void pty.hangUp(GRACE_MS);
  const limit = setTimeout(() => {
    isLate = true;
    end();
  }, limitMs);
  run.signal.addEventListener('abort', end);
  try {
    if (run.signal.aborted) end();
    const exit = await new Promise<PtyExit>((resolve) => pty.onExit(resolve));
    output.add(decoder.decode());
    const text = output.text.trimEnd();
    if (isLate) return failedResult(below(text, `(stopped after ${limitMs / 1000} s)`));
    if (run.signal.aborted) return failedResult(below(text, '(interrupted)'));
    if (exit.signal !== undefined) return failedResult(below(text, `(ended by signal ${exit.signal})`));
    if (exit.code !== 0) return failedResult(below(text, `(exit code ${exit.code})`));
    return goodResult(text === '' ? '(no output)' : text);
  } finally {
    clearTimeout(limit);
    clearTimeout(progress);
    run.signal.removeEventListener('abort', end);
  }
}

async function start(command: string, ports: ShellPorts): Promise<Pty> {
  try {
    // Models write for it.
    return await ports.start(wordsFor('bash', command));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  try {
    return await ports.start(wordsFor('/bin/sh', command));
  } catch (error) {
    throw error instanceof UserError ? new ToolFault(error.message) : error;
  }
}

const below = (text: string, line: string): string => (text === '' ? line : `${text}\n${line}`);
