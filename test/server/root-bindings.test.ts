// Keys without the prefix, from a terminal to the workspace or to the program that gets them instead.

import { afterEach, describe, expect, it } from 'vitest';

import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';
const ALT_H = '\x1bh';
const CTRL_SPACE = '\x1b[32;5u';
const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'xterm-256color' };
/** A shell that runs an editor, as git commit does. */
const EDITOR = ['bash', '-c', 'echo ready; (exec -a /usr/bin/vim cat); true'];

let server: StartedServer;
let client: TestClient;
afterEach(() => server.workspace.stop());

/** Two panes, the right one focused; command: what runs in it. */
async function start(command?: string[]): Promise<void> {
  server = await startServer({
    env,
    config: {
      rootPass: ['vim'],
      rootBindings: {
        'M-h': { command: 'focus left' },
        'M-l': { command: 'focus right', pass: [] },
        'M-1': { command: 'tab 1', pass: [] },
        'C-Space': { command: 'zoom' },
        h: { command: 'zoom' },
      },
    },
  });
  client = server.attach({ rows: 20, cols: 100 });
  await client.waitForText('#1 chat-1');
  const place = { at: 'split', direction: 'right' } as const;
  await server.create(
    command === undefined
      ? { name: 'right', place }
      : { kind: 'program', name: 'right', command, env, place },
  );
  await client.waitForText(command === undefined ? '#2 right' : 'ready');
}
const focused = (): string | undefined =>
  server.coordinator.focused(server.coordinator.arrangement.viewers.current)?.name;

describe('a key without the prefix', () => {
  it('runs its command in a chat, which is typed on in', async () => {
    await start();
    // What is typed in one read stays in its order.
    client.type(`to right${ALT_H}to left`);
    await client.waitForText(/> to left .*> to right/);
    expect(focused()).toBe('chat-1');
    // Its repeats count, its release is swallowed, and a paste is text.
    client.type('\x1b[108;3:2u\x1b[108;3:3u');
    expect(focused()).toBe('right');
    client.type(`\x1b[200~${ALT_H}\x1b[201~!`);
    await client.waitForText('> to righth!');
    expect(focused()).toBe('right');
  });

  it('goes to a program that gets it, and so does what is typed after it', async () => {
    await start(EDITOR);
    client.type(`a${ALT_H}b${ALT_H}c`);
    await client.waitForText('a^[hb^[hc');
    expect(focused()).toBe('right');
    // A binding with a list of its own: the key is nobody else's.
    client.type('\x1bl');
    await waitUntil('the chat has the focus', () => focused() === 'chat-1');
  });

  it('is not waited for once its client has left', async () => {
    await start(EDITOR);
    client.type(`${ALT_H}gone\r`);
    client.detach();
    client = server.attach({ rows: 20, cols: 100 });
    client.type(`${PREFIX}zseen\r`);
    await client.waitForText('seen');
    expect(client.screen().join('\n')).not.toContain('gone');
  });

  it('goes to any program after the prefix, unless it is bound there', async () => {
    await start(['bash', '-c', 'echo ready; cat']);
    client.type(`${PREFIX}${ALT_H}.`);
    await client.waitForText('^[h.');
    client.type(ALT_H);
    await client.waitForText(/^.*#1 chat-1/);
    client.type(`\x1bl${PREFIX}\x1b1.`);
    await client.waitForText('^[h..');
  });

  it('is none of what a dialog or copy mode takes', async () => {
    await start();
    client.type(`${PREFIX}:`);
    client.type(`zz${ALT_H}zz`);
    await client.waitForText(':zzzz');
    client.type('\x1b');
    await client.waitForNoText(':zzzz');
    expect(focused()).toBe('right');
    // A jump takes the next key; any other is free.
    client.type(`${PREFIX}[f${ALT_H}`);
    expect(focused()).toBe('right');
    client.type(ALT_H);
    expect(focused()).toBe('chat-1');
  });

  it('is only itself, where bytes are shared, and says so', async () => {
    await start();
    const isZoomed = (): boolean => server.coordinator.arrangement.workspace.tabs[0]?.zoomed !== undefined;
    client.type('\x1b[?1;2c');
    await client.waitForText('C-Space of root_bindings cannot be told from Ctrl-@ here');
    client.type('\0');
    expect(isZoomed()).toBe(false);
    client.type(CTRL_SPACE);
    expect(isZoomed()).toBe(true);
  });

  it('is listed with the keys, and changes nothing for who may only look', async () => {
    await start();
    client.type(`${PREFIX}?`);
    await client.waitForText('without Ctrl-q');
    await client.waitForText(/Alt-h +focus left, but not in vim/);
    const guest = server.attach({ rows: 20, cols: 100, readOnly: true });
    guest.type(CTRL_SPACE);
    await guest.waitForText('attached read-only: zoom is not run here');
    // In a shell, if no terminal shows them.
    for (const each of [guest, client]) each.detach();
    expect((await server.call('keys')).stdout).toMatch(/^without Ctrl-q:\nM-h +focus left\n/);
  });
});

describe('the keys after the prefix', () => {
  const PANEL = 'copying';

  it('are listed once nothing was pressed for a while, and take no key', async () => {
    server = await startServer({ config: { keyHintsMs: 5 } });
    client = server.attach();
    await client.waitForText('#1 chat-1');
    client.type(PREFIX);
    await client.waitForText(PANEL);
    expect(client.bottom()).toMatch(/^Ctrl-q: .* Esc cancels$/);
    client.type('%');
    await client.waitForText('#2 chat-2');
    expect(client.screen().join('\n')).not.toContain(PANEL);
    client.type(PREFIX);
    await client.waitForText(PANEL);
    client.type('\x1b');
    await client.waitForNoText(PANEL);
    client.type(PREFIX);
    await client.waitForText(PANEL);
    client.type(PREFIX);
    await client.waitForNoText(PANEL);
    client.type(PREFIX);
    await client.waitForText(PANEL);
    client.type(':keys');
    await client.waitForText(':keys');
    expect(client.screen().join('\n')).not.toContain(PANEL);
  });
});
