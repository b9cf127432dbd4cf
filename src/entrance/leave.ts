// From a bundle's main function to the end of its process: the only place that ends it.
// Owns exit codes, ending by a signal, and what is said of an error that nobody caught.

import { closeSync, fstatSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

import { readableStack } from '../log/readable-stack.js';
import { explainFailedImport } from '../text/failed-import.js';
import { describeOutOfFiles, isOutOfFiles, openFilesLimitIn } from '../text/open-files-limit.js';
import { UserError } from '../text/user-error.js';

export interface Leaving {
  /** Spells keys and commands in a text for the user of a shell. */
  spell(text: string): Promise<string>;
  /** Before the process ends with this error. */
  onUserError?(text: string): void;
}

/** Ends the process with the exit code of main, or with 1, 2 and a text on standard error. */
export function runToExit(main: () => Promise<number>, { spell, onUserError }: Leaving): void {
  process.on('exit', closeLostTerminals);
  main().then(leave, async (thrown: unknown) => {
    const error = recognise(thrown);
    const isUserError = error instanceof UserError;
    if (isUserError) onUserError?.(error.text);
    // What failed to load may fail again.
    const text = isUserError
      ? await spell(error.text).catch(() => error.message)
      : readableStack(String(error instanceof Error ? error.stack : error));
    process.stderr.write(`qmux: ${text}\n`);
    process.exit(isUserError ? error.exitCode : 1);
  });
}

/**
 * For a process of the shell: who writes sees to the failure; there is nobody to tell of one on standard
 * error.
 */
export function keepStreamsQuiet(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** A server that cannot even be loaded: its client waits for a word on descriptor 3. */
export function tellStarter(message: string): void {
  try {
    writeSync(3, `${JSON.stringify({ error: message })}\n`);
  } catch {
    // Nobody waits.
  }
}

/** What out of the first import() or a spawn is no bug: too few files may be open, or qmux was updated. */
function recognise(error: unknown): unknown {
  if (error instanceof UserError) return error;
  if (isOutOfFiles(error))
    return new UserError(describeOutOfFiles(openFilesLimitIn(process.report.getReport())));
  return explainFailedImport(error) ?? error;
}

/** As a shell counts them: 128 + number. */
const SIGNALS: Readonly<Record<number, NodeJS.Signals>> = { 129: 'SIGHUP', 130: 'SIGINT', 143: 'SIGTERM' };
/** A signal ends a process at once, unless a debugger holds it. */
const SIGNAL_GRACE_MS = 1_000;

/** What a signal ended ends by that signal, so that a shell sees it: a loop in a script stops with Ctrl-C. */
function leave(code: number): void {
  const signal = SIGNALS[code];
  if (signal === undefined) process.exit(code);
  setTimeout(() => process.exit(code), SIGNAL_GRACE_MS);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/**
 * Node restores the modes of its terminals when it exits and aborts, with a core dump, where one is gone
 * (ResetStdio in its node.cc). It passes by a descriptor that is closed.
 */
function closeLostTerminals(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      if (fstatSync(descriptor).isCharacterDevice() && !isatty(descriptor)) closeSync(descriptor);
    } catch {
      // Closed already.
    }
  }
}
