import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openBundles, type Bundle } from '../../src/entrance/bundle.js';
import { newDirectory } from '../temporary-directory.js';

/** As the build writes a bundle. */
const bundled = (text: string): string => `(function (exports, require) {${text}\n})`;
const SOURCE = bundled(`exports.spellForShell = async (text) => 'first ' + text;`);

let directory: string;
let home: string;
let env: NodeJS.ProcessEnv;
let execArgv: string[];
beforeEach(() => {
  [directory, home] = [newDirectory(), newDirectory()];
  env = { QMUX_HOME: home };
  execArgv = [];
  writeFileSync(join(directory, 'shell.js'), SOURCE);
});

/** As a process does: loads the bundle, runs it, and keeps what it had to compile. */
async function runOnce(): Promise<{ said: string | undefined; bundle: Bundle }> {
  const bundles = openBundles(directory, { env, execArgv }, createRequire(join(directory, 'cli.js')));
  const bundle = bundles.load('shell');
  const said = await bundle.spellForShell?.('text');
  bundles.keepCompiled();
  return { said, bundle };
}

const filesIn = (path: string): string[] => readdirSync(path).map((name) => join(path, name));
const compiledFile = (): string => filesIn(join(directory, 'code-cache'))[0] ?? '';
/** Another one when the file was replaced. */
const inode = (): number => statSync(compiledFile()).ino;

describe('the compiled form of a bundle', () => {
  it('is kept beside it, and taken by the next process', async () => {
    expect((await runOnce()).said).toBe('first text');
    const before = inode();
    expect((await runOnce()).said).toBe('first text');
    expect(inode()).toBe(before);
    expect(filesIn(join(directory, 'code-cache'))).toHaveLength(1);
    expect(readdirSync(home)).toEqual([]);
  });

  it.each([
    ['in the middle', (bytes: Buffer) => bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 8)],
    ['in its head', (bytes: Buffer) => bytes.fill(0, 0, 16)],
    ['by being cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
    ['by being emptied', () => Buffer.alloc(0)],
  ])('is made again where it was damaged %s', async (_, damage) => {
    await runOnce();
    const before = inode();
    writeFileSync(compiledFile(), damage(readFileSync(compiledFile())));
    expect((await runOnce()).said).toBe('first text');
    expect(inode()).not.toBe(before);
    const mended = inode();
    await runOnce();
    expect(inode()).toBe(mended);
  });

  it('is made again for another bundle of the same length', async () => {
    await runOnce();
    writeFileSync(join(directory, 'shell.js'), SOURCE.replace('first', 'other'));
    expect((await runOnce()).said).toBe('other text');
    expect((await runOnce()).said).toBe('other text');
  });

  it('is not taken where others may write it', async () => {
    await runOnce();
    const before = inode();
    chmodSync(compiledFile(), 0o666);
    await runOnce();
    expect(inode()).not.toBe(before);
    expect(statSync(compiledFile()).mode & 0o022).toBe(0);
  });

  it.each([
    ['QMUX_HOME', () => ({ QMUX_HOME: home, XDG_CACHE_HOME: '/nonexistent' }), 'cache'],
    ['XDG_CACHE_HOME', () => ({ XDG_CACHE_HOME: home, HOME: '/nonexistent' }), 'qmux'],
    ['HOME', () => ({ XDG_CACHE_HOME: 'relative', HOME: home }), '.cache/qmux'],
  ])('is kept below %s where the installation cannot be written', async (_, findEnv, below) => {
    env = findEnv();
    writeFileSync(join(directory, 'code-cache'), 'a file, so that no directory can be made');
    await runOnce();
    const [file = ''] = filesIn(join(home, below));
    const { ino } = statSync(file);
    await runOnce();
    expect(statSync(file).ino).toBe(ino);
    expect(filesIn(join(home, below))).toHaveLength(1);
  });

  it('is done without where nothing can be written', async () => {
    env = { HOME: '/dev/null' };
    writeFileSync(join(directory, 'code-cache'), '');
    expect((await runOnce()).said).toBe('first text');
  });

  it("is not kept under Node's own options, which change what V8 accepts", async () => {
    env = { ...env, NODE_OPTIONS: '--max-old-space-size=100' };
    await runOnce();
    env = { QMUX_HOME: home };
    execArgv = ['--stack-size=2000'];
    await runOnce();
    expect(readdirSync(directory)).toEqual(['shell.js']);
  });
});

it('finds packages from where the bundle stands, by require() too where the compiled form was taken', async () => {
  mkdirSync(join(directory, 'node_modules/beside'), { recursive: true });
  writeFileSync(join(directory, 'node_modules/beside/index.js'), `module.exports = 'found';`);
  const text = `exports.spellForShell = () => Promise.resolve().then(() => require('beside'));`;
  writeFileSync(join(directory, 'shell.js'), bundled(text));
  expect((await runOnce()).said).toBe('found');
  expect((await runOnce()).said).toBe('found');
});
