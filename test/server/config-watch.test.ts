// When a config file is read again: on every way in which a file is replaced, once it rests, and never else.

import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { LiveConfig } from '../../src/config/live-config.js';
import { defaultConfig } from '../../src/config/options.js';
import { ConfigReload } from '../../src/server/workspace/reload/config-reload.js';
import { ConfigWatch } from '../../src/server/workspace/reload/config-watch.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

const TIMES = { restMs: 10, longestMs: 200, goneMs: 60 };
const CHANGES = process.env['QMUX_TEST_LONG'] === '1' ? 200 : 60;

/** A watched file, which is not there yet. */
async function watched(file: string) {
  const live = new LiveConfig(defaultConfig());
  const said: string[] = [];
  let readings = 0;
  const reload = new ConfigReload({
    file,
    live,
    problems: [],
    onReload: ({ text, newProblems }) =>
      void said.push(...(text === undefined ? [] : [text]), ...newProblems),
  });
  const watch = new ConfigWatch({
    file,
    times: TIMES,
    onChange() {
      readings++;
      void reload.fileChanged();
    },
  });
  onTestFinished(() => watch.stop());
  await watch.start();
  const waitFor = (lines: number): Promise<unknown> =>
    waitUntil(`scrollback_lines is ${lines}`, () => live.values.scrollbackLines === lines);
  return { live, said, watch, waitFor, readings: () => readings };
}

const write = (file: string, lines: number): void => writeFileSync(file, `scrollback_lines = ${lines}\n`);

it('notices a file that is made, written, replaced by a rename, and taken away', async () => {
  const directory = newDirectory();
  const file = join(directory, 'config.toml');
  const { said, waitFor } = await watched(file);
  write(file, 11);
  await waitFor(11);
  write(file, 12);
  await waitFor(12);
  write(`${file}.new`, 13);
  renameSync(`${file}.new`, file);
  await waitFor(13);
  // As editors do that keep a backup: the name is gone for a moment.
  renameSync(file, `${file}~`);
  write(file, 14);
  await waitFor(14);
  expect(said).toHaveLength(4);
  rmSync(file);
  await waitFor(defaultConfig().scrollbackLines);
  expect(said.at(-1)).toBe('there is no config.toml; the defaults are used; changed: scrollback_lines');
});

it('follows a link to a file that is kept elsewhere, also to another one', async () => {
  const [directory, kept] = [newDirectory(), newDirectory()];
  const file = join(directory, 'config.toml');
  write(join(kept, 'one.toml'), 21);
  write(join(kept, 'two.toml'), 22);
  symlinkSync(join(kept, 'one.toml'), file);
  const { readings, waitFor } = await watched(file);
  write(join(kept, 'one.toml'), 23);
  await waitFor(23);
  symlinkSync(join(kept, 'two.toml'), `${file}.new`);
  renameSync(`${file}.new`, file);
  await waitFor(22);
  write(join(kept, 'new'), 24);
  renameSync(join(kept, 'new'), join(kept, 'two.toml'));
  await waitFor(24);
  expect(readings()).toBe(3);
});

it('follows a link in the place of a directory, also to another one', async () => {
  const [directory, kept] = [newDirectory(), newDirectory()];
  for (const [name, lines] of [
    ['one', 61],
    ['two', 62],
  ] as const) {
    mkdirSync(join(kept, name));
    write(join(kept, name, 'config.toml'), lines);
  }
  symlinkSync(join(kept, 'one'), join(kept, 'now'));
  symlinkSync(join(kept, 'now'), join(directory, 'qmux'));
  const { readings, waitFor } = await watched(join(directory, 'qmux', 'config.toml'));
  symlinkSync('two', join(kept, 'new'));
  renameSync(join(kept, 'new'), join(kept, 'now'));
  await waitFor(62);
  write(join(kept, 'two', 'config.toml'), 63);
  await waitFor(63);
  write(join(kept, 'one', 'config.toml'), 64);
  write(join(kept, 'two', 'config.toml'), 65);
  await waitFor(65);
  expect(readings()).toBe(3);
});

it('notices directories that are made later, and made again', async () => {
  const above = join(newDirectory(), '.config');
  const directory = join(above, 'qmux');
  const file = join(directory, 'config.toml');
  const { watch, waitFor } = await watched(file);
  for (const lines of [31, 32]) {
    mkdirSync(directory, { recursive: true });
    write(file, lines);
    await waitFor(lines);
    rmSync(above, { recursive: true });
    await waitFor(defaultConfig().scrollbackLines);
  }
  expect(watch.problem).toBeUndefined();
});

it('does not read for what happens beside the file', async () => {
  const directory = newDirectory();
  const file = join(directory, 'config.toml');
  const { readings, waitFor } = await watched(file);
  writeFileSync(join(directory, 'config.toml.swp'), 'x');
  mkdirSync(join(directory, 'data'));
  write(file, 41);
  await waitFor(41);
  expect(readings()).toBe(1);
});

it('waits for what is written to a file that was emptied', async () => {
  const file = join(newDirectory(), 'config.toml');
  const { said, waitFor } = await watched(file);
  write(file, 51);
  await waitFor(51);
  truncateSync(file);
  // Longer than a file must rest.
  await new Promise((resolve) => setTimeout(resolve, 2 * TIMES.restMs));
  write(file, 52);
  await waitFor(52);
  expect(said).toHaveLength(2);
  truncateSync(file);
  await waitFor(defaultConfig().scrollbackLines);
});

it('ends with what the file has after any number of changes', async () => {
  const directory = newDirectory();
  const file = join(directory, 'config.toml');
  const { readings, waitFor } = await watched(file);
  const ways: ((lines: number) => void)[] = [
    (lines) => write(file, lines),
    (lines) => (write(`${file}.new`, lines), renameSync(`${file}.new`, file)),
    () => rmSync(file, { force: true }),
    (lines) => (write(file, lines), truncateSync(file, 12)),
    (lines) => writeFileSync(file, `scrollback_lines = "${lines}"`),
  ];
  for (let change = 1; change <= CHANGES; change++) {
    ways[Math.floor(Math.random() * ways.length)]?.(change);
    if (change % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  write(file, 5_000);
  await waitFor(5_000);
  expect(readings()).toBeLessThan(CHANGES);
});
