// `qmux VERB …` as typed, to the running server, which parses it; the reply is printed here.
// Owns the short way: it loads neither the registry nor a parser, since most calls come from scripts and
// prompts. Leaves what runs in the caller's own process, and every line while no server runs, to run-verb.ts.

import { connect } from '../client/connect.js';
import { askServer } from './ask-server.js';
import { toPaneServer, type Call } from './call.js';
import type { Shown } from './show-response.js';
import { withStandardInput } from './standard-input.js';

/** Verbs that need no server, or more than one request to it, with their aliases. */
export const VERBS_RUN_HERE: ReadonlySet<string> = new Set([
  'completion',
  'config',
  'doctor',
  'exit',
  'help',
  'hosts',
  'kill-server',
  'quit',
]);

/** A killed server's socket still accepts connections for a moment, which end at once. */
const MOST_ATTEMPTS = 5;

/** Resolves with the exit code. */
export async function sendLine(asked: Call, words: readonly string[]): Promise<number> {
  const shown = await sendOnce(asked, words.includes('-') ? await withStandardInput(words) : words);
  return typeof shown === 'number' ? shown : sendLine(asked, shown.confirmed);
}

async function sendOnce(asked: Call, words: readonly string[]): Promise<Shown> {
  const [verb = ''] = words;
  const isReport = verb === 'report';
  // Outside of a pane there is nobody to tell.
  const isLocal = VERBS_RUN_HERE.has(verb) || (isReport && asked.env['QMUX_SESSION'] === undefined);
  const call = isReport ? toPaneServer(asked) : asked;
  const shown = isLocal || verb.startsWith('-') ? undefined : await askRunningServer(call, words);
  if (shown !== undefined) return shown;
  const { runVerb } = await import('./run-verb.js');
  return runVerb(call, words);
}

/** undefined: none is running. */
async function askRunningServer(call: Call, words: readonly string[]): Promise<Shown | undefined> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const connection = await connect(call.paths);
    if (!connection) return undefined;
    const shown = await askServer(call, words, connection);
    if (shown !== 'gone') return shown;
  }
  return undefined;
}
