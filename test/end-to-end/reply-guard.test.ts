// An agent that asks does not answer itself by accident: `qmux reply` from a process that it started is
// refused, however it calls itself; the same call from elsewhere is not.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

const ENTRY = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const AGENT = fileURLToPath(new URL('../../fixtures/programs/fake-acp-agent.mjs', import.meta.url));

let qmux: Qmux;
beforeEach(async () => {
  qmux = await startQmux();
});
afterEach(() => qmux.stop());

const file = (name: string): string => join(qmux.home.dir, name);

/** An agent whose child replies once the file `go` is there, without the variables of its session. */
function installAgent(): void {
  const call = `env -u QMUX -u QMUX_SESSION ${process.execPath} ${ENTRY} reply asker yes`;
  writeFileSync(
    file('child.sh'),
    `while [ ! -e ${file('go')} ]; do sleep 0.05; done\n` +
      `${call} >${file('out')} 2>${file('err')} </dev/null\necho $? >${file('code.new')}\n` +
      `mv ${file('code.new')} ${file('code')}\n`,
  );
  const home = qmux.home.env['QMUX_HOME'] ?? '';
  mkdirSync(home, { recursive: true });
  const script = `sh ${file('child.sh')} >/dev/null 2>&1 & exec ${process.execPath} ${AGENT}`;
  writeFileSync(
    join(home, 'config.toml'),
    `[agents.fake]\ncommand = "/bin/sh"\nargs = ["-c", ${JSON.stringify(script)}]\nmode = "ask"\n` +
      `env = { FAKE_AGENT_SESSIONS = ${JSON.stringify(file('sessions'))} }\n`,
  );
}

const asked = async (): Promise<{ command: string }[]> =>
  JSON.parse((await qmux.call('inbox', '--json')).stdout) as { command: string }[];

it('is told so, and the question stays open', async () => {
  installAgent();
  expect(await qmux.call('new', 'asker', '--agent', 'fake', '-d')).toMatchObject({ code: 0 });
  await qmux.call('send', 'asker', '[[shell echo hi]]');
  await waitUntil('it asks', async () => (await asked()).length === 1);
  expect(await asked()).toMatchObject([{ command: 'echo hi' }]);
  writeFileSync(file('go'), '');
  await waitUntil('the child has replied', () => existsSync(file('code')));
  expect(readFileSync(file('err'), 'utf8')).toBe(
    'qmux: asker asks this itself; answer it from another pane or terminal\n',
  );
  expect(readFileSync(file('code'), 'utf8')).toBe('1\n');
  expect(await asked()).toHaveLength(1);
  expect(await qmux.call('reply', 'asker', 'yes')).toMatchObject({ code: 0, stdout: 'replied to asker\n' });
  await waitUntil('nothing is asked', async () => (await asked()).length === 0);
});
