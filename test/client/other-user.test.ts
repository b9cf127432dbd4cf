// Another user has put a socket where ours is expected: nothing is sent to it, in any way of reaching a
// server.

import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { connectTo } from '../../src/client/trusted-socket.js';
import { OTHER_UID, otherUserMissing, startOtherUser, type OtherUser } from '../harness/other-user.js';
import { startQmux, type Qmux } from '../harness/qmux.js';

describe.skipIf(otherUserMissing)(`another user's socket (${otherUserMissing ?? 'as root'})`, () => {
  let other: OtherUser;
  afterEach(() => other.stop());

  it.each(['755', '700', '777'])('is not connected to in their directory of mode %s', async (mode) => {
    other = await startOtherUser({ mode });
    const paths = {
      socketFile: join(other.directory, 'default.sock'),
      tokenFile: join(other.directory, 'default.token'),
    };
    await expect(connectTo(paths)).rejects.toThrow(
      `nothing was sent to the server: ${other.directory} belongs to user ${OTHER_UID}, not to you (0)`,
    );
    expect(other.heard()).toBeUndefined();
  });

  it('is not connected to through a link, nor with a directory of ours around it', async () => {
    other = await startOtherUser();
    const link = join(other.directory, '..', 'link');
    symlinkSync(other.directory, link);
    const throughLink = { socketFile: join(link, 'default.sock'), tokenFile: join(link, 'default.token') };
    await expect(connectTo(throughLink)).rejects.toThrow('is a symbolic link');
    const ours = join(other.directory, '..', 'ours');
    mkdirSync(ours, { mode: 0o700 });
    for (const name of ['default.sock', 'default.token'])
      symlinkSync(join(other.directory, name), join(ours, name));
    const inOurs = { socketFile: join(ours, 'default.sock'), tokenFile: join(ours, 'default.token') };
    await expect(connectTo(inOurs)).rejects.toThrow('is not a socket');
    expect(other.heard()).toBeUndefined();
  });

  describe('from the shell', () => {
    let qmux: Qmux;
    beforeEach(async () => {
      other = await startOtherUser({ name: 'qmux' });
      qmux = await startQmux();
    });
    afterEach(() => qmux.stop());

    it.each([
      [['report', '--hook', 'waiting', 'secret text']],
      [['report', 'waiting', 'secret text']],
      [['send', '1', 'secret text']],
      [['ls']],
      [['new', '-d', 'secret']],
    ])('gets nothing from %j in a pane that names it', async (words) => {
      const env = {
        QMUX: join(other.directory, 'default.sock'),
        QMUX_SESSION: 'x',
        OPENAI_API_KEY: 'sk-canary',
      };
      const { stdout } = await qmux.callWith({ env }, ...words);
      expect(stdout).not.toContain('theirs');
      expect(other.heard()).toBeUndefined();
    });

    it('gets nothing where it stands in the place of our runtime directory', async () => {
      const { runtimeDir } = qmux.home.paths();
      mkdirSync(join(runtimeDir, '..'), { recursive: true, mode: 0o700 });
      symlinkSync(other.directory, runtimeDir);
      for (const words of [['ls'], ['send', '1', 'secret'], ['doctor']]) {
        const { stdout, stderr, code } = await qmux.callWith(
          { env: { OPENAI_API_KEY: 'sk-canary' } },
          ...words,
        );
        expect(stdout + stderr).toContain('is a symbolic link; remove it');
        expect(code).toBe(1);
      }
      expect(other.heard()).toBeUndefined();
      rmSync(runtimeDir);
    });
  });
});
