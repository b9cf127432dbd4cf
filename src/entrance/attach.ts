// The bundle `attach`: `qmux`, `qmux attach` and, loaded for them alone, `qmux ssh`, `qmux relay` and
// `qmux view`, which are waited for. Holds the client and nothing else; what it says of an error in other
// words comes from the bundle of the shell.

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
      const findHost = async (
        ...named: [string, string]
      ): Promise<{ command?: string | undefined } | undefined> => bundles.load('shell').findHost?.(...named);
      if (rest[0] === 'ssh' || rest[0] === 'relay') {
        const { runRelayCommand, runSsh } = await import('../cli/remote-command.js');
        if (rest[0] === 'relay') return runRelayCommand(call, rest.slice(1));
        return runSsh(call, rest.slice(1), findHost);
      }
      if (rest[0] === 'view') {
        const { viewCommand } = await import('../cli/view-command.js');
        return viewCommand(call, rest.slice(1));
      }
      return attachTerminal(call, rest[0]?.startsWith('-') ? rest : rest.slice(1), findHost);
    },
    { spell: async (text) => (await bundles.load('shell').spellForShell?.(text)) ?? text },
  );
}
