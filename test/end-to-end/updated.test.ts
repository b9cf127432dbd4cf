// An installation that is replaced or removed while its server runs.

import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startChatServer, type ChatServer } from '../harness/chat-server.js';
import { temporaryHome, type TemporaryHome } from '../harness/home.js';
import { waitUntil } from '../harness/wait-until.js';

let home: TemporaryHome;
let model: ChatServer;
afterEach(async () => {
  await model.stop();
  await home.remove();
});

type Place = 'dist' | 'docs' | 'node_modules';

interface Installation {
  run(...args: string[]): Promise<string>;
  /** What a build or an update does first. */
  remove(...places: Place[]): void;
}

/** A copy of qmux, with a server that it started. */
async function install(): Promise<Installation> {
  model = await startChatServer();
  home = temporaryHome({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url, ANTHROPIC_API_KEY: 'sk-x' });
  const directory = join(home.dir, 'installed');
  mkdirSync(directory, { recursive: true });
  for (const name of ['dist', 'docs', 'package.json'])
    cpSync(name, join(directory, name), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'));
  const run = (entry: string, args: string[]): Promise<string> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [entry, ...args],
        { env: home.env, cwd: home.dir },
        (_error, stdout, stderr) => resolve(stdout + stderr),
      );
    });
  await run(join(directory, 'dist/cli.js'), ['ls']);
  return {
    // The verb belongs to the new installation, the server to the old one.
    run: (...args) => run(join(process.cwd(), 'dist/cli.js'), args),
    remove(...places) {
      for (const name of places) rmSync(join(directory, name), { recursive: true });
    },
  };
}

const UPDATED = /qmux was updated; run qmux kill-server \(it saves first\), then start qmux again/;

it('still has all of its own parts once it was idle, and says that it was updated where a package is gone', async () => {
  const { run, remove } = await install();
  await waitUntil('every part is loaded', () =>
    readFileSync(home.paths().serverLogFile, 'utf8').includes('every part of qmux is loaded'),
  );
  remove('dist');
  expect(await run('new', '-d', '--', 'sleep', '1000')).toContain('created');
  await run('new', 'chat', 'asks', '-d', '--model', 'openai/scripted');
  expect(await run('send', 'asks', 'hello there', '--wait')).toBe('hello there\n');
  expect(await run('doctor')).not.toMatch(/went wrong|updated/);
  remove('node_modules', 'docs');
  expect(await run('new', '-d', '--', 'sleep', '1000')).toContain('created');
  expect(await run('send', 'asks', 'and again', '--wait')).toBe('and again\n');
  await run('new', 'chat', 'other', '-d', '--model', 'anthropic/m');
  expect(await run('send', 'other', 'hello', '--wait')).toMatch(UPDATED);
});

it('that was never idle says that it was updated where a package is gone, and has all of its own parts', async () => {
  const { run, remove } = await install();
  remove('dist', 'docs', 'node_modules');
  expect(await run('new', '-d', '--', 'sleep', '1000')).toMatch(UPDATED);
  const ask = async (name: string): Promise<string> => {
    const chat = name.replace('/', '-');
    await run('new', 'chat', chat, '-d', '--model', name);
    return run('send', chat, 'how do I detach?', '--wait');
  };
  for (const name of ['openai/scripted', 'anthropic/m']) expect(await ask(name)).toMatch(UPDATED);
  expect(await ask('guide')).toContain('docs/manual/');
});
