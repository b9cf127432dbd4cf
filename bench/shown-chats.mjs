// Memory per chat that is shown with 1,000 lines of answer, which arrived while it was shown: heap and
// buffers of a workspace in this process after a collection, with many such chats over few.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { printFigure } from './figures.mjs';
import { collectGarbage, startWorkspace } from './workspace.mjs';

const [FEW, MANY] = [4, 24];
const LINES = 1_000;

export async function run() {
  const directory = mkdtempSync(join(tmpdir(), 'qmux-bench-'));
  const script = fileURLToPath(new URL('lines-provider.mjs', import.meta.url));
  const provider = spawn(process.execPath, [script, `${LINES}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(provider.stdout, 'data');
  const { workspace } = await startWorkspace(directory, {
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_BASE_URL: `http://127.0.0.1:${String(port).trim()}/v1`,
    QMUX_MODEL: 'openai/bench',
  });
  const { coordinator } = workspace;
  const viewer = coordinator.arrangement.viewers.attach({ id: 'bench', rows: 400, cols: 640 });
  const fill = async (count) => {
    while (coordinator.sessions.length < count) {
      const place = coordinator.sessions.length === 0 ? { at: 'pane' } : { at: 'split', direction: 'right' };
      const chat = await coordinator.createSession({
        kind: 'chat',
        cwd: directory,
        command: [],
        env: {},
        viewer,
        place,
      });
      // Every pane as large as possible.
      coordinator.arrangement.layout(viewer, 'tiled');
      coordinator.settle();
      await chat.waitForTurn(chat.send('go'));
    }
  };
  const used = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1024 / 1024;
  };
  await fill(FEW);
  const before = await used();
  await fill(MANY);
  const each = ((await used()) - before) / (MANY - FEW);
  printFigure(`memory per shown chat with ${LINES} lines`, 'MB', [each], { target: 2, met: each <= 2 });
  provider.kill();
  await workspace.stop();
  rmSync(directory, { recursive: true, force: true });
}
