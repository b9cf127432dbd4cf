// qmux whose new chats a scripted agent answers, with a terminal attached. Owns its config.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { QmuxPeer } from './peers.mjs';

const AGENT = fileURLToPath(new URL('stream-agent.mjs', import.meta.url));

/** options: further lines of the config. */
export async function attachWithAgent(options = '') {
  const peer = new QmuxPeer();
  mkdirSync(peer.home, { recursive: true });
  const words = [process.execPath, AGENT].map((word) => JSON.stringify(word));
  const config = `agent = "bench"\n${options}\n[agents.bench]\ncommand = ${words[0]}\nargs = [${words[1]}]\n`;
  writeFileSync(join(peer.home, 'config.toml'), config);
  const terminal = peer.attach();
  await terminal.waitFor('bench-1');
  return { peer, terminal };
}
