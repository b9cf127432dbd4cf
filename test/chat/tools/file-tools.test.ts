// Tools on files: what they return, what they ask for, and that no link leads them elsewhere unasked.

import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOpenTo } from '../../../src/chat/tools/path-rules.js';
import { ToolPlace } from './tool-place.js';

describe('read', () => {
  it('returns a part of a file, and says where it goes on', async () => {
    const place = new ToolPlace();
    place.write('project/a.txt', 'one\ntwo\nthree\nfour\n');
    expect(await place.call('read', { path: 'a.txt' })).toMatchObject({
      output: 'one\ntwo\nthree\nfour',
      isError: false,
      asked: [],
    });
    const part = await place.call('read', { path: 'a.txt', from: 2, lines: '2' });
    expect(part.output).toBe('two\nthree\n(lines 2 to 3; more follows: read from 4)');
    expect(await place.call('read', { path: 'a.txt', from: 9 })).toMatchObject({
      output: `(${place.directory}/a.txt has 4 lines)`,
    });
  });

  it('cuts long lines and long files, and characters nowhere', async () => {
    const place = new ToolPlace();
    place.write('project/long.txt', `${'𝄞'.repeat(3_000)}\n${'y\n'.repeat(5_000)}`);
    const { output } = await place.call('read', { path: 'long.txt' });
    expect(output.isWellFormed()).toBe(true);
    expect(output).toMatch(/… 4000 characters left out\ny\n/);
    expect(output).toMatch(/more follows: read from 2001\)$/);
  });

  it.each([
    ['a binary file', 'data', /is binary \(3 bytes\)/],
    ['a folder', 'sub', /is a directory; list shows/],
    ['nothing', 'absent', /there is no file/],
  ])('refuses %s', async (_what, path, words) => {
    const place = new ToolPlace();
    place.write('project/data', Uint8Array.of(1, 0, 2));
    mkdirSync(join(place.directory, 'sub'));
    const { output, isError } = await place.call('read', { path });
    expect(isError).toBe(true);
    expect(output).toMatch(words);
  });
});

describe('what looking at a file asks for', () => {
  it.each([
    ['outside.txt', '../outside.txt'],
    ['a link that leads outside', 'link.txt'],
    ['a file in a linked folder', 'folder/outside.txt'],
    ['a link to a link', 'twice.txt'],
    ['.env', '.env'],
    ['.env.local below', 'sub/.env.local'],
    ['a key', 'server.PEM'],
    ['an ssh key', 'id_ed25519'],
    ["git's settings", '.git/config'],
    ["a submodule's settings", '.git/modules/x/config'],
    ['a harmless name for a secret', 'readme.txt'],
  ])('%s: is asked, and not read unless allowed', async (_what, path) => {
    const place = new ToolPlace();
    place.write('outside.txt', 'SECRET');
    symlinkSync('../outside.txt', join(place.directory, 'link.txt'));
    symlinkSync('link.txt', join(place.directory, 'twice.txt'));
    symlinkSync('..', join(place.directory, 'folder'));
    for (const name of ['.env', 'sub/.env.local', 'server.PEM', 'id_ed25519', '.git/config'])
      place.write(`project/${name}`, 'SECRET');
    place.write('project/.git/modules/x/config', 'SECRET');
    symlinkSync('.env', join(place.directory, 'readme.txt'));
    const refused = await place.call('read', { path }, 'reject');
    expect(refused.asked).toHaveLength(1);
    expect(JSON.stringify(refused.updates) + refused.output).not.toContain('SECRET');
    expect(await place.call('read', { path }, 'allow')).toMatchObject({ output: 'SECRET' });
  });

  it('asks about the credentials of a home directory, and about our own folder', () => {
    const area = { directory: '/home/ada', closed: ['/home/ada/q/run'] };
    const opens = (path: string): boolean => isOpenTo(area, `/home/ada/${path}`);
    const secrets = `
      .ssh .ssh/known_hosts .aws/credentials .AWS/Credentials .gnupg/x/y .kube/config
      .netrc .npmrc web/.npmrc .pypirc .git-credentials .config/git/credentials
      .config/gcloud/x.db .config/gh/hosts.yml .docker/config.json .cargo/credentials.toml
      tls/site.key .bash_history .claude/.credentials.json .codex/auth.json q/run/x.token
    `
      .trim()
      .split(/\s+/);
    expect(secrets.filter(opens)).toEqual([]);
    const fine = ['.awsome/x', 'src/keys.ts', '.docker/Dockerfile', '.config/git/ignore', 'q/runs', 'ssh/a'];
    expect(fine.filter(opens)).toEqual(fine);
    // A session inside such a folder, or at the root.
    const inside = { directory: '/home/ada/.ssh', closed: [] };
    expect(isOpenTo(inside, '/home/ada/.ssh/config')).toBe(false);
    const root = { directory: '/', closed: [] };
    expect(['/proc/self/environ', '/srv/.env'].some((path) => isOpenTo(root, path))).toBe(false);
    // What the folder above is called says nothing.
    const named = { directory: '/srv/id_card/.envs', closed: [] };
    expect(isOpenTo(named, '/srv/id_card/.envs/main.py')).toBe(true);
  });

  it('takes a file below that only looks like one outside', async () => {
    const place = new ToolPlace();
    place.write('project/sub/a.txt', 'fine');
    symlinkSync('sub/a.txt', join(place.directory, 'link.txt'));
    for (const path of ['sub/../sub/a.txt', 'link.txt', join(place.directory, 'sub/a.txt')])
      expect(await place.call('read', { path })).toMatchObject({ output: 'fine', asked: [] });
  });

  it('does not follow a link that took the place of what was allowed', async () => {
    const place = new ToolPlace();
    place.write('outside.txt', 'SECRET');
    const file = place.write('other.txt', 'fine');
    const { output, isError } = await place.call('read', { path: '../other.txt' }, async (question) => {
      renameSync(file, `${file}.old`);
      symlinkSync('outside.txt', file);
      const options = question.kind === 'permission' ? question.options : [];
      return { type: 'option', option: options[0]! };
    });
    expect(isError).toBe(true);
    expect(output).toMatch(/replaced by a link/);
  });

  it('remembers an answer for the session, for exactly this path and for looking alone', async () => {
    const place = new ToolPlace();
    place.write('a.txt', 'a');
    place.write('b.txt', 'b');
    expect((await place.call('read', { path: '../a.txt' }, 'always')).asked).toHaveLength(1);
    symlinkSync('../a.txt', join(place.directory, 'same'));
    expect(await place.call('read', { path: 'same' })).toMatchObject({ output: 'a', asked: [] });
    expect((await place.call('read', { path: '../b.txt' })).asked).toHaveLength(1);
    expect((await place.call('write', { path: '../a.txt', text: 'x' })).asked).toHaveLength(1);
    await place.call('read', { path: '../b.txt' }, 'never');
    expect(await place.call('read', { path: '../b.txt' }, 'allow')).toMatchObject({
      isError: true,
      asked: [],
    });
    const other = new ToolPlace();
    expect((await other.call('read', { path: join(place.root, 'a.txt') })).asked).toHaveLength(1);
  });
});

describe('list', () => {
  it('shows what is in a folder', async () => {
    const place = new ToolPlace();
    place.write('project/b.txt', '');
    place.write('project/sub/c.txt', '');
    symlinkSync('b.txt', join(place.directory, 'a'));
    expect(await place.call('list', {})).toMatchObject({ output: 'a@\nb.txt\nsub/', asked: [] });
    expect(await place.call('list', { path: 'b.txt' })).toMatchObject({ isError: true });
    expect((await place.call('list', { path: '..' })).asked).toHaveLength(1);
  });
});

describe('write and edit', () => {
  it('ask with the diff, and change exactly that', async () => {
    const place = new ToolPlace();
    const file = place.write('project/a.txt', 'one\ntwo\nthree\n');
    chmodSync(file, 0o640);
    const { asked, output } = await place.call('edit', { path: 'a.txt', old: 'two', new: '2' }, 'allow');
    expect(asked[0]).toMatchObject({
      kind: 'permission',
      call: { kind: 'edit', diffs: [{ path: file, old: 'one\ntwo\nthree\n', new: 'one\n2\nthree\n' }] },
    });
    expect(output).toBe(`changed ${file}`);
    expect(readFileSync(file, 'utf8')).toBe('one\n2\nthree\n');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it('change nothing when refused', async () => {
    const place = new ToolPlace();
    const { isError } = await place.call('write', { path: 'new/a.txt', text: 'x' }, 'reject');
    expect(isError).toBe(true);
    expect(existsSync(join(place.directory, 'new'))).toBe(false);
  });

  it('create a file with its folders', async () => {
    const place = new ToolPlace();
    await place.call('write', { path: 'new/a.txt', text: 'x' }, 'allow');
    expect(readFileSync(join(place.directory, 'new/a.txt'), 'utf8')).toBe('x');
  });

  it('ask about where a dangling link leads, not about its name', async () => {
    const place = new ToolPlace();
    symlinkSync('../made.txt', join(place.directory, 'a.txt'));
    const { asked } = await place.call('write', { path: 'a.txt', text: 'x' }, 'reject');
    expect(asked[0]).toMatchObject({ call: { paths: [join(place.root, 'made.txt')] } });
  });

  it('leave a file that was changed while they asked', async () => {
    const place = new ToolPlace();
    const file = place.write('project/a.txt', 'one\n');
    const { output } = await place.call('edit', { path: 'a.txt', old: 'one', new: '1' }, async (question) => {
      place.write('project/a.txt', 'one, and more\n');
      const options = question.kind === 'permission' ? question.options : [];
      return { type: 'option', option: options[0]! };
    });
    expect(output).toMatch(/changed meanwhile/);
    expect(readFileSync(file, 'utf8')).toBe('one, and more\n');
  });

  it.each([
    [{ old: 'absent', new: 'x' }, /does not occur/],
    [{ old: 'same', new: 'x' }, /more than once/],
    [{ old: 'same', new: 'same' }, /nothing would change/],
    [{ new: 'x' }, /old must be a text, and is missing/],
  ])('refuse an edit that is not clear: %j', async (input, words) => {
    const place = new ToolPlace();
    place.write('project/a.txt', 'same same');
    const { output, asked } = await place.call('edit', { path: 'a.txt', ...input });
    expect(output).toMatch(words);
    expect(asked).toEqual([]);
  });

  it('replace all, and keep the line ends of Windows', async () => {
    const place = new ToolPlace();
    const file = place.write('project/a.txt', 'a\r\nb\r\na\r\nb\r\n');
    await place.call('edit', { path: 'a.txt', old: 'a\nb', new: 'x\ny $&', all: true }, 'allow');
    expect(readFileSync(file, 'utf8')).toBe('x\r\ny $&\r\nx\r\ny $&\r\n');
  });
});

describe('any call', () => {
  it('of a tool that does not exist is an error with the names', async () => {
    const { output, updates } = await new ToolPlace().call('rm', {});
    expect(output).toBe('there is no tool rm; there are read, list, search, write, edit, shell');
    expect(updates).toMatchObject([{ status: 'failed', title: 'rm' }]);
  });

  it('shows and returns no secret', async () => {
    const place = new ToolPlace();
    place.write('project/a.txt', 'key: sk-very-secret\n');
    place.mask = (text) => text.replaceAll('sk-very-secret', '«KEY»');
    const called = await place.call('edit', { path: 'a.txt', old: 'key: sk-very-secret', new: 'x' }, 'allow');
    expect(JSON.stringify(called)).not.toContain('sk-very-secret');
    place.write('project/a.txt', 'key: sk-very-secret\n');
    expect((await place.call('read', { path: 'a.txt' })).output).toBe('key: «KEY»');
  });
});
