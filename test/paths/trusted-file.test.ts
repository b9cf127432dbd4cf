// Which project files are read: ours or root's, in directories that nobody else can write. Files of other
// users need root, who may give files away; elsewhere those cases are skipped.

import { chmodSync, chownSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { findProjectFile, readProjectFile } from '../../src/session/projects/find-project-file.js';
import { newDirectory } from '../temporary-directory.js';

const OTHER_UID = 12_345;
const isRoot = process.getuid?.() === 0;

/** HOME/a/b, each with mode 755. */
function makeHome(): { home: string; below: string; write(path: string, text?: string): string } {
  const home = realpathSync(newDirectory());
  const below = join(home, 'a', 'b');
  mkdirSync(below, { recursive: true });
  for (const each of [home, join(home, 'a'), below]) chmodSync(each, 0o755);
  return {
    home,
    below,
    write: (path, text = 'version = 1\n') => {
      const file = join(home, path);
      writeFileSync(file, text, { mode: 0o644 });
      chmodSync(file, 0o644);
      return file;
    },
  };
}

const why = (finding: Promise<unknown>): Promise<string> =>
  finding.then(
    () => 'read',
    (error: unknown) => (error as Error).message,
  );

describe('looking for a project file', () => {
  it('takes the nearest, and the one without a dot before the one with', async () => {
    const { home, below, write } = makeHome();
    write('.qmux.toml');
    expect((await findProjectFile(below, home)).path).toBe(join(home, '.qmux.toml'));
    write('a/.qmux.toml');
    expect((await findProjectFile(below, home)).path).toBe(join(home, 'a/.qmux.toml'));
    write('a/qmux.toml', 'version = 1 # here\n');
    const found = await findProjectFile(below, home);
    expect(found).toMatchObject({ path: join(home, 'a/qmux.toml'), text: 'version = 1 # here\n' });
    expect(found.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await readProjectFile(join(home, 'a'))).sha256).toBe(found.sha256);
  });

  it('does not look above the home directory', async () => {
    const { home, below, write } = makeHome();
    write('qmux.toml');
    const nothing = `no qmux.toml in ${below} or above, up to ${join(home, 'a')};`;
    expect(await why(findProjectFile(below, join(home, 'a')))).toContain(nothing);
    expect(await why(findProjectFile(below, below))).toContain(`no qmux.toml in ${below};`);
    // However it is spelled.
    const spelled = join(home, 'link');
    symlinkSync('a', spelled);
    expect(await why(findProjectFile(below, spelled))).toContain(nothing);
  });

  it('takes a link for the file that it leads to', async () => {
    const { home, below, write } = makeHome();
    write('a/shared.toml');
    symlinkSync('../shared.toml', join(below, 'qmux.toml'));
    expect((await findProjectFile(below, home)).path).toBe(join(home, 'a/shared.toml'));
  });

  it('reads nothing that another user could have written, and nothing but a file', async () => {
    const { home, below, write } = makeHome();
    const file = write('a/b/qmux.toml');
    chmodSync(file, 0o666);
    expect(await why(findProjectFile(below, home))).toBe(
      `${file} can be written by other users; chmod go-w it; it is not read`,
    );
    chmodSync(file, 0o644);
    for (const mode of [0o777, 0o1777]) {
      chmodSync(below, mode);
      expect(await why(findProjectFile(below, home))).toContain(
        `qmux.toml is in ${below}, which can be written by other users`,
      );
    }
    // Without a file there is nothing to distrust: the search goes on. A link is one, wherever it leads.
    write('qmux.toml');
    mkdirSync(join(home, 'a', 'c'), { mode: 0o777 });
    chmodSync(join(home, 'a', 'c'), 0o777);
    const broken = join(home, 'a', '.qmux.toml');
    symlinkSync('nowhere', broken);
    expect(await why(findProjectFile(join(home, 'a', 'c'), home))).toBe(
      `${broken} is a symbolic link that leads nowhere`,
    );
    rmSync(broken);
    symlinkSync('.qmux.toml', broken);
    expect(await why(findProjectFile(join(home, 'a', 'c'), home))).toContain('that leads back to itself');
    rmSync(broken);
    expect((await findProjectFile(join(home, 'a', 'c'), home)).path).toBe(join(home, 'qmux.toml'));
    // A link out of an open directory could be anybody's.
    symlinkSync(join(home, 'qmux.toml'), join(below, '.qmux.toml'));
    expect(await why(readProjectFile(join(below, '.qmux.toml')))).toContain(`is in ${below}, which`);
    mkdirSync(join(home, 'a', 'qmux.toml'));
    expect(await why(findProjectFile(join(home, 'a'), home))).toContain('is a directory, not a file');
    expect(await why(readProjectFile(join(home, 'nothing')))).toContain('there is no file');
  });

  it('reads no bytes that cannot be shown', async () => {
    const { write } = makeHome();
    const file = write('qmux.toml');
    writeFileSync(file, Uint8Array.of(0x23, 0xff));
    expect(await why(readProjectFile(file))).toContain('is not valid UTF-8');
  });

  it.skipIf(!isRoot)("reads no file of another user's, and none in their directory", async () => {
    const { home, below, write } = makeHome();
    const file = write('a/b/qmux.toml');
    chownSync(file, OTHER_UID, OTHER_UID);
    expect(await why(findProjectFile(below, home))).toContain(`${file} belongs to user ${OTHER_UID}`);
    chownSync(file, 0, 0);
    chownSync(below, OTHER_UID, OTHER_UID);
    expect(await why(findProjectFile(below, home))).toContain(
      `qmux.toml is in ${below}, which belongs to user ${OTHER_UID}`,
    );
  });
});
