// How much each entrance loads: a new import at the wrong place slows down every call, and nobody would see
// it.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commonOptions } from '../../scripts/bundle.mjs';
import { PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import { newDirectory } from '../temporary-directory.js';

const CLI = join(process.cwd(), 'dist/cli.js');
const PACKAGES_LEFT_OUT = [
  'node-pty',
  'undici-7',
  '@ai-sdk/amazon-bedrock',
  '@ai-sdk/anthropic',
  '@ai-sdk/google',
  '@ai-sdk/openai-compatible',
];

let metafile: Metafile;
beforeAll(async () => {
  const names = ['cli', 'entrance/attach', 'entrance/line', 'entrance/shell', 'entrance/server'];
  ({ metafile } = await build({
    ...commonOptions,
    entryPoints: names.map((name) => `src/${name}.ts`),
    outdir: newDirectory(),
    write: false,
    metafile: true,
  }));
});

/** What runs before anything that these files import() does. */
function loadedBy(...starts: string[]): string[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind, external } of metafile.inputs[path]?.imports ?? [])
      if (kind !== 'dynamic-import' && external !== true) visit(next);
  };
  starts.forEach((start) => visit(start));
  return [...seen];
}

const packagesOf = (paths: readonly string[]): string[] => [
  ...new Set(paths.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [])),
];

it.each([
  ['the entrance', ['src/cli.ts'], 12],
  ['attaching', ['src/entrance/attach.ts'], 35],
  ['viewing', ['src/entrance/attach.ts', 'src/cli/view-command.ts'], 45],
  ['a line for the server', ['src/entrance/line.ts'], 35],
  ['a hook', ['src/entrance/line.ts', 'src/cli/report-hook.ts'], 45],
])('%s loads few modules and no package', (_, starts, most) => {
  const loaded = loadedBy(...starts);
  expect(loaded).toContain('src/text/user-error.ts');
  expect(loaded.length).toBeLessThanOrEqual(most);
  expect(packagesOf(loaded)).toEqual([]);
});

it('the server loads the reader of the config, the guide and programs only when they are wanted', () => {
  const loaded = loadedBy('src/entrance/server.ts');
  expect(loaded).toContain('src/terminal/emulator/emulator.ts');
  expect(packagesOf(loaded)).not.toEqual(expect.arrayContaining(['zod']));
  for (const later of ['config/parse-config', 'chat/providers/guide', 'terminal/pty/program-pty'])
    expect(loaded).not.toContain(`src/${later}.ts`);
});

it('grammars are parts of the bundles, and each runs only when its language occurs', () => {
  const users = Object.entries(metafile.inputs).filter(
    ([path, { imports }]) =>
      path.startsWith('src/') && imports.some(({ path: next }) => next.includes('@codemirror/')),
  );
  expect(users.map(([path]) => path)).toEqual(['src/chat/markdown/highlight-languages.ts']);
  const grammars = users.flatMap(([, { imports }]) =>
    imports.filter(({ path }) => path.includes('@codemirror/')),
  );
  expect(grammars.length).toBeGreaterThan(20);
  expect(grammars.filter(({ kind, external }) => kind !== 'require-call' || external === true)).toEqual([]);
});

const PROBE = `
  const { Session } = require('node:inspector');
  const session = new Session();
  const urls = [];
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => urls.push(params.url));
  session.post('Debugger.enable');
  process.on('exit', () => {
    const own = urls.filter((url) => url !== '' && !/^node:|probe.cjs$/.test(url));
    require('node:fs').writeFileSync(process.env.PROBED, JSON.stringify(own));
  });
`;

describe('of its own files, beside the entrance, a process runs only the bundle', () => {
  let directory: string;
  let qmux: Qmux;
  beforeEach(async () => {
    directory = newDirectory();
    writeFileSync(join(directory, 'probe.cjs'), PROBE);
    qmux = await startQmux();
    await qmux.call('ls');
  });
  afterEach(() => qmux.stop());

  const probing = (): Record<string, string> => ({
    NODE_OPTIONS: `--require=${join(directory, 'probe.cjs')}`,
    PROBED: join(directory, 'probed.json'),
  });
  const probed = (): string[] => JSON.parse(readFileSync(join(directory, 'probed.json'), 'utf8')) as string[];

  it.each([
    ['line', ['ls']],
    ['line', ['new', '-d', 'chat', 'other']],
    ['shell', ['attach', '--help']],
    ['shell', ['__complete', '1', 'qmux', 'l']],
  ])('%s: %j', async (bundle, words) => {
    expect(await qmux.callWith({ env: probing() }, ...words)).toMatchObject({ stderr: '', code: 0 });
    expect(probed()).toEqual([pathToFileURL(CLI).href, `qmux-bundle/${bundle}.js`]);
  });

  it('line, and shell for what has to be answered here', async () => {
    expect(await qmux.callWith({ env: probing() }, '--nonsense')).toMatchObject({ stdout: '', code: 2 });
    expect(probed()).toEqual([pathToFileURL(CLI).href, 'qmux-bundle/line.js', 'qmux-bundle/shell.js']);
  });

  it('attach', async () => {
    const terminal = await qmux.attach({ env: probing() });
    await terminal.waitForText('#1');
    terminal.type(`${PREFIX}d`);
    expect(await terminal.waitForExit()).toBe(0);
    expect(probed()).toEqual([pathToFileURL(CLI).href, 'qmux-bundle/attach.js']);
  });
});

it.each(PACKAGES_LEFT_OUT)('%s can be loaded by require(), which is all that a bundle can', (name) => {
  expect(Object.keys(createRequire(CLI)(name) as object).length).toBeGreaterThan(0);
});

describe('the bundles of the built program', () => {
  it.each(['attach', 'line', 'shell', 'server'])(
    'are ASCII, as they are read a byte a character: %s',
    (name) => {
      const bytes = readFileSync(join(process.cwd(), 'dist', `${name}.js`));
      expect(bytes.findIndex((byte) => byte > 0x7f)).toBe(-1);
    },
  );
});
