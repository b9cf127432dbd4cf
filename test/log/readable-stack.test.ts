import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readableStack } from '../../src/log/readable-stack.js';
import { newDirectory } from '../temporary-directory.js';

const DIST = join(process.cwd(), 'dist');

/** Line of the first that holds the text, from 1. */
const lineOf = (file: string, text: string): number =>
  readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

it.each([
  ['server', 'src/server/daemon.ts', 'process.on("SIGHUP"', "process.on('SIGHUP'"],
  ['shell', 'src/cli/call.ts', 'function createCall(', 'function createCall('],
  ['attach', 'src/client/trusted-socket.ts', 'function connectTo(', 'function connectTo('],
])('names the place in the sources for one in the bundle %s', (bundle, source, inBundle, inSource) => {
  const line = lineOf(join(DIST, `${bundle}.js`), inBundle);
  expect(line).toBeGreaterThan(0);
  const stack = `Error: it broke\n    at serve (qmux-bundle/${bundle}.js:${line}:3)\n    at node:internal/timers:1:1`;
  expect(readableStack(stack, DIST)).toBe(
    `Error: it broke\n    at serve (${source}:${lineOf(source, inSource)})\n    at node:internal/timers:1:1`,
  );
});

it('leaves what it does not know as it is: no table, or that of a later build', () => {
  const directory = newDirectory();
  const stack = 'Error: it broke\n    at f (qmux-bundle/server.js:1:1)';
  expect(readableStack(stack, directory)).toBe(stack);
  const file = join(directory, 'server.lines.json');
  writeFileSync(file, JSON.stringify({ sources: ['src/a.ts'], places: [0, 7] }));
  const before = new Date(performance.timeOrigin - 1000);
  utimesSync(file, before, before);
  expect(readableStack(stack, directory)).toBe('Error: it broke\n    at f (src/a.ts:7)');
  utimesSync(file, new Date(), new Date());
  expect(statSync(file).mtimeMs).toBeGreaterThan(performance.timeOrigin);
  expect(readableStack(stack, directory)).toBe(stack);
});
