// The bundle `shell`: everything that is asked for in a shell except attaching. Owns which part of it a call needs.

import { createCall, findServer } from '../cli/call.js';
import { spellForShell } from '../cli/shell-words.js';
import type { Start } from './bundle.js';
import { keepStreamsQuiet, runToExit } from './leave.js';

export { spellForShell };

export function run({ words, entry, bundles }: Start): void {
  keepStreamsQuiet();
  process.on('exit', () => bundles.keepCompiled());
  runToExit(() => answer(words, entry), { spell: spellForShell });
}

async function answer(words: readonly string[], entry: string): Promise<number> {
  if (words[0] === '__complete') {
    const { completeForShell } = await import('../cli/complete-for-shell.js');
    const { print } = await import('../cli/standard-output.js');
    return print((await completeForShell(words.slice(1), entry)).map((line) => `${line}\n`).join(''));
  }
  const { call: asked, rest } = createCall(words, entry);
  // An agent waits for its hooks. In the middle of a text it is a word of it.
  const hookAt = rest.indexOf('--hook');
  if (rest[0] === 'report' && [1, 2, rest.length - 1].includes(hookAt)) {
    const { reportHook } = await import('../cli/report-hook.js');
    return reportHook(asked, rest.toSpliced(hookAt, 1).slice(1));
  }
  const { runVerb } = await import('../cli/run-verb.js');
  // Attaching itself is another bundle.
  if (rest[0] === 'attach' || rest[0] === 'attach-session') return runVerb(asked, ['help', 'attach']);
  const call = await findServer(asked);
  if (rest[0] === 'chat') {
    const { runChat } = await import('../cli/chat-command.js');
    return runChat(call, rest.slice(1));
  }
  return runVerb(call, rest);
}
