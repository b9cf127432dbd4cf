// `qmux report` in a pane, as programs and agents' hooks run it; and outside of one, where it must not
// disturb anybody.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

const ENTRY = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let qmux: Qmux;
afterEach(() => qmux.stop());

interface Listed {
  id: string;
  name: string;
  state: string;
  attention: { reason: string; text: string }[];
}
const find = async (name: string): Promise<Listed | undefined> =>
  (JSON.parse((await qmux.call('ls', '--json')).stdout) as Listed[]).find((each) => each.name === name);

/** As a hook runs: words, an environment, standard input. */
function hook(
  words: readonly string[],
  env: Record<string, string>,
  input: string,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [ENTRY, 'report', ...words], { env: { ...qmux.home.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

describe('report', () => {
  it('tells the state of the pane it runs in, also from a hook, wherever the user is', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}:new agent -- sh${ENTER}`);
    await terminal.waitForText('#2 agent');
    terminal.type(`q() { ${process.execPath} ${ENTRY} report "$@"; }${ENTER}`);
    terminal.type(`q working; echo code-$?${ENTER}`);
    await terminal.waitForText('code-0');
    await terminal.waitForText(/#2 agent  program ─+ ~ processing/);
    terminal.type(`q waiting Deploy to "prod"?${ENTER}`);
    await terminal.waitForText('waiting: Deploy to prod?');
    terminal.type(`${PREFIX}:switch 1${ENTER}`);
    await terminal.waitForText('!#2 agent');
    const id = (await find('agent'))?.id ?? '';
    const env = { QMUX: qmux.home.paths().socketFile, QMUX_SESSION: id };
    const event = { hook_event_name: 'PermissionRequest', tool_name: 'Bash', tool_input: { command: 'ls' } };
    expect(await hook(['--hook'], env, JSON.stringify(event))).toEqual({ code: 0, output: '' });
    expect((await find('agent'))?.attention).toEqual([{ reason: 'question', text: 'Bash: ls' }]);
    expect(await hook(['--hook', '{"type":"agent-turn-complete"}'], env, '')).toEqual({
      code: 0,
      output: '',
    });
    expect(await find('agent')).toMatchObject({ state: 'active', attention: [] });
    expect(await hook(['--hook', 'error', 'no', 'credit'], env, '')).toEqual({ code: 0, output: '' });
    expect((await find('agent'))?.attention).toEqual([{ reason: 'error', text: 'no credit' }]);
    expect((await hook(['happy'], env, '')).output).toContain('takes working, waiting, done, idle or error');
    // Whatever is in another pane, or a chat: never another session's state.
    expect((await qmux.call('report', 'working')).code).toBe(2);
    const chat = (await find('chat-1'))?.id ?? '';
    expect((await hook(['working'], { ...env, QMUX_SESSION: chat }, '')).output).toContain('is a chat');
  });

  it('from a hook disturbs nobody: outside of qmux, without its server, with a broken event', async () => {
    qmux = await startQmux();
    const silent = { code: 0, output: '' };
    const gone = { QMUX: `${qmux.home.dir}/run/gone.sock`, QMUX_SESSION: 'x' };
    expect(await hook(['--hook'], {}, '{"hook_event_name":"Stop"}')).toEqual(silent);
    expect(await hook(['--hook'], gone, '{"hook_event_name":"Stop"}')).toEqual(silent);
    expect(await hook(['--hook', 'nonsense', '--what'], gone, 'nonsense')).toEqual(silent);
    expect(await hook(['working'], {}, '')).toMatchObject({
      code: 2,
      output: expect.stringContaining('report works only inside a qmux pane') as string,
    });
    // None of these started a server.
    expect(existsSync(qmux.home.paths().lockDir)).toBe(false);
  });
});
