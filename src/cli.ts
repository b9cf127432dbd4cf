#!/usr/bin/env node
// The program's entrance: from arguments to an exit code; the only place that ends the process. Owns which
// part of qmux a call needs and loads nothing else. Leaves verbs to cli/, the terminal to client/, the server
// to server/.

import { closeSync, fstatSync, realpathSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';

import { explainFailedImport } from './text/failed-import.js';
import { describeOutOfFiles, isOutOfFiles, openFilesLimitIn } from './text/open-files-limit.js';
import { UserError } from './text/user-error.js';

const attaches = ([verb]: readonly string[]): boolean =>
  verb === undefined || verb === 'attach' || verb === 'attach-session';

async function main(words: string[]): Promise<number> {
  // Before anything is loaded: keys typed by now are echoed, and their Enter is another key. In any case Node
  // restores the modes when it exits.
  if (attaches(words.slice(words[0] === '-L' ? 2 : 0)) && isatty(0) && isatty(1))
    process.stdin.setRawMode(true);
  const entry = realpathSync(fileURLToPath(import.meta.url));
  if (words[0] === '__server') {
    const { runDaemon } = await import('./server/daemon.js');
    return runDaemon(words[1] ?? 'default', { processEnv: process.env, entry });
  }
  // The writer handles the failure; standard error has nobody to report one to.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  if (words[0] === '__complete') {
    const { completeForShell } = await import('./cli/complete-for-shell.js');
    const { print } = await import('./cli/standard-output.js');
    return print((await completeForShell(words.slice(1), entry)).map((line) => `${line}\n`).join(''));
  }
  const { createCall, findServer } = await import('./cli/call.js');
  const { call: asked, rest } = createCall(words, entry);
  // An agent waits for its hooks. In the middle of a text it is an ordinary word.
  const hookAt = rest.indexOf('--hook');
  if (rest[0] === 'report' && [1, 2, rest.length - 1].includes(hookAt)) {
    const { reportHook } = await import('./cli/report-hook.js');
    return reportHook(asked, rest.toSpliced(hookAt, 1).slice(1));
  }
  // Attaching loads nothing but the client.
  if (attaches(rest)) {
    const { attachTerminal } = await import('./cli/attach-terminal.js');
    return attachTerminal(asked, rest.slice(1));
  }
  const call = await findServer(asked);
  if (rest[0] === 'chat') {
    const { runChat } = await import('./cli/chat-command.js');
    return runChat(call, rest.slice(1));
  }
  const { sendLine } = await import('./cli/send-line.js');
  return sendLine(call, rest);
}

/**
 * Errors of the first import() or of a spawn that are not bugs: too many files may be open, or qmux was
 * updated.
 */
function recognise(error: unknown): unknown {
  if (error instanceof UserError) return error;
  if (isOutOfFiles(error))
    return new UserError(describeOutOfFiles(openFilesLimitIn(process.report.getReport())));
  return explainFailedImport(error) ?? error;
}

/** The server cannot even be loaded: its client waits for a message on descriptor 3. */
function tellStarter(message: string): void {
  try {
    writeSync(3, `${JSON.stringify({ error: message })}\n`);
  } catch {
    // Nobody waits.
  }
}

async function explain(error: UserError): Promise<string> {
  const { spellForShell } = await import('./cli/shell-words.js');
  return spellForShell(error.text);
}

/** As a shell counts them: 128 + number. */
const SIGNALS: Readonly<Record<number, NodeJS.Signals>> = { 129: 'SIGHUP', 130: 'SIGINT', 143: 'SIGTERM' };
/** A signal ends a process at once, unless a debugger holds it. */
const SIGNAL_GRACE_MS = 1_000;

/**
 * A process ended by a signal must end by that signal, so that a shell sees it: a loop in a script stops with
 * Ctrl-C.
 */
function leave(code: number): void {
  const signal = SIGNALS[code];
  if (signal === undefined) process.exit(code);
  setTimeout(() => process.exit(code), SIGNAL_GRACE_MS);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/**
 * Node restores the modes of its terminals when it exits and aborts, with a core dump, if one is gone
 * (ResetStdio in its node.cc). It skips a descriptor that is closed.
 */
process.on('exit', () => {
  for (const descriptor of [0, 1, 2]) {
    try {
      if (fstatSync(descriptor).isCharacterDevice() && !isatty(descriptor)) closeSync(descriptor);
    } catch {
      // Closed already.
    }
  }
});

main(process.argv.slice(2)).then(leave, async (thrown: unknown) => {
  const error = recognise(thrown);
  const isUserError = error instanceof UserError;
  if (isUserError && process.argv[2] === '__server') tellStarter(error.text);
  // What failed to load may fail again.
  const text = isUserError
    ? await explain(error).catch(() => error.message)
    : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`qmux: ${text}\n`);
  process.exit(isUserError ? error.exitCode : 1);
});
