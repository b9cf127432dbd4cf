// A program in words (pure): its name before it has one, and how it ended.

import type { SessionExit } from '../../store/session-record.js';
import { formatDuration } from '../../text/age.js';
import { spellOnLine } from '../../text/visible-signs.js';
import { truncateToWidth } from '../../text/width.js';

/** Its file without directory and odd characters. */
export const commandName = (command: readonly string[]): string =>
  (command[0] ?? '')
    .replace(/^.*\//, '')
    .replace(/[^\p{L}\p{N}\-_.]/gu, '')
    .replace(/^[-.]+/, '') || 'program';

/** Some lines of a pane. */
const MOST_COMMAND_COLS = 400;

/** Those with the same number on Linux and macOS. */
const SIGNAL_NAMES: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  4: 'SIGILL',
  6: 'SIGABRT',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
};
/** What runs the program that its first argument names. */
const RUNNERS = /^(?:node|npx|bunx?|deno|python3?|uvx)$/;

/** Those of them that a script's first line names. */
const INTERPRETERS = /^(?:node|bun|deno|python3?)$/;

/** Which of a pane's words is the program they run: the first, or the second after a runner such as npx. */
export const programAt = ([first = '']: readonly string[]): number =>
  RUNNERS.test(first.replace(/^.*\//, '')) ? 1 : 0;

/** Its name. */
export const programName = (command: readonly string[]): string =>
  (command[programAt(command)] ?? '').replace(/^.*\//, '');

/** `exited 3 after 2 min`, `killed by SIGTERM after 4 s`, `ended with the server`. */
export function describeExit(exit: SessionExit): string {
  if (exit === 'ended-with-server') return describeEnd(exit);
  return `${describeEnd(exit)} after ${formatDuration(exit.afterMs)}`;
}

/** What keys do in its pane, line by line. resumed: the words that bring an agent's conversation back. */
export const describeRunningAgain = (
  { command, cwd }: { readonly command: readonly string[]; readonly cwd: string },
  resumed: readonly string[] | undefined,
): string[] =>
  resumed
    ? [`Enter resumes the conversation in ${cwd}: ${resumed.join(' ')}`, 'n begins a new one']
    : [`Enter runs ${spellCommand(command)} in ${cwd} again`];

/** On one line, and not longer than anybody reads. */
const spellCommand = (command: readonly string[]): string =>
  truncateToWidth(spellOnLine(command.join(' ')), MOST_COMMAND_COLS);

/** Of an agent that ran in a shell. words: those that bring its conversation back. */
export function describeResuming(command: readonly string[], words: readonly string[], cwd: string): string {
  // What a script's first line names was not typed.
  const [first = ''] = words.map((word) => word.replace(/^.*\//, ''));
  const typed = INTERPRETERS.test(first) ? words.slice(1) : words;
  const shown = [(typed[0] ?? '').replace(/^.*\//, ''), ...typed.slice(1)];
  return `${programName(command)} ran in it; in ${cwd}, ${shown.join(' ')} resumes the conversation`;
}

/** The same without the time. */
export function describeEnd(exit: SessionExit): string {
  if (exit === 'ended-with-server') return 'ended with the server';
  return exit.signal ? describeSignal(exit.signal) : `exited ${exit.code ?? 0}`;
}

/** Signals sent by keys are named after the keys: nobody killed the program. */
function describeSignal(signal: number): string {
  if (signal === 2) return 'stopped by Ctrl-C (SIGINT)';
  if (signal === 3) return 'stopped by Ctrl-\\ (SIGQUIT)';
  return `killed by ${SIGNAL_NAMES[signal] ?? `signal ${signal}`}`;
}

/** A program that ended with its server did nothing wrong. undefined: it runs. */
export function howEnded(exit: SessionExit | undefined): 'well' | 'badly' | undefined {
  if (exit === undefined) return undefined;
  return exit === 'ended-with-server' || exit.code === 0 ? 'well' : 'badly';
}

const SHELLS: ReadonlySet<string> = new Set(
  'sh bash dash zsh fish ksh mksh ash csh tcsh nu pwsh elvish xonsh'.split(' '),
);

/** It waits at a prompt while it runs nothing else. */
export const isShell = ([first = '', ...more]: readonly string[]): boolean =>
  SHELLS.has(first.replace(/^.*\//, '')) && more.every((word) => word.startsWith('-') && word !== '-c');
