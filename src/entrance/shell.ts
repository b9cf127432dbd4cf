// The bundle `shell`: what a shell asks for that needs the table of commands, a chat in the terminal,
// completion. Owns which part of it a call needs, and those that the bundle `line` comes for.

import { createCall, findServer } from '../cli/call.js';
import { spellForShell } from '../cli/shell-words.js';
import type { Start } from './bundle.js';
import { keepStreamsQuiet, runToExit } from './leave.js';

export { findHost } from '../cli/find-host.js';
export { spellForShell };

/**
 * In the place of these modules of cli/ the bundle `line` has a few lines that come here
 * (scripts/bundle.mjs).
 */
export const parts = {
  'ask-other-version': () => import('../cli/ask-other-version.js'),
  'find-host': () => import('../cli/find-host.js'),
  'run-verb': () => import('../cli/run-verb.js'),
  'yargs-program': () => import('../cli/yargs-program.js'),
};

/** Whose help it is, of what runs in the bundle `attach`. */
const HELP_OF: Readonly<Record<string, string>> = { ssh: 'ssh', relay: 'ssh', view: 'view' };

export function run({ words, entry, bundles }: Start): void {
  keepStreamsQuiet();
  process.on('exit', () => bundles.keepCompiled());
  runToExit(() => answer(words, entry), { spell: spellForShell });
}

async function answer(words: readonly string[], entry: string): Promise<number> {
  const { print, printText } = await import('../cli/standard-output.js');
  if (words[0] === '__complete') {
    const { completeForShell } = await import('../cli/complete-for-shell.js');
    return print((await completeForShell(words.slice(1), entry)).map((line) => `${line}\n`).join(''));
  }
  const { call, rest } = createCall(words, entry);
  if (rest[0] === 'chat') {
    const { runChat } = await import('../cli/chat-command.js');
    return runChat(await findServer(call), rest.slice(1));
  }
  if (rest[0] === 'acp') {
    const { runAcp } = await import('../cli/acp/acp-command.js');
    return runAcp(await findServer(call), rest.slice(1));
  }
  // Attaching itself is another bundle.
  const { helpText } = await parts['yargs-program']();
  return printText(await helpText(call, HELP_OF[rest[0] ?? ''] ?? 'attach'));
}
