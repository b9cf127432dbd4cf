import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { loadModel } from '../../../src/chat/providers/load-model.js';
import { collect } from './collect.js';
import { beginStream, sse, startWireServer } from './wire-server.js';

it('loads the guide when nothing is set, with the programs of the PATH it is given', async () => {
  const directory = process.env['QMUX_HOME'] ?? '';
  writeFileSync(join(directory, 'codex'), '#!/bin/sh\n');
  chmodSync(join(directory, 'codex'), 0o755);
  const env = { PATH: directory };
  const model = await loadModel(chooseModel({ env }), env, { providers: {} });
  expect(model.name).toBe('guide');
  const { text } = await collect(model, { question: 'how do I zoom a pane' });
  expect(text).toContain('"Zoom a pane"');
  expect(text).toContain('`Ctrl-q C codex`');
});

it('loads the model that the environment names, with its key and address', async () => {
  const server = await startWireServer((response) => {
    beginStream(response);
    response.end(sse({ text: 'hi' }) + sse({ finish: 'stop' }));
  });
  onTestFinished(() => server.stop());
  const env = { QMUX_MODEL: 'openai/local/model', OPENAI_BASE_URL: server.url, OPENAI_API_KEY: ' sk-abc\n' };
  const model = await loadModel(chooseModel({ env }), env, { providers: {} });
  expect(model.name).toBe('openai/local/model');
  expect((await collect(model)).text).toBe('hi');
  expect(server.requests[0]).toMatchObject({
    headers: { authorization: 'Bearer sk-abc' },
    body: { model: 'local/model', stream: true },
  });
});
