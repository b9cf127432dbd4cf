// Layout changes undone with the key, whatever they were: the screen is the one before.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';
const ENTER = '\r';

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer();
  client = server.attach();
  await client.waitForText('#1 chat-1');
});
afterEach(() => server.workspace.stop());

/** Tabs, panes and zoom, as one line. */
const layout = (): string =>
  JSON.stringify(
    server.coordinator.arrangement.workspace.tabs.map(({ id, root, zoomed }) => [id, root, zoomed]),
  );

/** Name of the session that the client types into. */
const focused = (): string | undefined =>
  server.coordinator.focused(server.coordinator.arrangement.viewers.current)?.name;

async function run(line: string): Promise<void> {
  const { stderr } = await server.call(line);
  expect(stderr).toBe('');
}

describe('undo', () => {
  it.each([
    ['break', []],
    ['break', ['tab new', 'tab 1']],
    ['hide', []],
    ['tab close --hide', ['tab new', 'tab 1']],
    ['zoom', []],
    ['resize left 5', []],
    ['swap next', []],
    ['layout next', []],
    ['split below', []],
    ['split right --session other', []],
    ['join other', []],
    ['tab new', []],
    ['new -h third', []],
    ['join 4', ['tab new', 'tab 1']],
    ['program sh', []],
    ['rotate', ['split below']],
    ['equalise', ['split below']],
    ['swap', ['pane mark', 'tab new']],
    ['join', ['pane mark', 'tab new']],
    ['tab move left', ['tab new']],
    ['move-window -t -1', ['tab new']],
    ['tab swap 1', ['tab new']],
    ['swap-window -s 1 -t 2', ['tab new']],
  ])('takes back %s after %j', async (line, before) => {
    await server.create({ name: 'other', place: { at: 'background' } });
    await run('split right');
    for (const each of before) await run(each);
    const first = layout();
    await run(line);
    expect(layout()).not.toBe(first);
    client.type(`${PREFIX}U`);
    expect(layout()).toBe(first);
    await client.waitForText('#1 chat-1');
  });

  it('goes back through any number of changes, over a restart, and then says that there is none', async () => {
    const lines = ['split right', 'split below', 'layout tiled', 'break', 'tab 1', 'zoom', 'tab new', 'hide'];
    const layouts: string[] = [layout()];
    for (const line of lines) {
      await run(line);
      if (layout() !== layouts.at(-1)) layouts.push(layout());
    }
    const again = await server.startAgain();
    const { arrangement } = again.workspace.coordinator;
    const now = (): string =>
      JSON.stringify(arrangement.workspace.tabs.map(({ id, root, zoomed }) => [id, root, zoomed]));
    for (const before of layouts.reverse().slice(1)) {
      arrangement.layout(again.viewer, 'undo');
      again.workspace.coordinator.settle();
      expect(now()).toBe(before);
    }
    expect(() => arrangement.layout(again.viewer, 'undo')).toThrow('there is no layout change to undo');
    await again.workspace.stop();
  });

  it('says what goes on in the background by it', async () => {
    await run('split right');
    client.type(`${PREFIX}U`);
    await client.waitForText('chat-2 goes on in the background');
    client.type(`${PREFIX}U`);
    await client.waitForText('there is no layout change to undo');
  });

  it('goes to the tab where the change was', async () => {
    await run('split right');
    await run('zoom');
    await run('tab new');
    await run('tab 1');
    await run('zoom');
    await run('tab 2');
    client.type(`${PREFIX}U`);
    await client.waitForText('#2 chat-2');
    expect(client.screen().join('\n')).not.toContain('#3 chat-3');
  });

  it('stays where it is after tabs were moved, and goes back to the tab that another was opened from', async () => {
    for (const line of ['tab new', 'tab new', 'tab move left']) await run(line);
    await run('layout undo');
    expect(focused()).toBe('chat-3');
    await run('tab 2');
    await run('tab new');
    await run('layout undo');
    expect(focused()).toBe('chat-2');
  });

  it('counts no change of focus, no name and no other session in a pane', async () => {
    await run('split right');
    await run('focus left');
    await run('tab rename work');
    await run('new fresh');
    client.type(`${PREFIX}U`);
    await client.waitForText('chat-2 goes on in the background');
    expect(client.screen()[0]).toContain('#3 fresh');
  });
});

describe('a new tab', () => {
  it('stands at the end, so that the others keep their numbers; with -a after the current one', async () => {
    for (const line of ['tab new', 'tab new', 'tab rename three', 'tab 2', 'tab rename two', 'tab 1'])
      await run(line);
    client.type(`${PREFIX}c`);
    await client.waitForText(/2:two.*3:three.*4:/);
    await run('tab 1');
    client.type(`${PREFIX}:tab new -a${ENTER}`);
    await client.waitForText(/2:chat-5.*3:two.*4:three/);
  });

  it('of a broken pane stands there too', async () => {
    for (const line of ['tab new', 'tab rename last', 'tab 1', 'split right', 'break']) await run(line);
    await client.waitForText(/1:chat-1.*2:last.*3:chat-3/);
    for (const line of ['tab 1', 'split right', 'break -a']) await run(line);
    await client.waitForText(/1:chat-1.*2:chat-4.*3:last/);
  });
});

describe('the session visited before', () => {
  it('is not one that was only created, nor one that answers in the background', async () => {
    client.type('/new aaa\r');
    await client.waitForText('#2 aaa');
    await run('new -d bg');
    const background = server.coordinator.resolve('bg');
    background.update({ lastUsed: Date.now() + 1000 });
    client.type(`${PREFIX}\t`);
    await client.waitForText('#1 chat-1');
    client.type(`${PREFIX}\t`);
    await client.waitForText('#2 aaa');
  });

  it('is none where only one was visited', async () => {
    await run('new -d bg');
    client.type(`${PREFIX}\t`);
    await client.waitForText('you have visited no other session yet');
  });

  it('has an order for each client, by whatever way it was visited', async () => {
    await run('split right');
    const other = server.attach();
    await other.waitForText('#2 chat-2');
    client.type(`${PREFIX}h`);
    client.type(`${PREFIX}\t`);
    await client.waitForText('#2 chat-2');
    // The other client is where it was, and has gone nowhere.
    expect(server.coordinator.arrangement.viewers.attached.map(({ view }) => view.visited?.length)).toEqual([
      2, 2,
    ]);
    await run('close chat-2');
    client.type(`${PREFIX}\t`);
    await client.waitForText('you have visited no other session yet');
  });

  it('is still known after a restart', async () => {
    await run('new second');
    await run('new -d bg');
    await run('pane mark');
    const again = await server.startAgain();
    const { coordinator } = again.workspace;
    expect(coordinator.neighbour(again.viewer, 'last')?.name).toBe('chat-1');
    // So is the mark.
    expect(coordinator.arrangement.mark.session).toBe(coordinator.resolve('second').id);
    await again.workspace.stop();
  });
});

describe('rotating', () => {
  it('leaves the focus at its place, as in tmux, also where a stack is open', async () => {
    await run('split right');
    await run('split below');
    await run('focus left');
    for (const name of ['chat-2', 'chat-3', 'chat-1']) {
      await run('rotate');
      expect(focused()).toBe(name);
    }
    await run('layout stacked');
    await run('rotate down');
    expect(focused()).toBe('chat-3');
    await client.waitForText('▌#3 chat-3');
  });
});

describe('the marked pane', () => {
  it('shows it in its title, is one, and goes with its session', async () => {
    await run('pane mark');
    await client.waitForText('#1 [marked] chat-1');
    await run('split right');
    client.type(`${PREFIX}M`);
    await client.waitForText('#2 [marked] chat-2');
    expect(client.screen().join('\n')).not.toContain('#1 [marked]');
    client.type(`${PREFIX}M`);
    await client.waitForNoText('[marked]');
    await run('pane mark');
    await run('close chat-2');
    expect(server.coordinator.arrangement.mark.session).toBeUndefined();
    await run('reopen');
    expect(client.screen().join('\n')).not.toContain('[marked]');
  });

  it('is what join and swap act on, from another tab too', async () => {
    await run('pane mark');
    await run('tab new');
    await run('split right');
    await run('swap');
    // At the same place, not in the pane beside it.
    await client.waitForText('▌#1 [marked] chat-1');
    await run('layout undo');
    expect(focused()).toBe('chat-3');
    await run('swap');
    const names = (): string[][] =>
      server.coordinator.arrangement.workspace.tabs.map((tab) =>
        server.coordinator.sessionsOfTab(tab).map(({ name }) => name),
      );
    expect(names()).toEqual([['chat-3'], ['chat-2', 'chat-1']]);
    await run('tab 1');
    await run('join');
    expect(names()).toEqual([['chat-3', 'chat-1'], ['chat-2']]);
    const { stderr } = await server.call('join');
    expect(stderr).toContain('the session is already in this pane');
    await run('hide');
    expect((await server.call('swap')).stderr).toContain('chat-1 is in no pane; qmux join puts it beside');
  });

  it('says which tab cannot be moved where', async () => {
    await run('tab new');
    expect((await server.call('tab move right')).stdout).toContain('this is the last tab');
    expect((await server.call('tab move 2')).stdout).toContain('this is tab 2 already');
    expect((await server.call('tab move 3')).stderr).toContain('there is no tab 3');
    expect((await server.call('tab swap 2')).stdout).toContain('the two are the same tab');
    client.type(`${PREFIX}:tab move left 3\r`);
    await client.waitForText('tab move needs a place: left, right or a number');
    client.type(`${PREFIX}:tab swap 1 2 ; tab move right\r`);
    await client.waitForText(/1:chat-1.*2:chat-2\*/);
  });
});
