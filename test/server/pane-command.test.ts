import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { writePaneCommand } from '../../src/server/workspace/pane-command.js';
import { newDirectory } from '../temporary-directory.js';

/** A program that says how it was run. */
function writeEntry(...path: string[]): string {
  const directory = join(newDirectory(), ...path);
  mkdirSync(directory, { recursive: true });
  const entry = join(directory, 'cli.mjs');
  writeFileSync(entry, 'console.log(JSON.stringify([process.execPath, ...process.argv.slice(2)]));');
  return entry;
}

const WORDS = ['send', '2', "it's a $HOME", '', '*', '漢字'];

describe('the command of panes', () => {
  it.each([
    ['plain paths', [], 'node'],
    ['blanks, quotes and what URLs escape', ["it's 50% #1", 'a?b'], 'node'],
    ['a Node with a blank in its path', ['plain'], "my node's"],
    ['a Node whose path is too long for a first line', ['plain'], 'n'.repeat(150)],
  ])('runs this program by this Node: %s', (_, path, nodeName) => {
    const entry = writeEntry(...path);
    const node = join(newDirectory(), nodeName);
    symlinkSync(process.execPath, node);
    const command = writePaneCommand({ directory: join(newDirectory(), 'a b', 'bin'), node, entry });
    // Nothing else is on PATH, not even a node.
    const output = execFileSync(command, WORDS, { env: { PATH: '/nowhere' }, encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([process.execPath, ...WORDS]);
    expect(statSync(command).mode & 0o777).toBe(0o700);
  });

  it('is written again for another build, also over what was left behind', () => {
    const directory = newDirectory();
    writeFileSync(join(directory, 'qmux.draft'), 'half', { mode: 0o400 });
    const node = process.execPath;
    writePaneCommand({ directory, node, entry: writeEntry('old') });
    const command = writePaneCommand({ directory, node, entry: writeEntry('new') });
    expect(JSON.parse(execFileSync(command, ['x'], { encoding: 'utf8' }))).toEqual([node, 'x']);
  });

  it('says so when its program is gone', () => {
    const entry = writeEntry();
    const command = writePaneCommand({ directory: newDirectory(), node: process.execPath, entry });
    rmSync(entry);
    const { status, stderr } = spawnSync(command, ['ls'], { encoding: 'utf8' });
    expect(status).toBe(127);
    expect(stderr).toContain(`qmux: cannot load ${entry}; if it was moved or removed`);
  });

  it('works in a directory that was removed, without a word from a shell', () => {
    const command = writePaneCommand({
      directory: newDirectory(),
      node: process.execPath,
      entry: writeEntry(),
    });
    const script = `d=$(mktemp -d); cd "$d"; rmdir "$d"; "$1" x`;
    const { stdout, stderr } = spawnSync('/bin/sh', ['-c', script, 'sh', command], { encoding: 'utf8' });
    expect([JSON.parse(stdout), stderr]).toEqual([[process.execPath, 'x'], '']);
  });
});
