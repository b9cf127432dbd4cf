// Copying what an agent changed from copy mode, with keys: the change that the cursor is in.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import { waitUntil } from '../harness/wait-until.js';
import { AGENT_PROGRAM, ask, startAgents, type StartedAgents } from './start-agents.js';

const PREFIX = '\u0011';

let server: StartedAgents;
afterEach(() => server.workspace.stop());

it('copies the change under the cursor, and the last one or the answer elsewhere', async () => {
  server = await startAgents({
    config: {
      agents: {
        fake: {
          command: process.execPath,
          args: [AGENT_PROGRAM],
          mode: 'auto',
        },
      },
    },
  });
  for (const name of ['first.txt', 'second.txt']) writeFileSync(join(server.directory, name), `in ${name}\n`);
  const client = server.attach({ rows: 30, cols: 80 });
  const chat = await server.chat();
  await ask(chat, '[[edit first.txt]] [[text]] [[edit second.txt]] [[text]]');
  await client.waitForText(/edit second\.txt[^]*what the prompt/);
  const { buffers } = server.workspace;
  const copied = (text: string): Promise<unknown> =>
    waitUntil(`${text} is copied`, () => buffers.all[0]?.text.includes(text) ?? false);
  const up = (text: string): void => {
    client.type(`${PREFIX}[`);
    client.type(`?${text}\r`);
  };
  up('edit first');
  client.type(`${PREFIX}y`);
  await copied('+++ b/first.txt');
  expect(buffers.all[0]?.text).not.toContain('second.txt');
  client.type('q');
  up('edit second');
  client.type(`j${PREFIX}y`);
  await copied('+++ b/second.txt');
  client.type('jjjjjjj');
  client.type(`${PREFIX}y`);
  await client.waitForText('copy from agent-chat');
});
