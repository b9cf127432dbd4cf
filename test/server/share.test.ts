// Sharing a session: what viewers are sent, whatever happens beside it; what they may say; how a share ends.

import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { findGroup } from '../../src/server/shares/find-group.js';
import { socketIn, tagOf, makePlace, removeLeftPlaces } from '../../src/server/shares/share-place.js';
import { SharedScreen } from '../../src/server/shares/shared-screen.js';
import type { Screen } from '../../src/terminal/screen.js';
import { createGrid, rowText } from '../../src/text/cell-grid.js';
import { isProgram } from '../../src/session/any-session.js';
import { startWireServer } from '../chat/providers/wire-server.js';
import { answerWith, shell } from '../chat/tools/scripted-calls.js';
import { OTHER_UID, otherUserMissing } from '../harness/other-user.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';
import { connectViewer, type TestViewer } from './start-viewer.js';

const PREFIX = '\u0011';
const ESCAPE = '\x1b[27u';
/** Letters by which everything else is recognised, in whatever pieces it is sent. */
const GREEK = /\p{Script=Greek}/u;
const CYRILLIC = /\p{Script=Cyrillic}/u;
const ARMENIAN = /\p{Script=Armenian}/u;

interface Shared {
  path: string;
  token: string;
  session: string;
}

let server: StartedServer;
let owner: TestClient;
let viewers: TestViewer[] = [];

beforeEach(async () => {
  server = await startServer({ config: { programClipboard: 'on' } });
  owner = server.attach({ rows: 30, cols: 100 });
  await owner.waitForText('#1 chat-1');
});
afterEach(async () => {
  for (const { socket } of viewers) socket.destroy();
  viewers = [];
  server.shares.stop();
  await server.workspace.stop();
});

async function share(line: string): Promise<Shared> {
  const { stdout, stderr } = await server.call(`share ${line} --json`);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Shared;
}

async function view(
  { path, token }: Shared,
  size: { rows?: number; cols?: number; colours?: unknown } = {},
): Promise<TestViewer> {
  const viewer = await connectViewer(path, { token, ...size });
  viewers.push(viewer);
  return viewer;
}

/** A message of the workspace says that all before it has been done. */
async function settled(text: string): Promise<void> {
  owner.type(`${PREFIX}:session-name\r`);
  await owner.waitForText(text);
}

describe('what a viewer is sent', () => {
  it('is the session, and nothing of the others, the workspace or other viewers, whatever is done', async () => {
    await server.create({
      name: 'Γειτονιά',
      kind: 'program',
      command: ['sh', '-c', 'printf "\\033]0;ΤΙΤΛΟΣ\\007ΑΛΛΟ"; cat'],
      place: { at: 'tab' },
    });
    await server.create({ name: 'open', place: { at: 'tab' } });
    await owner.waitForText('#3 open');
    const session = server.coordinator.resolve('open');
    const shared = await share('open');
    const viewer = await view(shared, { rows: 40, cols: 120 });
    const other = await view(shared, { rows: 10, cols: 41, colours: { depth: 'none', background: null } });
    await owner.waitForText('2 viewers');
    const type = (...keys: string[]): void => keys.forEach((key) => owner.type(key));
    type('plain words 漢字');
    await viewer.waitForText('plain words 漢字');
    type('\u0015');

    // Completion: names of sessions; the search of questions asked elsewhere; what a command says.
    type('/switch ');
    await owner.waitForText(/Γειτονιά +program/);
    type('\u0015', '\u0012');
    await owner.waitForText('search:');
    type('\u0003', '/switch Γειτονιάς\r');
    await owner.waitForText('no session Γειτονιάς');
    type('/rename Γειτονιά другая\r');
    await owner.waitForText('другая');

    // The workspace.
    type(`${PREFIX}:tab rename Ужин\r`);
    await owner.waitForText('Ужин');
    type(`${PREFIX}%`);
    await owner.waitForText('#4');
    type(`${PREFIX}:rename Мысль\r`, `${PREFIX}z`);
    await settled('Мысль');
    type(`${PREFIX}z`, `${PREFIX}s`);
    await owner.waitForText('другая');
    type(ESCAPE, `${PREFIX}?`);
    await owner.waitForText('keys');
    type(ESCAPE, `${PREFIX}:popup -- sh -c "echo ΑΝΑΔΥΣΗ; cat"\r`);
    await owner.waitForText('ΑΝΑΔΥΣΗ');
    type('\u0004');
    await owner.waitForNoText('ΑΝΑΔΥΣΗ');
    type(`${PREFIX}:messages\r`);
    await owner.waitForText('Мысль');
    type(ESCAPE, `${PREFIX}:switch open\r`, `${PREFIX}:pane mark\r`);
    await owner.waitForText('marked');
    type(`${PREFIX}[`, '/', 'Ապակի', '\r');
    await owner.waitForText('Ապակի');
    type('q', `${PREFIX}:switch другая\r`);
    await owner.waitForText('ΑΛΛΟ');
    const beside = server.coordinator.resolve('другая');
    beside.write('\x1b]52;c;zrHOss6kzrE=\x07\x1b]9;ΜΗΝΥΜΑ\x07\x1b]777;notify;ΜΗΝΥΜΑ;Α\x07\r');
    // In the background it goes on, in the size that it had.
    const rows = session.screen?.rows;
    if (!isProgram(session)) session.paste('written while away ❤');
    await viewer.waitForText('written while away ❤');
    expect(session.screen?.rows).toBe(rows);
    expect(session.visible).toBe(false);
    type(`${PREFIX}:switch open\r`);
    await owner.waitForText('written while away');
    other.send({ type: 'resize', rows: 12, cols: 50 });
    // All that its terminal shows, cell by cell.
    const shown = (): string[] => {
      const screen = new SharedScreen(session.screen as Screen);
      const grid = createGrid(40, 120);
      for (let row = 0; row < screen.rows; row++) screen.copyRow(row, screen.cols, grid, row, 0);
      return Array.from({ length: 40 }, (_, row) => rowText(grid, row));
    };
    await waitUntil(
      'it shows the session and nothing else',
      () => viewer.rows().join('\n') === shown().join('\n'),
      {
        describe: () => viewer.rows().join('\n'),
      },
    );

    for (const each of [viewer, other]) {
      const said = each.raw();
      expect(said).not.toMatch(GREEK);
      expect(said).not.toMatch(CYRILLIC);
      expect(said).not.toMatch(ARMENIAN);
      expect(said).not.toContain('viewer');
      expect(each.messages).toEqual([]);
      // Sequences: a title, of the session's name alone; no clipboard, notification, query or mode of keys.
      // eslint-disable-next-line no-control-regex
      const strings = new Set([...said.matchAll(/\x1b\]([^\x07\x1b]*)/g)].map((found) => found[1]));
      expect([...strings].filter((each2) => !/^(?:112|8;.*)$/.test(each2 ?? ''))).toEqual(
        each === viewer ? ['0;open (qmux view)'] : [],
      );
      // eslint-disable-next-line no-control-regex
      expect(said).not.toMatch(/\x1b[P_^X]|\x1b\[[\d;?>]*[cnqu]|\x1b\[\?(?:1\d\d\d|2004)/);
    }
  });

  it('is padded, or clipped to the cursor, and changes no size', async () => {
    const command = ['sh', '-c', `printf 'first${'\\n'.repeat(12)}${'x'.repeat(60)}漢end'; cat`];
    await server.create({ kind: 'program', name: 'wide', command, place: { at: 'tab' } });
    await owner.waitForText('漢end');
    const { screen } = server.coordinator.resolve('wide');
    const shared = await share('wide');
    const large = await view(shared, { rows: 60, cols: 150 });
    const small = await view(shared, { rows: 5, cols: 20 });
    await large.waitForText('漢end');
    await small.waitForText('漢end');
    expect(large.rows()[0]).toBe('first');
    expect(small.rows()).toEqual(['', '', '', '', `${'x'.repeat(14)}漢end`]);
    expect(small.bytes()).toContain('\x1b]0;wide (qmux view, part of 100x28)\x07');
    owner.type('!');
    await small.waitForText(`${'x'.repeat(13)}漢end!`);
    expect([screen?.rows, screen?.cols]).toEqual([28, 100]);
    small.send({ type: 'resize', rows: 30, cols: 100 });
    await waitUntil('everything was sent again', () => small.bytes().includes('first'));
    expect([screen?.rows, screen?.cols]).toEqual([28, 100]);
  });

  it('is nothing when nothing changes in the session', async () => {
    await server.create({ kind: 'program', name: 'quiet', command: ['cat'], place: { at: 'tab' } });
    await owner.waitForText('#2 quiet');
    const viewer = await view(await share('quiet'));
    owner.type('begin\r');
    // The echo, and what cat printed.
    await waitUntil('both are there', () => viewer.rows().filter((row) => row === 'begin').length === 2);
    const before = viewer.raw().length;
    owner.type(`${PREFIX}:session-name\r`);
    await owner.waitForText(/^quiet/m);
    owner.type(`${PREFIX}?`);
    await owner.waitForText('keys');
    expect(viewer.raw().length).toBe(before);
  });
});

it('shows a viewer the question of a chat as it is drawn there; the viewer is not who has seen it', async () => {
  await server.workspace.stop();
  const asking = await startWireServer((response) =>
    answerWith(response, { calls: [shell('rm -r everything')] }),
  );
  onTestFinished(() => asking.stop());
  server = await startServer({
    config: { tools: true },
    env: { QMUX_MODEL: 'openai/m', OPENAI_BASE_URL: asking.url, OPENAI_API_KEY: 'sk-test-0123456789abcdef' },
  });
  owner = server.attach({ rows: 30, cols: 100 });
  await owner.waitForText('#1 chat-1');
  await server.call('new -d asks');
  const viewer = await view(await share('asks'));
  await server.call('send asks do it');
  await viewer.waitForText('rm -r everything');
  const asks = server.coordinator.resolve('asks');
  expect(asks.state).toBe('waiting');
  expect(asks.visible).toBe(false);
  expect(asks.attention.isOpen).toBe(true);
  // Keys that go there without having been looked at answer nothing.
  asks.input('y');
  expect(asks.state).toBe('waiting');
  await owner.waitForText('asks');
  expect(viewer.raw()).not.toContain('chat-1');
});

describe('what a viewer may say', () => {
  it('is a size; after anything else it is disconnected', async () => {
    const shared = await share('1');
    const colours = { depth: '16', background: null };
    const view1 = { type: 'view', token: shared.token, rows: 2, cols: 2, colours };
    const bytes = (...given: number[]): Uint8Array => Buffer.from(given);
    const cases: Record<string, (viewer: TestViewer) => void> = {
      keys: (viewer) => viewer.send('ls\r', 2),
      'numbered input': (viewer) => viewer.send('1', 3),
      'a second token': (viewer) => viewer.send(view1),
      'a request': (viewer) => viewer.send({ type: 'request', id: 1, words: ['ls'], json: false }),
      'a hello': (viewer) => viewer.send({ type: 'hello', token: 'x' }),
      'more fields': (viewer) => viewer.send({ type: 'resize', rows: 2, cols: 2, env: {} }),
      'a size that is none': (viewer) => viewer.send({ type: 'resize', rows: 1e9, cols: 2 }),
      'no object': (viewer) => viewer.send(7),
      'no JSON': (viewer) => void viewer.socket.write(bytes(0, 0, 0, 1, 1, 0x7b)),
      'a large frame': (viewer) => void viewer.socket.write(bytes(0, 0, 2, 1, 1)),
    };
    const stays = await view(shared);
    const all = Object.values(cases).map(async (say) => {
      const viewer = await view(shared);
      await waitUntil('it is let in', () => viewer.bytes() !== '');
      say(viewer);
      await viewer.waitForEnd();
    });
    await Promise.all(all);
    stays.send({ type: 'resize', rows: 20, cols: 70 });
    await owner.waitForText('[1 viewer]');
    expect(owner.bottom()).not.toContain('ls');
    expect(stays.isClosed()).toBe(false);
  });

  it('begins with a token: without one nothing is sent', async () => {
    const shared = await share('1');
    const silent = await connectViewer(shared.path);
    viewers.push(silent);
    silent.send({ type: 'resize', rows: 5, cols: 5 });
    await silent.waitForEnd();
    expect(silent.raw()).toBe('');
    const wrong = await view({ ...shared, token: `${shared.token.slice(0, -1)}0` });
    // The dashes are for reading, and so are small letters.
    const right = await view({ ...shared, token: shared.token.toUpperCase().replaceAll('-', ' ') });
    await right.waitForText('>');
    await wrong.waitForEnd();
    expect(wrong.bytes()).toBe('');
    expect(wrong.messages).toEqual([{ type: 'refused', message: 'wrong token' }]);
    // Whoever tries others, keeps nobody out who has the right one; the user hears of it.
    for (let round = 0; round < 2; round++) {
      const several = await Promise.all(Array.from({ length: 10 }, () => view({ ...shared, token: '' })));
      await Promise.all(several.map((each) => each.waitForEnd()));
    }
    await owner.waitForText('20 wrong tokens for its share');
    const late = await view(shared);
    await late.waitForText('>');
    expect(right.isClosed()).toBe(false);
  });

  it('is heard of 50 at once that have not shown a token, the newest, and of 20 that have', async () => {
    const shared = await share('1');
    const closed: number[] = [];
    const waiting = Array.from({ length: 52 }, (_, at) =>
      createConnection(shared.path).on('close', () => closed.push(at)),
    );
    onTestFinished(() => waiting.forEach((each) => each.destroy()));
    await waitUntil('the first ones are disconnected', () => closed.length === 2);
    expect(closed).toEqual([0, 1]);
    const some = await Promise.all(Array.from({ length: 20 }, () => view(shared, { rows: 3, cols: 9 })));
    await owner.waitForText('20 viewers');
    const tooMany = await view(shared);
    await tooMany.waitForEnd();
    expect(tooMany.bytes()).toBe('');
    expect(tooMany.messages).toEqual([
      { type: 'refused', message: 'the share has 20 viewers already; try again when one has left' },
    ]);
    some[0]?.socket.destroy();
    await owner.waitForText('19 viewers');
    await (await view(shared)).waitForText('>');
  });
});

describe('a share ends', () => {
  const ended = async (viewer: TestViewer, path: string): Promise<void> => {
    await viewer.waitForEnd();
    expect(viewer.messages).toEqual([{ type: 'ended' }]);
    expect(existsSync(dirname(path))).toBe(false);
    expect(server.shares.all).toEqual([]);
  };

  it('when its session is closed, or its user says so, for others and not twice', async () => {
    await server.create({ name: 'two', place: { at: 'tab' } });
    const [one, two] = [await share('1'), await share('two')];
    const [atOne, atTwo] = [await view(one), await view(two)];
    await atTwo.waitForText('>');
    expect((await server.call('share two')).stderr).toContain(
      'two is already shared; qmux shares end two ends',
    );
    expect((await server.call('shares')).stdout).toMatch(/^two +1 viewer  60 min left/m);
    await server.call('close two');
    await atTwo.waitForEnd();
    expect(atTwo.messages).toEqual([{ type: 'ended' }]);
    expect(atOne.isClosed()).toBe(false);
    expect((await server.call('shares end 1')).stdout).toContain('is no longer shared');
    await ended(atOne, one.path);
    expect((await server.call('shares end 1')).stderr).toContain('is not shared; qmux shares lists what is');
  });

  it('with its time, and with the server', async () => {
    const [chat] = server.coordinator.sessions;
    if (!chat) throw new Error('there is no session');
    const short = await server.shares.begin(chat, { minutes: 0.002, group: undefined });
    await ended(await view(short), short.path);
    // Also by the clock, after a machine's sleep, during which no timer runs.
    const asleep = await share('1 --minutes 5');
    const before = await view(asleep);
    await before.waitForText('>');
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * 60_000);
    const after = await view(asleep);
    await after.waitForEnd();
    clock.mockRestore();
    expect(after.raw()).toBe('');
    await ended(before, asleep.path);
    const long = await share('1 --minutes 5');
    const viewer = await view(long);
    await viewer.waitForText('>');
    server.shares.stop();
    await ended(viewer, long.path);
  });

  it('is begun and ended by nobody who is attached read-only, who sees no token', async () => {
    const shared = await share('1');
    const guest = server.attach({ rows: 24, cols: 100, readOnly: true });
    await guest.waitForText('read-only');
    guest.type(`${PREFIX}:share\r`);
    await guest.waitForText('share is not run here');
    guest.type(`${PREFIX}:shares end 1\r`);
    await guest.waitForText('shares is not run here');
    guest.type(`${PREFIX}:shares\r`);
    await guest.waitForText('shared sessions');
    guest.type('D');
    await guest.waitForText('shares is not run here');
    expect(guest.sent()).not.toContain(shared.token);
    expect(server.shares.all).toHaveLength(1);
  });

  it('never puts its token into a conversation, nor before somebody who only looks at it', async () => {
    const guest = server.attach({ rows: 24, cols: 100, readOnly: true });
    await guest.waitForText('read-only');
    await server.create({ name: 'elsewhere', place: { at: 'tab' } });
    await owner.waitForText('#2 elsewhere');
    await guest.waitForText('1:chat-1*  2:elsewhere');
    const file = join(newDirectory(), 'commands');
    writeFileSync(file, 'share chat-1\nsession-name\n');
    for (const line of ['/share', `/source ${file}`]) {
      server.coordinator.resolve('chat-1').input(`${line}\r`);
      await owner.waitForText('Esc closes');
      const token = /token: (\S+)/.exec(owner.screen().join('\n'))?.[1] ?? '';
      expect(token).toHaveLength(23);
      owner.type(ESCAPE);
      await owner.waitForNoText(token);
      expect((await server.call('capture chat-1')).stdout).not.toContain(token);
      expect(guest.sent()).not.toContain(token);
      await server.call('shares end chat-1');
    }
    owner.detach();
    server.coordinator.resolve('chat-1').input('/share\r');
    await waitUntil('it is refused', async () =>
      (await server.call('capture chat-1')).stdout.includes(
        'share is not run in a chat that nobody has open',
      ),
    );
    expect(server.shares.all).toEqual([]);
  });
});

describe('its files', () => {
  it('let others connect, or a group, and list nothing', async () => {
    const { path } = await share('1');
    expect(lstatSync(dirname(path)).mode & 0o777).toBe(0o711);
    expect(path).toMatch(new RegExp(`^/tmp/qmux-share-${process.getuid?.()}-[a-z0-9]{16}/pane$`));
    await server.call('shares end 1');
    const group = process.getgid?.() ?? 0;
    const shared = await share(`1 --group ${group}`);
    expect(lstatSync(dirname(shared.path)).mode & 0o777).toBe(0o750);
    expect(lstatSync(shared.path).mode & 0o777).toBe(0o660);
    expect(lstatSync(dirname(shared.path)).gid).toBe(group);
  });

  it('are not made for a group that is none, or for a time that is none', async () => {
    for (const [line, why] of [
      ['share 1 --group no-such-group', 'there is no group no-such-group'],
      ['share 1 --minutes 0', '--minutes must be 1 to 1440, not 0'],
      ['share 1 --minutes soon', '--minutes must be a whole number, not soon'],
      ['share none', 'no session none'],
    ] as const) {
      const { stderr, exitCode } = await server.call(line);
      expect(stderr).toContain(why);
      expect(exitCode).toBe(2);
    }
    expect(server.shares.all).toEqual([]);
  });

  it('are for a group of a directory service, which only getent knows', async () => {
    const directory = newDirectory();
    const gid = process.getgid?.() ?? 0;
    const script = `#!/bin/sh\n[ "$*" = 'group -- Far people' ] && echo 'FAR:*:${gid}:'\n`;
    writeFileSync(join(directory, 'getent'), script, { mode: 0o700 });
    vi.stubEnv('PATH', `${directory}:${process.env['PATH'] ?? ''}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await findGroup('Far people')).toBe(gid);
    await expect(findGroup('Far')).rejects.toThrow('there is no group Far');
  });

  it('of a killed server are removed at the next start, and no others', async () => {
    const parent = newDirectory();
    const tag = tagOf('/a/server');
    const left = makePlace(parent, tag);
    // A socket that nobody listens at, as kill -9 leaves it.
    const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', script, socketIn(left)]);
    expect(lstatSync(socketIn(left)).isSocket()).toBe(true);
    const ofAnother = makePlace(parent, tagOf('/another/server'));
    const full = makePlace(parent, tag);
    writeFileSync(join(full, 'mine'), '');
    const aim = join(parent, 'aim');
    mkdirSync(aim);
    const listener = createServer().listen(socketIn(aim));
    await new Promise((resolve) => listener.once('listening', resolve));
    const link = `${left.slice(0, -1)}0`;
    symlinkSync(aim, link);
    await removeLeftPlaces(parent, tag);
    expect(existsSync(left)).toBe(false);
    expect(readdirSync(parent).sort()).toEqual(
      [ofAnother, full, aim, link].map((path) => path.slice(parent.length + 1)).sort(),
    );
    expect(existsSync(socketIn(aim))).toBe(true);
    await new Promise((resolve) => listener.close(resolve));
  });

  it('begun before these are looked for is none of them', async () => {
    const { path } = await share('1');
    await server.shares.removeLeft();
    expect(existsSync(path)).toBe(true);
    expect((await server.call('shares end 1')).stderr).toBe('');
  });

  it.skipIf(otherUserMissing)(
    `can be reached by another user (${otherUserMissing ?? 'as root'})`,
    async () => {
      const open = await share('1');
      const script = `require('net').connect(process.argv[1]).on('connect', () => process.exit(0)).on('error', (e) => { console.log(e.code); process.exit(1); })`;
      const tries = (path: string): string =>
        String(
          spawnSync(process.execPath, ['-e', script, path], { uid: OTHER_UID, gid: OTHER_UID, cwd: '/' })
            .stdout,
        );
      expect(tries(open.path)).toBe('');
      await server.call('shares end 1');
      expect(tries((await share('1 --group 0')).path)).toBe('EACCES\n');
    },
  );
});
