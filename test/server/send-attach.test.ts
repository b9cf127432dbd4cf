// `qmux send X TEXT --attach FILE`.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { startChatServer, type ChatServer } from '../harness/chat-server.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer } from './start-client.js';

const KEY = 'sk-test-0123456789abcdef';

let model: ChatServer;
let server: StartedServer;
beforeEach(async () => {
  model = await startChatServer(() => ({ pieces: ['seen'] }));
  server = await startServer({
    env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: model.url, QMUX_MODEL: 'openai/scripted' },
  });
  await server.create({ name: 'c', place: { at: 'background' } });
});
afterEach(async () => {
  await server.workspace.stop();
  await model.stop();
});

it('sends the file, or lines of it, without the keys of the model, and says what it cannot send', async () => {
  const file = join(newDirectory(), 'a.txt');
  writeFileSync(file, `one\n${KEY}\nthree\n`);
  const sent = await server.call(`send c "what is @${file} ?" --attach ${file}#2-3 --wait`);
  expect(sent).toMatchObject({ exitCode: 0, stdout: 'seen\n' });
  const text = JSON.stringify(model.requests.map(({ messages }) => messages));
  expect(text).toContain('«OPENAI_API_KEY»\\\\nthree\\\\n'.replaceAll('\\\\', '\\'));
  expect(text).not.toContain('one');
  expect(text).not.toContain(KEY);
  const missing = await server.call(`send c hello --attach ${file}.gone`);
  expect(missing).toMatchObject({
    exitCode: 1,
    stderr: `there is no file ${file}.gone; nothing was sent\n`,
  });
  expect(model.requests).toHaveLength(1);
});
