// A server that is killed while a chat shows its agent's own interface: the interface does not outlive it for
// long, and what was said there is in the chat at the next start of the agent.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

const program = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/programs/${name}`, import.meta.url));

let qmux: Qmux;
afterEach(() => qmux.stop());

it('is a chat again after kill -9, with what was said in the other face', async () => {
  qmux = await startQmux();
  const { configFile } = qmux.home.paths();
  const sessions = join(qmux.home.dir, 'sessions');
  mkdirSync(dirname(configFile), { recursive: true });
  const node = JSON.stringify(process.execPath);
  writeFileSync(
    configFile,
    `[agents.fake]
command = ${node}
args = [${JSON.stringify(program('fake-acp-agent.mjs'))}]
interface = [${node}, ${JSON.stringify(program('fake-agent-tui.mjs'))}, "SESSION_ID"]
env = { FAKE_AGENT_SESSIONS = ${JSON.stringify(sessions)} }
`,
  );
  const terminal = await qmux.attach();
  await terminal.waitForText('#1 chat-1');
  await qmux.call('new', 'fake', 'helper', '-d');
  await qmux.call('send', '--wait', 'helper', 'remember this');
  await qmux.call('switch', 'helper');
  await terminal.waitForText('you said: remember this');
  terminal.type(`${PREFIX}t`);
  await terminal.waitForText('ready>');
  // It outlives the terminal and the hang-up: the agent has to wait until it is killed.
  terminal.type(`stubborn${ENTER}`);
  await terminal.waitForText('the interface heard: stubborn');
  process.kill(qmux.serverPid(), 'SIGKILL');
  const again = await qmux.attach();
  await again.waitForText('you said: remember this');
  const { stdout } = await qmux.call('send', '--wait', 'helper', '[[recall]]');
  expect(stdout).toContain('known: remember this | stubborn');
  await again.waitForText('the interface heard: stubborn');
  const conflict = join(sessions, 'CONFLICT');
  expect(existsSync(conflict) ? readFileSync(conflict, 'utf8') : 'none').toBe('none');
});
