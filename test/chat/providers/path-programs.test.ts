import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findPathPrograms } from '../../../src/chat/providers/path-programs.js';

function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'qmux-path-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function addProgram(directory: string, name: string, mode = 0o755): void {
  writeFileSync(join(directory, name), '#!/bin/sh\n');
  chmodSync(join(directory, name), mode);
}

it('finds the programs that are executable files, in the order asked for', async () => {
  const [first, second] = [makeDirectory(), makeDirectory()];
  addProgram(second, 'claude');
  addProgram(first, 'gemini');
  addProgram(first, 'codex', 0o644);
  mkdirSync(join(first, 'opencode'));
  const searchPath = [first, '/does/not/exist', second].join(delimiter);
  const found = await findPathPrograms(['claude', 'codex', 'gemini', 'opencode'], searchPath);
  expect(found).toEqual(['claude', 'gemini']);
});

it('finds nothing without a PATH, and looks in no relative directory', async () => {
  expect(await findPathPrograms(['package.json'], undefined)).toEqual([]);
  expect(await findPathPrograms(['build.mjs'], `scripts${delimiter}`)).toEqual([]);
});
