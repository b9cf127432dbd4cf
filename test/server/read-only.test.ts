// A read-only client: whatever it types, with any key or dialog, nothing in the workspace changes.

import { afterEach, expect, it } from 'vitest';

import { registry } from '../../src/commands/registry.js';
import { DEFAULT_BINDINGS } from '../../src/keymap/default-bindings.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';
let server: StartedServer;
afterEach(() => server.workspace.stop());

/** Everything that a client could change. */
function stateOf({ coordinator, workspace, quits }: StartedServer): unknown {
  return structuredClone({
    tabs: coordinator.arrangement.workspace,
    // How long ago it was used grows without anybody.
    sessions: coordinator.list({ archived: true }).map(({ facts }) => ({ ...facts, ageMs: 0 })),
    sizes: coordinator.sessions.map(({ screen }) => [screen?.rows, screen?.cols]),
    drafts: coordinator.sessions.map((session) =>
      session.screen?.captureText({ lines: undefined, ansi: false }),
    ),
    buffers: workspace.buffers.all.map(({ name, text }) => [name, text]),
    current: coordinator.arrangement.viewers.current.view,
    quits,
  });
}

async function start(config = {}): Promise<{ owner: TestClient; guest: TestClient }> {
  server = await startServer({ config });
  const owner = server.attach({ rows: 40, cols: 120 });
  await server.create({ name: 'one' });
  await server.create({ name: 'two', place: { at: 'split', direction: 'right' } });
  await server.create({ name: 'three', place: { at: 'tab' } });
  await owner.waitForText('three  chat');
  const guest = server.attach({ rows: 20, cols: 70, readOnly: true });
  await guest.waitForText('read-only');
  return { owner, guest };
}

/** Everything that the client caused has happened: the reply to a later command is on its screen. */
async function settled(guest: TestClient): Promise<void> {
  // In a form that does not wait for what may follow.
  guest.type('\x1b[27u');
  guest.type(`${PREFIX}:session-name\r`);
  await guest.waitForText(/^.*three/m);
}

it('says so in its bar, and has no say in sizes', async () => {
  const { owner, guest } = await start();
  expect(guest.bottom()).toMatch(/read-only $|read-only$/);
  expect(owner.bottom()).not.toContain('read-only');
  expect(server.coordinator.sessions.map(({ screen }) => screen?.cols)).toContain(120);
  expect(server.coordinator.arrangement.viewers.current.cols).toBe(120);
});

it('gets a message for keys and pastes, which reach nothing', async () => {
  const { guest } = await start();
  const before = stateOf(server);
  for (const typed of ['a', '\r', '\u0003', '\x1b[200~paste\x1b[201~', '漢']) {
    guest.type(typed);
    await guest.waitForText('attached read-only: keys do not reach the pane; Ctrl-q d leaves');
  }
  expect(stateOf(server)).toEqual(before);
});

it('changes nothing by any default key', async () => {
  const { guest } = await start();
  const before = stateOf(server);
  for (const { key, command } of DEFAULT_BINDINGS) {
    if (command === 'detach') continue;
    guest.type(PREFIX + bytesOf(key));
    // What a dialog would have taken, if it opened one.
    guest.type('2');
    guest.type('y');
    guest.type('\r');
    await settled(guest);
    expect(stateOf(server), `${key} ${command}`).toEqual(before);
  }
});

it('changes nothing by any command at its prompt', async () => {
  const { guest } = await start();
  const before = stateOf(server);
  for (const { name, changesNothing } of registry.commands) {
    if (changesNothing) continue;
    guest.type(`${PREFIX}:${name} 1\r`);
    await guest.waitForText(`attached read-only: ${name} is not run here`);
    guest.type(`${PREFIX}:${name} --yes\r`);
    await settled(guest);
    expect(stateOf(server), `after ${name}`).toEqual(before);
  }
  guest.type(`${PREFIX}:detach --others\r`);
  await guest.waitForText('attached read-only: detach is not run here');
});

it('changes nothing by a command that a key of copy mode runs, and copies to its own terminal only', async () => {
  const { guest } = await start({ copyModeBindings: { X: 'close', S: 'copy-selection' } });
  const before = stateOf(server);
  guest.type(`${PREFIX}[`);
  guest.type('X');
  await settled(guest);
  guest.type(`${PREFIX}[`);
  guest.type('V');
  guest.type('\r');
  await settled(guest);
  expect(stateOf(server)).toEqual(before);
});

it('leaves the environment, the colours and the line on attach to those who work here', async () => {
  server = await startServer({ env: { OPENAI_API_KEY: 'owner' } });
  server.attach({ rows: 40, cols: 120 }).detach();
  const guest = server.attach({ rows: 20, cols: 70, readOnly: true });
  await guest.waitForText('read-only');
  expect(server.workspace.env['OPENAI_API_KEY']).toBe('owner');
  expect(server.coordinator.arrangement.viewers.current.cols).toBe(120);
});

/** The bytes of a key by its name in the bindings, as a plain terminal sends them. */
function bytesOf(key: string): string {
  const named: Record<string, string> = {
    Space: ' ',
    Tab: '\t',
    Up: '\x1b[A',
    Down: '\x1b[B',
    Right: '\x1b[C',
    Left: '\x1b[D',
    PageUp: '\x1b[5~',
  };
  const [, modifier = '', name = ''] = /^((?:[CMS]-)*)(.+)$/.exec(key) ?? [];
  if (modifier === '') return named[name] ?? name;
  const arrow = named[name];
  if (arrow && /[A-D]$/.test(arrow)) return `\x1b[1;${modifier === 'C-' ? 5 : 3}${arrow.slice(-1)}`;
  if (modifier === 'M-') return `\x1b${name}`;
  return String.fromCharCode(name.charCodeAt(0) & 0x1f);
}
