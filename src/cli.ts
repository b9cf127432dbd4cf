#!/usr/bin/env node
// The program's entrance: from arguments to an exit code; the only place that ends the process.
// Owns which part of qmux a call needs and loads no other. Leaves verbs to cli/, the terminal to client/, the server
// to server/.

import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { UserError } from './text/user-error.js';

async function main(words: string[]): Promise<number> {
  const entry = realpathSync(fileURLToPath(import.meta.url));
  if (words[0] === '__server') {
    const { runDaemon } = await import('./server/daemon.js');
    return runDaemon(words[1] ?? 'default', { processEnv: process.env, entry });
  }
  if (words[0] === '__complete') {
    const { completeForShell } = await import('./cli/complete-for-shell.js');
    for (const line of await completeForShell(words.slice(1), entry)) process.stdout.write(`${line}\n`);
    return 0;
  }
  const { createCall, findServer } = await import('./cli/call.js');
  const { call: asked, rest } = createCall(words, entry);
  // An agent waits for its hooks.
  if (rest[0] === 'report' && rest.includes('--hook')) {
    const { reportHook } = await import('./cli/report-hook.js');
    return reportHook(asked, rest.slice(1));
  }
  const call = await findServer(asked);
  // Attaching loads nothing but the client.
  if (rest.length === 0 || rest[0] === 'attach' || rest[0] === 'attach-session') {
    const { attachTerminal } = await import('./cli/attach-terminal.js');
    return attachTerminal(call, rest.slice(1));
  }
  if (rest[0] === 'chat') {
    const { runChat } = await import('./cli/chat-command.js');
    return runChat(call, rest.slice(1));
  }
  const { runVerb } = await import('./cli/run-verb.js');
  return runVerb(call, rest);
}

async function explain(error: UserError): Promise<string> {
  const { spellForShell } = await import('./cli/shell-words.js');
  return spellForShell(error.text);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  async (error: unknown) => {
    const isUserError = error instanceof UserError;
    const text = isUserError ? await explain(error) : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`qmux: ${text}\n`);
    process.exit(isUserError ? error.exitCode : 1);
  },
);
