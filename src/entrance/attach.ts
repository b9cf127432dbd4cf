// The bundle `attach`: `qmux` and `qmux attach`, which are waited for. Holds the client and nothing else;
// what it says of an error in other words comes from the bundle of the shell.

import { attachTerminal } from '../cli/attach-terminal.js';
import { createCall } from '../cli/call.js';
import type { Start } from './bundle.js';
import { keepStreamsQuiet, runToExit } from './leave.js';

export function run({ words, entry, bundles }: Start): void {
  keepStreamsQuiet();
  process.on('exit', () => bundles.keepCompiled());
  runToExit(
    async () => {
      const { call, rest } = createCall(words, entry);
      return attachTerminal(call, rest.slice(1));
    },
    { spell: async (text) => (await bundles.load('shell').spellForShell?.(text)) ?? text },
  );
}
