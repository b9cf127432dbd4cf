// `qmux VERB …` as it was typed, to the server that runs, which parses it; what comes back is printed here.
// Owns the short way: it loads neither the registry nor a parser, since most calls come from scripts and
// prompts. Leaves what runs in the caller's own process, and every line while no server runs, to run-verb.ts.

import { isatty } from 'node:tty';

import { connect } from '../client/connect.js';
import { endedEarly, requestTyped, type Unasked } from '../client/request.js';
import type { Connection } from '../client/trusted-socket.js';
import type { Response } from '../protocol/response.js';
import { isInside, toPaneServer, type Call } from './call.js';
import { withProgress } from './progress.js';
import { print, printText } from './standard-output.js';

/** Verbs that need no server, or more than one request to it, with their aliases. */
export const VERBS_RUN_HERE: ReadonlySet<string> = new Set([
  'completion',
  'config',
  'doctor',
  'exit',
  'help',
  'kill-server',
  'quit',
]);

/** A killed server's socket takes connections for a moment longer, which end at once. */
const MOST_ATTEMPTS = 5;

/** Resolves with the exit code. */
export async function sendLine(asked: Call, words: readonly string[]): Promise<number> {
  const [verb = ''] = words;
  const isReport = verb === 'report';
  // Outside of a pane there is nobody to tell.
  const isLocal = VERBS_RUN_HERE.has(verb) || (isReport && asked.env['QMUX_SESSION'] === undefined);
  const call = isReport ? toPaneServer(asked) : asked;
  const code = isLocal || verb.startsWith('-') ? undefined : await askRunningServer(call, words);
  if (code !== undefined) return code;
  const { runVerb } = await import('./run-verb.js');
  return runVerb(call, words);
}

/** undefined: none runs. */
async function askRunningServer(call: Call, words: readonly string[]): Promise<number | undefined> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const connection = await connect(call.paths);
    if (!connection) return undefined;
    const response = await ask(call, words, connection);
    if (response !== 'gone') return show(call, words, response);
  }
  return undefined;
}

/** Over a connection on which nothing was said yet. */
export async function askServer(
  call: Call,
  words: readonly string[],
  connection: Connection,
): Promise<number> {
  const response = await ask(call, words, connection);
  if (response === 'gone') throw endedEarly(call.serverName, call.paths);
  return show(call, words, response);
}

const ask = (call: Call, words: readonly string[], connection: Connection): Promise<Response | Unasked> =>
  withProgress(words.join(' '), requestTyped(connection, { ...call, words, canAttach: mayAttach(call) }));

/** Prints a response, or does what it asks of the caller. */
export async function show(
  call: Call,
  words: readonly string[],
  response: Response | 'other version',
): Promise<number> {
  if (response === 'other version') {
    const { askOtherVersion } = await import('./run-verb.js');
    return askOtherVersion(call, words);
  }
  const { attach, confirm, help } = response;
  if (help !== undefined) {
    const { helpText } = await import('./yargs-program.js');
    return printText(await helpText(call, help));
  }
  if (confirm && isOnTerminal()) {
    const { askYesNo } = await import('./ask-yes-no.js');
    return (await askYesNo(confirm.question)) ? sendLine(call, confirm.words) : 1;
  }
  if (attach !== undefined && mayAttach(call)) {
    const [{ attachTo }, { whyNotDrawable }] = await Promise.all([
      import('./attach-terminal.js'),
      import('../text/terminal-family.js'),
    ]);
    if (whyNotDrawable(call.env) === undefined) return attachTo(call, { target: attach, readOnly: false });
  }
  const printed = await print(response.stdout);
  process.stderr.write(response.stderr === '' ? '' : `qmux: ${response.stderr}`);
  return printed || response.exitCode;
}

const isOnTerminal = (): boolean => isatty(0) && isatty(1);

/** Whether a session that is made or reopened is shown here at once. */
export const mayAttach = (call: Call): boolean => isOnTerminal() && !isInside(call);
