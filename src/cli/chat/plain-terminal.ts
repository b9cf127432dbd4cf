// This process's own tty as a chat's terminal, sharing the shell's scrollback: no alternate screen, nothing
// above the chat is touched. Owns raw mode and its restoring, even if an exception ends the process or the
// job was stopped for a while. Leaves the bytes to chat/.

import type { ReadStream, WriteStream } from 'node:tty';
import type { ChatTerminal } from '../../chat/ports.js';
import { terminalSize } from '../../client/relay.js';
import { enterRawMode } from '../../client/tty-modes.js';

/** Bracketed paste off, attributes off, a new line for what comes next. */
const LAST_RESORT = '\x1b[?2004l\x1b[m\r\n';

const LINE_START = '\r\x1b[K';

/** A stop signal stops this process within this time. */
const STOP_MS = 100;

export interface PlainTerminal {
  terminal: ChatTerminal;
  /** Gives the terminal, in the state it was found in, to another program until that has ended. */
  lend<Result>(use: () => Promise<Result>): Promise<Result>;
  /** The chat has removed its lines: cooked mode, input no longer read. A second call does nothing. */
  release(): void;
}

/** adapt: a chat's text for this terminal. stop: sends the stop signal to the job. */
export function takePlainTerminal(
  stdin: ReadStream,
  stdout: WriteStream,
  adapt: (text: string) => string,
  stop = (): void => void process.kill(0, 'SIGTSTP'),
): PlainTerminal {
  let leaveRawMode = enterRawMode(stdin);
  const onExit = (): void => {
    stdout.write(LAST_RESORT);
    leaveRawMode();
  };
  process.once('exit', onExit);
  // What was typed before raw mode was echoed; it becomes a draft.
  stdout.write(LINE_START);
  let isStopped = false;
  let isLent = false;
  const onBack = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const terminal: ChatTerminal = {
    get rows() {
      return terminalSize(stdout).rows;
    },
    get cols() {
      return terminalSize(stdout).cols;
    },
    get watched() {
      return !isStopped && !isLent;
    },
    write: (text) => void stdout.write(adapt(text)),
    onInput(listener) {
      stdin.on('data', listener);
      // What is typed between two chats is for the second.
      stdin.resume();
      return () => {
        stdin.pause();
        stdin.off('data', listener);
      };
    },
    onResize(listener) {
      // A stopped job comes back to a terminal whose modes the shell has reset.
      const onContinue = (): void => {
        // The other program has been stopped together with this one.
        if (isLent) return;
        isStopped = false;
        clearTimeout(timer);
        leaveRawMode();
        leaveRawMode = enterRawMode(stdin);
        listener();
      };
      stdout.on('resize', listener);
      process.on('SIGCONT', onContinue);
      onBack.add(listener);
      return () => {
        onBack.delete(listener);
        stdout.off('resize', listener);
        process.off('SIGCONT', onContinue);
      };
    },
    onWatched: () => () => {},
    suspend() {
      isStopped = true;
      leaveRawMode();
      // The whole job, as the kernel does it for the key: the process that started this one waits in the same
      // job.
      stop();
      // If no shell controls the job, the kernel does not stop it.
      timer = setTimeout(() => process.emit('SIGCONT', 'SIGCONT'), STOP_MS);
    },
  };
  return {
    terminal,
    async lend(use) {
      isLent = true;
      stdin.pause();
      leaveRawMode();
      try {
        return await use();
      } finally {
        isLent = false;
        leaveRawMode = enterRawMode(stdin);
        stdin.resume();
        for (const listener of onBack) listener();
      }
    },
    release() {
      clearTimeout(timer);
      process.off('exit', onExit);
      stdin.pause();
      leaveRawMode();
    },
  };
}
