// A workspace without an account, and a model that appears on this machine later.

import { afterEach, describe, expect, it } from 'vitest';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import { startLocalModel, type LocalModelServer } from '../harness/local-model.js';

let qmux: Qmux;
let local: LocalModelServer | undefined;
afterEach(async () => {
  await qmux.stop();
  await local?.stop();
  local = undefined;
});

describe.runIf(process.platform === 'linux')('a chat on the guide', () => {
  it('goes on with the model found at a later attach, with a note, and without the guide’s answers', async () => {
    qmux = await startQmux();
    local = await startLocalModel('llama:1');
    const first = await qmux.attach();
    await first.waitForText(/#1 chat-1  chat · guide/);
    first.type(`how do I zoom a pane${ENTER}`);
    await first.waitForText('guide (not a model)');
    await first.waitForText(/guide ─+$/m);
    first.type(`${PREFIX}d`);
    await first.waitForExit();
    const second = await qmux.attach({ env: { QMUX_PROBE: '10000', OLLAMA_HOST: local.host } });
    await second.waitForText(/#1 zoom-pane  chat · guide/);
    second.type(`${PREFIX}c`);
    await second.waitForText(`ollama/llama:1 (found on ${local.port})`);
    second.type(`${PREFIX}1`);
    await second.waitForText(/#1 zoom-pane/);
    second.type(`hello there${ENTER}`);
    await second.waitForText('a local answer');
    await second.waitForText('from here on ollama/llama:1 answers; earlier answers');
    await second.waitForText(new RegExp(`#1 zoom-pane  chat · ollama/llama:1 \\(found on ${local.port}\\)`));
    expect(local.requests[0]?.messages).toEqual([{ role: 'user', content: 'hello there' }]);
    const list = JSON.parse((await qmux.call('ls', '--json')).stdout) as { model: string }[];
    expect(list[0]?.model).toBe('ollama/llama:1');
  });

  it('has a model from its start where one runs, also outside the workspace', async () => {
    qmux = await startQmux();
    local = await startLocalModel('llama:1');
    const env = { QMUX_PROBE: '10000', OLLAMA_HOST: local.host };
    expect(await qmux.callWith({ env }, 'chat', 'hello')).toEqual({
      stdout: 'a local answer\n',
      stderr: '',
      code: 0,
    });
    const terminal = await qmux.attach({ args: ['chat'], env });
    await terminal.waitForText(`qmux chat with ollama/llama:1 (found on ${local.port})`);
  });
});
