// The status line of attached terminals: what its values say, and what they cost while nobody sees them.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { StatusOptions } from '../../src/config/status-template.js';
import { findMembers } from '../../src/process/group.js';
import { ClientStatus } from '../../src/server/workspace/client-status.js';
import { StatusSources } from '../../src/server/workspace/status-sources.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer } from './start-client.js';

let server: StartedServer | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await server?.workspace.stop();
  server = undefined;
});

const start = async (status: StatusOptions): Promise<StartedServer> =>
  (server = await startServer({ config: { status }, env: { PATH: process.env['PATH'] ?? '' } }));

const git = (directory: string, ...args: string[]): void =>
  void execFileSync('git', ['-C', directory, ...args], { stdio: 'ignore' });

describe('the status line of a terminal', () => {
  it('says what its templates name', async () => {
    const { attach } = await start({
      left: '{host}: {tabs}',
      right: '{session} {(zoomed} {run:two}',
      run: { two: { command: 'echo $((1 + 1))' } },
    });
    const client = attach();
    await client.waitForText(/chat-1 2$/);
    expect(client.bottom().startsWith(`${hostname().replace(/\..*/, '')}:  1:chat-1* `)).toBe(true);
    client.type('\u0011%');
    await client.waitForText(/:chat-2\* .* chat-2 2$/);
    client.type('\u0011z');
    await client.waitForText(/chat-2 \(zoomed 2$/);
  });

  it('follows the branch of the focused directory, also after cd in a shell', async () => {
    const started = await start({ right: '{on branch}' });
    const repository = join(newDirectory(), 'repository');
    mkdirSync(repository);
    git(repository, 'init', '-b', 'main');
    const client = started.attach();
    await started.create({ kind: 'program', command: ['sh'], cwd: repository, env: { PS1: '> ' } });
    await client.waitForText(/ on main$/);
    git(repository, 'checkout', '-b', 'fix');
    await client.waitForText(/ on fix$/);
    client.type('cd /; echo moved\r');
    await client.waitForNoText(' on fix');
  });

  it('runs its commands only while a terminal is attached', async () => {
    const file = join(newDirectory(), 'pid');
    const { attach } = await start({
      right: '{run:slow}',
      run: {
        slow: { command: `echo $$ > ${file}; sleep 600` },
        unused: { command: `echo no > ${file}.unused` },
      },
    });
    const clients = [attach(), attach({ readOnly: true })];
    const group = await waitUntil(
      'it runs',
      () => (existsSync(file) && Number(readFileSync(file, 'utf8'))) || undefined,
    );
    clients[0]?.detach();
    expect((await findMembers(group)).size).toBeGreaterThan(0);
    clients[1]?.detach();
    await waitUntil('it is killed', async () => (await findMembers(group)).size === 0);
    expect(existsSync(`${file}.unused`)).toBe(false);
  });
});

describe('a status command at a reload', () => {
  it('is ended when it is another or gone, and goes on when it is the same; none blocks or is left', async () => {
    const directory = newDirectory();
    const pid = (name: string): Promise<number> =>
      waitUntil(`${name} runs`, () => {
        const file = join(directory, name);
        return (existsSync(file) && Number(readFileSync(file, 'utf8'))) || undefined;
      });
    const isGone = (group: number): Promise<unknown> =>
      waitUntil('it is gone', async () => (await findMembers(group)).size === 0);
    // It ignores what ends others, and has a child.
    const hang = (name: string): string =>
      `trap '' HUP TERM; sleep 600 & echo $$ > ${directory}/${name}; while :; do wait; done`;
    const { attach, live } = await start({
      right: '{run:same}{run:other}{run:gone}',
      run: {
        same: { command: hang('same') },
        other: { command: hang('other') },
        gone: { command: hang('gone') },
      },
    });
    const client = attach();
    const [same, other, gone] = [await pid('same'), await pid('other'), await pid('gone')];
    live.use({
      ...live.values,
      status: {
        right: '{run:same}{run:other}',
        run: { same: { command: hang('same') }, other: { command: hang('again') } },
      },
    });
    await Promise.all([isGone(other), isGone(gone)]);
    const again = await pid('again');
    expect((await findMembers(same)).size).toBeGreaterThan(0);
    client.detach();
    await Promise.all([isGone(same), isGone(again)]);
  });
});

describe('the clock', () => {
  const NOON = Date.UTC(2026, 0, 5, 12, 0, 30);
  const sourcesOf = (status: StatusOptions, config = { status }) => {
    vi.useFakeTimers({ now: NOON });
    let changes = 0;
    const sources = new StatusSources({
      config,
      env: () => ({}),
      onChange: () => changes++,
      onProblem: () => undefined,
      record: () => undefined,
      costToday: { text: '', start: () => undefined, stop: () => undefined },
    });
    return { sources, changes: () => changes };
  };
  const clientOf = (sources: StatusSources, TZ?: string): ClientStatus =>
    new ClientStatus(sources, TZ === undefined ? {} : { TZ }, () => undefined);

  it('ticks on the minute, with one timer for all terminals that goes with the last', () => {
    const { sources, changes } = sourcesOf({ right: '{clock}' });
    expect(vi.getTimerCount()).toBe(0);
    const clients = [clientOf(sources, 'UTC'), clientOf(sources, 'Asia/Kolkata')];
    expect(vi.getTimerCount()).toBe(1);
    expect(clients.map((client) => client.text('clock'))).toEqual(['12:00', '17:30']);
    vi.advanceTimersByTime(29_999);
    expect(changes()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(changes()).toBe(1);
    expect(clients[0]?.text('clock')).toBe('12:01');
    vi.advanceTimersByTime(60_000);
    expect(changes()).toBe(2);
    clients[0]?.stop();
    expect(vi.getTimerCount()).toBe(1);
    clients[1]?.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("shows the server's time where a terminal's zone is unknown", () => {
    const { sources } = sourcesOf({ right: '{clock}' });
    const here = clientOf(sources);
    for (const zone of ['CET-1CEST', ':/etc/localtime', ''])
      expect(clientOf(sources, zone).text('clock')).toBe(here.text('clock'));
    expect(here.text('clock')).toMatch(/^\d\d:\d\d$/);
  });

  it('comes and goes with the config, while a terminal is attached', () => {
    const config: { status: StatusOptions } = { status: {} };
    const { sources } = sourcesOf(config.status, config);
    const status = (next: StatusOptions): number => {
      config.status = next;
      sources.configChanged();
      return vi.getTimerCount();
    };
    expect(status({ right: '{clock}' })).toBe(0);
    const client = clientOf(sources, 'UTC');
    expect(client.layout.names.has('clock')).toBe(true);
    expect(status({ right: '{host}' })).toBe(0);
    expect(status({ right: '{clock}' })).toBe(1);
    client.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(status({ right: '{clock} {host}' })).toBe(0);
  });

  it('has no timer that nobody named, and no formatter, which takes 10 ms of the first frame', () => {
    const { sources } = sourcesOf({ run: { load: { command: 'uptime' } } });
    const made = vi.spyOn(Intl, 'DateTimeFormat');
    const client = clientOf(sources);
    expect(vi.getTimerCount()).toBe(0);
    expect(made).not.toHaveBeenCalled();
    client.text('clock');
    client.text('clock');
    expect(made).toHaveBeenCalledOnce();
    made.mockRestore();
  });
});
