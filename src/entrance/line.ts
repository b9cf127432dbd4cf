// The bundle `line`: a line of the shell for the server that runs, and what an agent's hook says: most calls
// are one of these. The bundle of the shell is loaded for what has to be parsed or answered here.

import { createCall, findServer } from '../cli/call.js';
import { sendLine } from '../cli/send-line.js';
import type { Start } from './bundle.js';
import { keepStreamsQuiet, runToExit } from './leave.js';

export function run({ words, entry, bundles }: Start): void {
  keepStreamsQuiet();
  process.on('exit', () => bundles.keepCompiled());
  runToExit(() => answer(words, entry), {
    spell: async (text) => (await bundles.load('shell').spellForShell?.(text)) ?? text,
  });
}

async function answer(words: readonly string[], entry: string): Promise<number> {
  const { call: asked, rest } = createCall(words, entry);
  // An agent waits for its hooks. In the middle of a text it is a word of it.
  const hookAt = rest.indexOf('--hook');
  if (rest[0] === 'report' && [1, 2, rest.length - 1].includes(hookAt)) {
    const { reportHook } = await import('../cli/report-hook.js');
    return reportHook(asked, rest.toSpliced(hookAt, 1).slice(1));
  }
  return sendLine(await findServer(asked), rest);
}
