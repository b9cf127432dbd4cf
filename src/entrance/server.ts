// The bundle `server`: `ENTRY __server NAME`, the process that holds the sessions.

import { spellForShell } from '../cli/shell-words.js';
import { runDaemon } from '../server/daemon.js';
import type { Start } from './bundle.js';
import { runToExit, tellStarter } from './leave.js';

export function run({ words, entry, bundles }: Start): void {
  const main = (): Promise<number> =>
    runDaemon(words[1] ?? 'default', {
      processEnv: process.env,
      entry,
      keepCompiled: () => bundles.keepCompiled(),
    });
  runToExit(main, { spell: spellForShell, onUserError: tellStarter });
}
