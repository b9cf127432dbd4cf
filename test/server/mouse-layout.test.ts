// What the mouse does with the layout: borders and tabs dragged, menus opened, picked from and closed; and
// stacks, with and without it.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isProgram } from '../../src/session/any-session.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer();
  client = server.attach();
  await client.waitForText('#1 chat-1');
});
afterEach(() => server.workspace.stop());

/** From 1, as terminals count. */
const press = (row: number, col: number, button = 0): string => `\x1b[<${button};${col};${row}M`;
const drag = (row: number, col: number): string => `\x1b[<32;${col};${row}M`;
const release = (row: number, col: number, button = 0): string => `\x1b[<${button};${col};${row}m`;

async function run(...lines: string[]): Promise<void> {
  for (const line of lines) expect((await server.call(line)).stderr).toBe('');
}

const boxes = () =>
  server.coordinator.arrangement
    .boxes(server.coordinator.arrangement.viewers.current)
    .boxes.map(({ box: { row, cols } }) => [row, cols]);
const tabs = (): string =>
  server.coordinator.arrangement.workspace.tabs.map(({ name }) => name ?? '?').join(' ');

describe('a drag', () => {
  it('of a separator and of a title resizes while it lasts, each is one step to undo', async () => {
    await run('split right', 'split below');
    const first = boxes();
    client.type(press(5, 41) + drag(5, 50));
    expect(boxes()[0]).toEqual([0, 49]);
    client.type(drag(6, 61) + release(6, 61));
    expect(boxes()[0]).toEqual([0, 60]);
    client.type(press(13, 70) + drag(9, 70) + drag(8, 70) + release(8, 70));
    expect(boxes()[2]).toEqual([7, 19]);
    client.type(`${PREFIX}U`);
    expect(boxes().map(([row]) => row)).toEqual(first.map(([row]) => row));
    client.type(`${PREFIX}U`);
    expect(boxes()).toEqual(first);
  });

  it('of a tab moves it past the others, one step to undo; the client stays with it', async () => {
    await run('tab rename a', 'tab new', 'tab rename b', 'tab new', 'tab rename c', 'tab 1');
    await client.waitForText(/1:a.*2:b.*3:c/);
    const at = (text: string): number => client.bottom().indexOf(text) + 1;
    client.type(press(24, at('1:a')) + drag(24, at('2:b')) + drag(24, at('3:c')) + release(24, at('3:c')));
    expect(tabs()).toBe('b c a');
    await client.waitForText(/1:b.*2:c.*3:a\*/);
    client.type(`${PREFIX}U`);
    expect(tabs()).toBe('a b c');
  });

  it('does nothing in a read-only terminal, nor where the mouse is off', async () => {
    await run('split right');
    const first = boxes();
    const other = server.attach({ readOnly: true });
    other.type(press(5, 41) + drag(5, 50) + release(5, 50) + press(5, 5, 2));
    await run('mouse off');
    client.type(press(5, 41) + drag(5, 50) + release(5, 50));
    expect(boxes()).toEqual(first);
    expect(other.screen().join('\n')).not.toContain('split below');
  });
});

describe('a click', () => {
  it('is for the pane that was shown there, also where it gives the tab another size', async () => {
    await run('split right');
    const other = server.attach({ rows: 50, cols: 200 });
    await other.waitForText('#1 chat-1');
    other.type('x');
    await client.waitForNoText('#1 chat-1');
    client.type(press(5, 10) + release(5, 10));
    expect(boxes()).toEqual([
      [0, 40],
      [0, 39],
    ]);
    const { arrangement } = server.coordinator;
    expect(server.coordinator.focused(arrangement.viewers.current)?.name).toBe('chat-2');
  });
});

describe('a menu', () => {
  it('of a pane opens at its title, by the mouse or a key; a key picks', async () => {
    await run('split right');
    client.type(press(1, 5, 2) + release(1, 5, 2));
    await client.waitForText('swap with the next one');
    expect(client.screen().join('\n')).toContain('#1 chat-1');
    client.type('z');
    await client.waitForNoText('swap with the next one');
    expect(boxes()).toEqual([[0, 80]]);
    client.type(`${PREFIX}>`);
    await client.waitForText('unzoom');
    client.type('\x1b[B\x1b[B\r');
    await client.waitForNoText('unzoom');
    expect(boxes()).toHaveLength(2);
  });

  it('leaves the title of its pane in view, also below a tab bar on top', async () => {
    const rowOf = (on: TestClient, text: string): number =>
      on.screen().findIndex((line) => line.includes(text));
    client.type(`${PREFIX}>`);
    await client.waitForText('split right');
    expect(rowOf(client, '#1 chat-1')).toBe(0);
    expect(rowOf(client, 'split right')).toBe(2);
    const topped = await startServer({ config: { tabBar: 'top' } });
    const other = topped.attach();
    await other.waitForText('#1 chat-1');
    other.type(`${PREFIX}>`);
    await other.waitForText('split right');
    expect(rowOf(other, '▌#1 chat-1')).toBe(1);
    expect(rowOf(other, 'split right')).toBe(3);
    await topped.workspace.stop();
  });

  it('takes a click on an entry, and closes by one outside and by Esc', async () => {
    client.type(press(24, 3, 2) + release(24, 3, 2));
    await client.waitForText('new tab');
    client.type(press(2, 70) + release(2, 70));
    await client.waitForNoText('new tab');
    client.type(press(24, 3, 2) + release(24, 3, 2));
    await client.waitForText('new tab');
    const row = client.screen().findIndex((line) => line.includes('new tab')) + 1;
    client.type(press(row, 8) + release(row, 8));
    await client.waitForText('2:chat-2');
    client.type(`${PREFIX}<`);
    await client.waitForText('rename…');
    client.type('\x1b');
    await client.waitForNoText('rename…');
  });

  it('does nothing with another pane than the one it was opened for', async () => {
    await run('split right');
    client.type(`${PREFIX}>`);
    await client.waitForText('swap with the next one');
    await run('close chat-2');
    client.type('X');
    await client.waitForText('the pane is no longer focused; nothing was done');
    expect(server.coordinator.arrangement.workspace.tabs).toHaveLength(1);
  });
});

describe('a stack', () => {
  const shown = (): (string | undefined)[] => {
    const { arrangement } = server.coordinator;
    return arrangement
      .boxes(arrangement.viewers.current)
      .boxes.filter(({ box }) => box.rows > 1)
      .map(({ session }) => server.coordinator.find(session)?.name);
  };

  it('shows one session, opens another by a click on its title or by the focus, and ends with a preset', async () => {
    await run('split right', 'split right', 'layout stacked');
    await client.waitForText(/#1 chat-1[^]*#2 chat-2[^]*#3 chat-3/);
    expect(boxes()).toEqual([
      [0, 80],
      [1, 80],
      [2, 80],
    ]);
    expect(shown()).toEqual(['chat-3']);
    client.type(press(1, 10) + release(1, 10));
    expect(shown()).toEqual(['chat-1']);
    client.type(`${PREFIX}j`);
    expect(shown()).toEqual(['chat-2']);
    client.type(`${PREFIX}o`);
    expect(shown()).toEqual(['chat-3']);
    client.type(`${PREFIX}U`);
    expect(shown()).toHaveLength(3);
    await run('layout stacked', 'layout tiled');
    expect(shown()).toHaveLength(3);
  });

  it('hides the others: they keep their size and count what was not seen', async () => {
    await run('split right', 'layout stacked');
    const hidden = server.coordinator.resolve('chat-1');
    expect([hidden.visible, hidden.shown, hidden.record.cols]).toEqual([false, false, 40]);
    if (!isProgram(hidden)) hidden.addNote('one line more', 'info');
    expect(hidden.record.unread).toBe(1);
    await client.waitForText(/#1 chat-1.*\+/);
    await run('switch chat-1');
    expect([hidden.visible, hidden.screen?.cols, hidden.record.unread]).toEqual([true, 80, 0]);
  });

  it('opens the pane used before when the open one is closed or hidden, and is there after a restart', async () => {
    await run(
      'split right',
      'split right',
      'split right',
      'layout stacked',
      'switch chat-1',
      'switch chat-3',
    );
    await run('close chat-3');
    expect(shown()).toEqual(['chat-1']);
    await run('switch chat-4', 'hide');
    expect(shown()).toEqual(['chat-1']);
    const again = await server.startAgain();
    const { arrangement } = again.workspace.coordinator;
    expect(arrangement.boxes(again.viewer).boxes.map(({ box }) => box.rows)).toEqual([38, 1]);
    await again.workspace.stop();
  });
});
