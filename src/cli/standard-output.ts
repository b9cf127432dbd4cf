// Text on standard output, to its last byte before the process ends, and what it means if it cannot be
// written: a reader that has left ends a call quietly, as SIGPIPE would; a full disk is reported, once. Owns
// these exit codes. Invariant: every write of the command line to standard output goes through here, except
// the terminal of a client.

import { fstatSync, writeSync } from 'node:fs';

/** 128 + SIGPIPE, as a shell counts it; Node ignores the signal. */
const BROKEN_PIPE_CODE = 141;
/** 128 + SIGHUP: the terminal is gone. */
const HANGUP_CODE = 129;

const STDOUT = 1;

/** Of the first write that failed: nothing is written after it. */
let failedWith = 0;

/** Resolves with 0 once the text was accepted, else with the exit code for the call. Never rejects. */
export async function print(text: string): Promise<number> {
  if (failedWith !== 0 || text === '') return failedWith;
  try {
    await (isFile() ? writeFile(text) : writeStream(text));
  } catch (error) {
    // One of several writes that were pending.
    if (failedWith === 0) failedWith = report(error as NodeJS.ErrnoException);
  }
  return failedWith;
}

/** The text as one or more complete lines. */
export const printText = (text: string): Promise<number> => print(`${text}\n`);

function report({ code, message }: NodeJS.ErrnoException): number {
  if (code === 'EPIPE') return BROKEN_PIPE_CODE;
  if (code === 'EIO' && !fstatSync(STDOUT).isFile()) return HANGUP_CODE;
  const reason = message.replace(/^\w+: |, write$/g, '');
  process.stderr.write(`qmux: cannot write to standard output: ${reason}\n`);
  return 1;
}

/**
 * Or a device such as /dev/full. Node's stream treats a write that was cut short on a full disk as complete.
 */
function isFile(): boolean {
  if (process.stdout.isTTY) return false;
  const stat = fstatSync(STDOUT);
  return stat.isFile() || stat.isCharacterDevice();
}

function writeFile(text: string): void {
  for (let rest = Buffer.from(text); rest.length > 0;) rest = rest.subarray(writeSync(STDOUT, rest));
}

/** A pipe takes its time: the process ends after the pipe has taken everything. */
const writeStream = (text: string): Promise<void> =>
  new Promise((resolve, reject) =>
    process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
  );
