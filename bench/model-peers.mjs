// What benchmarks of answers have in common: a process of their own that streams or reads, and qmux with a model that
// stands on this machine.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { QmuxPeer } from './peers.mjs';

/** script: of this folder. Resolves with the process and its first line. */
export async function startChild(script, args = []) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { child, line: String(line).trim() };
}

/** Resolves with qmux and its first client, once that shows a chat. */
export async function attachWithModel(baseUrl) {
  const peer = new QmuxPeer({
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_BASE_URL: baseUrl,
    QMUX_MODEL: 'openai/bench',
  });
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  return { peer, terminal };
}
