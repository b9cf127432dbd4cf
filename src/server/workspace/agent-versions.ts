// Which version of an agent is installed: asked of its program with --version. Owns how long that may take.
// Leaves which agents there are to chat/agents/. Invariant: whoever asks waits for MAX_MS at most, and
// nothing that was started outlives that.

import type { KnownAgent } from '../../chat/agents/known-agents.js';
import { runShell } from './run-shell.js';

const MAX_MS = 2_000;
const MAX_BYTES = 4_096;

/** undefined: it does not say, or not in time. env: of the client. */
export function askVersion(
  { command, versionArgs, env }: KnownAgent,
  clientEnv: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const words = [command, ...versionArgs].map(quote).join(' ');
    const call = {
      command: `exec ${words}`,
      env: { ...clientEnv, ...env },
      timeoutMs: 2 * MAX_MS,
      outputBytes: MAX_BYTES,
    };
    const kill = runShell(call, ({ output }) => {
      clearTimeout(patience);
      resolve(findVersion(output));
    });
    const patience = setTimeout(() => {
      kill();
      resolve(undefined);
    }, MAX_MS);
  });
}

const quote = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** `codex-cli 0.16.0`, `1.0.102 (build)`: the first that looks like one. */
const findVersion = (output: string): string | undefined =>
  /\b\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?\b/.exec(output)?.[0];
