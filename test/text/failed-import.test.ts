import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { explainFailedImport } from '../../src/text/failed-import.js';

/** As Node itself throws it: the test runner would intercept an import() in the test. */
function failureOf(text: string): Promise<Error> {
  const directory = mkdtempSync(join(tmpdir(), 'qmux-import-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'other.mjs'), 'export const one = 1;');
  writeFileSync(join(directory, 'tried.mjs'), text);
  const script =
    "import('./tried.mjs').catch(({ code, message }) => console.log(JSON.stringify({ code, message })))";
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--input-type=module', '-e', script],
      { cwd: directory },
      (_error, stdout) => {
        const { code, message } = JSON.parse(stdout) as { code?: string; message: string };
        resolve(Object.assign(new Error(message), code === undefined ? {} : { code }));
      },
    );
  });
}

it.each([
  ["import './gone.mjs';", true],
  ["import 'no-such-package-anywhere';", true],
  ["import { two } from './other.mjs'; two;", true],
  ["import { createRequire } from 'node:module'; createRequire(import.meta.url)('./gone.cjs');", true],
  ["throw new Error('a bug of ours');", false],
  ['export {', false],
  ['null.x;', false],
])('%s', async (text, isGone) => {
  const known = explainFailedImport(await failureOf(text));
  if (isGone)
    expect(known?.message).toMatch(
      /^qmux was updated; run qmux kill-server \(it saves first\), then start qmux again/,
    );
  else expect(known).toBeUndefined();
});
