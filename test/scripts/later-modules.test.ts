import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { commonOptions } from '../../scripts/bundle.mjs';
import { newDirectory } from '../temporary-directory.js';

const PROGRAM = `
  import { execFile } from 'node:child_process';
  import { createHash, randomBytes } from 'node:crypto';
  import { promisify } from 'node:util';
  import { setFlagsFromString } from 'node:v8';
  const assert = require('assert');
  const loaded = () =>
    ['assert', 'child_process', 'crypto', 'v8'].filter((name) =>
      process.moduleLoadList.includes('NativeModule ' + name));
  const before = loaded();
  assert(true);
  assert.equal(createHash('md5').update(randomBytes(4)).digest().length, 16);
  setFlagsFromString('--flush-bytecode');
  promisify(execFile)(process.execPath, ['-e', 'console.log(7)']).then(({ stdout }) =>
    console.log(JSON.stringify({ before, after: loaded(), stdout })));
`;

it('modules that a start does not use are loaded when something of them is used', async () => {
  const outfile = join(newDirectory(), 'program.cjs');
  await build({ ...commonOptions, stdin: { contents: PROGRAM, resolveDir: process.cwd() }, outfile });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
  expect(JSON.parse(stdout)).toEqual({
    before: [],
    after: ['assert', 'child_process', 'crypto', 'v8'],
    stdout: '7\n',
  });
});
