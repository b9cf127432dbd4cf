import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureDirectory, resolvePaths } from '../../src/paths/paths.js';
import { UserError } from '../../src/text/user-error.js';
import { newDirectory } from '../temporary-directory.js';

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('resolvePaths', () => {
  it('puts every file under QMUX_HOME', () => {
    const paths = resolvePaths({ QMUX_HOME: '/q', XDG_DATA_HOME: '/data' }, { serverName: 'default' });
    expect(Object.values(paths).filter((path) => !path.startsWith('/q/'))).toEqual([]);
    expect(paths.serverDir).toBe('/q/data/default');
    expect(paths.socketFile).toBe('/q/run/default.sock');
  });

  it('follows the XDG variables', () => {
    const runtime = newDirectory();
    const env = { HOME: '/h', XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_RUNTIME_DIR: runtime };
    expect(resolvePaths(env, { serverName: 'work', uid: process.getuid?.() ?? 0 })).toEqual({
      configFile: '/c/qmux/config.toml',
      templatesDir: '/c/qmux/templates',
      dataDir: '/d/qmux',
      searchIndexFile: '/d/qmux/work/search/index.db',
      serverDir: '/d/qmux/work',
      sessionsDir: '/d/qmux/work/sessions',
      historyFile: '/d/qmux/work/history.jsonl',
      eventsFile: '/d/qmux/work/events.jsonl',
      figuresFile: '/d/qmux/work/figures-cache.jsonl',
      chatsDir: '/d/qmux/chats',
      runtimeDir: `${runtime}/qmux`,
      fallbackRuntimeDir: `/tmp/qmux-${process.getuid?.() ?? 0}`,
      socketFile: `${runtime}/qmux/work.sock`,
      tokenFile: `${runtime}/qmux/work.token`,
      agentLink: `${runtime}/qmux/work.agent`,
      lockDir: '/d/qmux/work/lock',
      childrenDir: '/d/qmux/work/children',
      serverLogFile: '/d/qmux/work/server.log',
      shortFile: '/d/qmux/work/short',
      consentsFile: '/d/qmux/work/projects.json',
      layoutsDir: '/d/qmux/work/layouts',
    });
  });

  it.each([
    ['does not exist', '/nowhere/at/all', undefined],
    ['is a file', '/etc/passwd', undefined],
    ['belongs to somebody else', newDirectory(), 54_321],
  ])('keeps the socket in /tmp where the runtime directory %s', (_what, directory, uid = 0) => {
    const paths = resolvePaths({ HOME: '/h', XDG_RUNTIME_DIR: directory }, { serverName: 'default', uid });
    expect(paths.runtimeDir).toBe(`/tmp/qmux-${uid}`);
  });

  it('takes the defaults of the home directory when a variable is missing, empty or relative', () => {
    const env = { HOME: '/h', XDG_CONFIG_HOME: '', XDG_DATA_HOME: 'relative' };
    const paths = resolvePaths(env, { serverName: 'default', uid: 1234 });
    expect(paths.configFile).toBe('/h/.config/qmux/config.toml');
    expect(paths.dataDir).toBe('/h/.local/share/qmux');
    expect(paths.runtimeDir).toBe('/tmp/qmux-1234');
  });

  it.each(['', '.', '..', '../x', 'a/b', '-L', 'a b', 'a\nb', 'é', 'chats', 'x'.repeat(65)])(
    'refuses the server name %j',
    (serverName) => {
      expect(() => resolvePaths({ QMUX_HOME: '/q' }, { serverName })).toThrow(UserError);
    },
  );

  it('refuses a socket path over 103 bytes, names it and says the way out', () => {
    const room = 103 - '/run/default.sock'.length;
    const fits = '/' + 'x'.repeat(room - 1);
    expect(resolvePaths({ QMUX_HOME: fits }, { serverName: 'default' }).socketFile).toHaveLength(103);
    expect(() => resolvePaths({ QMUX_HOME: `${fits}y` }, { serverName: 'default' })).toThrow(
      /xy\/run\/default\.sock has 104 bytes.*QMUX_HOME/,
    );
    const wide = '/' + 'é'.repeat(room / 2);
    expect(() => resolvePaths({ QMUX_HOME: wide }, { serverName: 'default' })).toThrow(/bytes/);
  });
});

describe('ensureDirectory', () => {
  it('makes a directory and its parents, closed to others', () => {
    const root = newDirectory();
    ensureDirectory(join(root, 'a', 'b'));
    expect([mode(join(root, 'a')), mode(join(root, 'a', 'b'))]).toEqual([0o700, 0o700]);
  });

  it('closes an open directory of ours', () => {
    const path = join(newDirectory(), 'open');
    mkdirSync(path);
    chmodSync(path, 0o755);
    ensureDirectory(path);
    expect(mode(path)).toBe(0o700);
  });

  it('refuses an open directory, and a symbolic link, where everyone may write', () => {
    const shared = newDirectory();
    chmodSync(shared, 0o1777);
    mkdirSync(join(shared, 'open'));
    chmodSync(join(shared, 'open'), 0o770);
    expect(() => ensureDirectory(join(shared, 'open'))).toThrow(/open to other users/);
    symlinkSync(newDirectory(), join(shared, 'link'));
    expect(() => ensureDirectory(join(shared, 'link'))).toThrow(/is not a directory/);
    ensureDirectory(join(shared, 'mine'));
    expect(mode(join(shared, 'mine'))).toBe(0o700);
  });

  it('refuses a directory of another user', () => {
    const getuid = process.getuid;
    const path = newDirectory();
    process.getuid = () => statSync(path).uid + 1;
    try {
      expect(() => ensureDirectory(path)).toThrow(/belongs to user/);
    } finally {
      process.getuid = getuid;
    }
  });

  it('names what stands in the way', () => {
    const file = join(newDirectory(), 'file');
    writeFileSync(file, '');
    expect(() => ensureDirectory(join(file, 'below'))).toThrow(UserError);
    expect(() => ensureDirectory(file)).toThrow(UserError);
  });
});
