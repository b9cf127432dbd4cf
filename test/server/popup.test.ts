// Popups, from the key or the shell's call to what the terminal shows.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { AnySession } from '../../src/session/any-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';
const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'xterm-256color', SHELL: '/bin/sh' };

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer({ env, config: { loginShell: false } });
  client = server.attach();
  await client.waitForText('#1 chat-1');
});
afterEach(() => server.workspace.stop());

async function run(line: string): Promise<void> {
  expect((await server.call(line, env)).stderr).toBe('');
}

const refusal = async (line: string): Promise<string> => (await server.call(line, env)).stderr;
const find = (name: string): AnySession => server.coordinator.resolve(name);
const viewers = () => server.coordinator.arrangement.viewers.attached;
const isOpen = (name: string): boolean => server.coordinator.sessions.some((each) => each.name === name);

describe('a popup', () => {
  it('is a box over the panes, whose keys and prefix work, and which X hides', async () => {
    await run('popup -n box -- cat');
    await client.waitForText('#2 box');
    const screen = client.screen();
    expect(screen[2]).toMatch(/^ {8}[╭┌]▎?.*#2 box/u);
    expect(screen[19]?.slice(8)).toMatch(/^[╰└]─{62}[╯┘]$/u);
    expect(screen[0]).toContain('#1 chat-1');
    client.type('\u001b hello\u0007\r');
    await client.waitForText('│^[ hello^G');
    // It is seen, so that its bell is for nobody.
    await client.waitForText('│ello ');
    expect(find('box').attention.isOpen).toBe(false);
    client.type(`${PREFIX}[`);
    await client.waitForText('line 0/');
    client.type('q');
    client.type(`${PREFIX}X`);
    await client.waitForNoText('hello');
    expect(find('box').running).toBe('cat runs');
    await run('send-keys box C-g Enter');
    await waitUntil('its bell asks for the user', () => find('box').attention.isOpen);
    expect(server.coordinator.arrangement.hasPlace(find('box').id)).toBe(false);
  });

  it('has its own size, which follows that of its client', async () => {
    await run('popup -w 50% -h 10 -n box -- cat');
    expect([find('box').screen?.rows, find('box').screen?.cols]).toEqual([8, 38]);
    const [viewer] = viewers();
    Object.assign(viewer as object, { rows: 10, cols: 40 });
    server.coordinator.settle();
    expect([find('box').screen?.rows, find('box').screen?.cols]).toEqual([7, 20]);
    expect(find('box').visible).toBe(true);
  });

  it('refuses what only panes have, with the way out', async () => {
    await run('popup -n box -- cat');
    const lines = [
      'split right',
      'zoom',
      'swap next',
      'focus left',
      'layout next',
      'join 1',
      'pane-numbers',
      'pane mark',
    ];
    for (const line of lines)
      expect(await refusal(line)).toBe(
        'this is a popup, not a pane; Ctrl-q ! moves it to a tab, Ctrl-q X hides it\n',
      );
    expect(viewers()[0]?.popup?.session).toBe(find('box').id);
    // Nor are these in its menu; tabs are moved as ever.
    client.type(`${PREFIX}>`);
    await client.waitForText('move to a tab of its own');
    expect(client.screen().join('\n')).not.toMatch(/split|mark|zoom|swap/);
    client.type('q\u001b');
    await run('tab new');
    await run('switch --popup box');
    await run('tab move left');
    expect(viewers()[0]?.popup?.session).toBe(find('box').id);
  });

  it('is moved to a tab by break, and closed by x', async () => {
    await run('popup -n box -- cat');
    client.type(`${PREFIX}!`);
    expect(server.coordinator.arrangement.paneOf(find('box').id)).toBeDefined();
    expect(viewers()[0]?.popup).toBeUndefined();
    expect(await refusal('popup -h 200% -- cat')).toBe(
      'popup: -h must be a number of cells, or 1% to 100%, not 200%\n',
    );
    await run('switch --popup box');
    expect(server.coordinator.arrangement.workspace.tabs).toHaveLength(1);
    client.type(`${PREFIX}x`);
    client.type('y');
    await waitUntil('it is closed', () => !isOpen('box'));
    expect(viewers()[0]?.popup).toBeUndefined();
  });

  it('goes when its program ends with 0', async () => {
    await run("popup -n box -- sh -c 'read line; exit 0'");
    client.type('\r');
    await waitUntil('it has gone', () => viewers()[0]?.popup === undefined);
    expect(isOpen('box')).toBe(false);
    expect(isOpen('chat-1')).toBe(true);
    // What is reopened is what somebody closed, if there is any.
    await run('new -d other');
    await run('close other');
    await run('popup -n next -- true');
    await waitUntil('it has gone', () => !isOpen('next'));
    client.type(`${PREFIX}u`);
    await waitUntil('what was closed is back', () => isOpen('other'));
    expect(isOpen('next')).toBe(false);
    client.type(`${PREFIX}u`);
    await waitUntil('then the popup', () => isOpen('next'));
    expect((await server.call('hide')).stdout).toBe('hid next; it stays in the background\n');
  });

  it('stays after another exit until a key, which is for nobody', async () => {
    await run("popup -n box -- sh -c 'read line; exit 3'");
    client.type('\r');
    await client.waitForText('any other key closes it');
    await client.waitForText('exited 3');
    // Typed before anybody could read that.
    client.type('early');
    expect(isOpen('box')).toBe(true);
    await waitUntil('a key closes it', () => {
      if (isOpen('box')) client.type('kill\r');
      return !isOpen('box');
    });
    await client.waitForNoText('exited 3');
    expect(client.screen().join('\n')).not.toMatch(/early|> .*(k|ill)|answering/);
    expect(find('chat-1').record.turns).toBe(0);
  });

  it('shows any session, which leaves its pane, and is moved by another client that wants it', async () => {
    await run('new -h second');
    await run('switch --popup second');
    await client.waitForText(/[╭┌].*#2 second/u);
    const other = server.attach({ rows: 30, cols: 100 });
    await other.waitForText('#1 chat-1');
    await run('switch --popup second');
    expect(viewers().map(({ popup }) => popup !== undefined)).toEqual([true, false]);
    expect(find('second').screen?.cols).toBe(78);
    other.detach();
    await client.waitForNoText('#2 second');
    expect(server.coordinator.arrangement.hasPlace(find('second').id)).toBe(false);
    await run('switch second');
    expect(server.coordinator.arrangement.paneOf(find('second').id)).toBeDefined();
  });

  it('is one for each client, at its size, and goes when another client closes its session', async () => {
    const other = server.attach({ rows: 30, cols: 100 });
    client.type(`${PREFIX}:popup -n one -- cat\r`);
    other.type(`${PREFIX}:popup -n two -- cat\r`);
    await client.waitForText('#2 one');
    await other.waitForText('#3 two');
    expect(find('one').screen?.cols).toBe(62);
    expect(find('two').screen?.cols).toBe(78);
    expect([find('one').visible, find('two').visible]).toEqual([true, true]);
    client.type(`${PREFIX}:close two\r`);
    await other.waitForNoText('#3 two');
    expect(other.screen().join('\n')).not.toContain('#2 one');
    expect(client.screen().join('\n')).toContain('#2 one');
    // A key of the other is for its pane again.
    other.type('typed');
    await other.waitForText('> typed');
  });

  it('is left by going to a pane or a tab', async () => {
    await run('tab new');
    await run('popup -n box -- cat');
    client.type(`${PREFIX}1`);
    expect(viewers()[0]?.popup).toBeUndefined();
    await run('switch --popup box');
    await run('switch 2');
    expect(viewers()[0]?.popup).toBeUndefined();
    // Coming back by Tab is coming back to a pane.
    client.type(`${PREFIX}\t`);
    expect(server.coordinator.arrangement.focusedSession(viewers()[0]!)).toBe(find('chat-1').id);
  });

  it('takes the mouse, and beside it the mouse does nothing', async () => {
    await run('new -h second');
    await run('popup -n box -- sh -c \'printf "\\033[?1000h\\033[?1006h"; stty -echo; exec cat -v\'');
    await waitUntil('it wants the mouse', () => find('box').inputModes()?.mouse !== 'none');
    const { workspace } = server.coordinator.arrangement;
    // A pane, its title, and the line between the two, which otherwise is dragged.
    client.type('\u001b[<0;2;5M\u001b[<0;2;5m\u001b[<0;60;1M\u001b[<0;60;1m');
    client.type('\u001b[<0;40;22M\u001b[<32;45;22M\u001b[<0;45;22m');
    expect(server.coordinator.arrangement.workspace).toBe(workspace);
    client.type('\u001b[<0;12;5M\u001b[<0;12;5m\r');
    await client.waitForText('^[[<0;3;2M');
    expect(viewers()[0]?.popup?.session).toBe(find('box').id);
  });

  it('needs a terminal', async () => {
    client.detach();
    const said = 'a popup needs a terminal, and none is attached; run qmux in one first\n';
    expect(await refusal('popup -- cat')).toBe(said);
    expect(await refusal('scratch')).toBe(said);
    expect(await refusal('switch --popup 1')).toBe(said);
    expect(server.coordinator.sessions).toHaveLength(1);
    expect(server.coordinator.arrangement.hasPlace(find('chat-1').id)).toBe(true);
  });
});

describe('the scratch shell', () => {
  it('is that of its tab, not of the popup that it takes the place of', async () => {
    await run("popup -n other -- sh -c 'cd /; echo there; exec cat'");
    await client.waitForText('there');
    await run('scratch');
    const shell = server.coordinator.focused(viewers()[0]!);
    expect(shell?.record).toMatchObject({ scratch: { directory: find('chat-1').record.cwd } });
  });

  it('is shown and hidden by one key, the same for all tabs of a directory', async () => {
    // Twice at once, as by a key that repeats: it starts one shell.
    client.type(`${PREFIX}f${PREFIX}f`);
    await waitUntil('it is there', () => viewers()[0]?.popup !== undefined);
    const { session } = viewers()[0]?.popup ?? {};
    client.type('echo $((6*7))-ok\r');
    await client.waitForText('42-ok');
    client.type(`${PREFIX}f`);
    await client.waitForNoText('42-ok');
    await run('tab new');
    client.type(`${PREFIX}f`);
    await client.waitForText('42-ok');
    expect(viewers()[0]?.popup?.session).toBe(session);
    expect(server.coordinator.sessions).toHaveLength(3);
    // Its tabs keep it when what they show is elsewhere.
    await run('scratch');
    await run('new -h --cwd /');
    await run('scratch');
    expect(viewers()[0]?.popup?.session).toBe(session);
    client.type('exit\r');
    await waitUntil('it is closed', () => viewers()[0]?.popup === undefined);
    expect(server.coordinator.sessions.some(({ id }) => id === session)).toBe(false);
  });

  it('is in the background after a restart, and shown again as ended', async () => {
    client.type(`${PREFIX}f`);
    await waitUntil('it is there', () => viewers()[0]?.popup !== undefined);
    const id = viewers()[0]?.popup?.session ?? '';
    const again = await server.startAgain();
    const { coordinator } = again.workspace;
    const shell = coordinator.find(id);
    expect(shell?.name).toMatch(/^scratch-/);
    expect(shell?.record).toMatchObject({
      exit: 'ended-with-server',
      scratch: { tabs: [expect.any(String)] },
    });
    expect(coordinator.arrangement.hasPlace(id)).toBe(false);
    await again.workspace.stop();
  });
});
