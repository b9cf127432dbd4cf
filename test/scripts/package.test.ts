// What `npm pack` puts into the package: all that an installed qmux runs from, and nothing that only this
// machine can use.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { expect, it } from 'vitest';

interface Packed {
  files: { path: string; mode: number }[];
  unpackedSize: number;
}

const packed = (): Packed => {
  const said = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], { encoding: 'utf8' });
  const [first] = JSON.parse(said) as Packed[];
  if (!first) throw new Error('npm packed nothing');
  return first;
};

it('holds the bundles with the licences of what is in them, small, without compiled forms and maps', () => {
  const { files, unpackedSize } = packed();
  const paths = files.map(({ path }) => path).filter((path) => path.startsWith('dist/'));
  // One for each grammar of highlighted code.
  const isGrammar = (path: string): boolean => /^dist\/grammars\/[\w-]+\.js$/.test(path);
  expect(paths).toContain('dist/grammars/javascript.js');
  expect(paths.filter((path) => !isGrammar(path))).toEqual([
    'dist/attach.js',
    'dist/attach.lines.json',
    'dist/cli.js',
    'dist/figures.js',
    'dist/gguf.js',
    'dist/line.js',
    'dist/line.lines.json',
    'dist/package.json',
    'dist/search.js',
    'dist/server.js',
    'dist/server.lines.json',
    'dist/shell.js',
    'dist/shell.lines.json',
    'dist/third-party-licences.txt',
  ]);
  expect((files.find(({ path }) => path === 'dist/cli.js')?.mode ?? 0) & 0o111).toBe(0o111);
  expect(unpackedSize).toBeLessThan(12_000_000);
});

it('is installed with every package that the bundles still load, and with no other', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const required = ['attach', 'line', 'shell', 'server', 'search'].flatMap((bundle) =>
    [...readFileSync(`dist/${bundle}.js`, 'utf8').matchAll(/\b(?:require|import)\("([^."][^"]*)"\)/g)].map(
      ([, name = '']) => name,
    ),
  );
  const packages = new Set(
    required
      .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
  );
  // A bundle loads another (src/entrance/bundle.ts).
  packages.delete('qmux:shell');
  // Named only so that one version of it is installed (docs/decisions/0045).
  packages.add('@ai-sdk/provider-utils');
  expect([...packages].sort()).toEqual(Object.keys(dependencies).sort());
});

it('names the licence of each bundled package', () => {
  const text = readFileSync('dist/third-party-licences.txt', 'utf8');
  for (const name of [
    'blessed 0.1.81: MIT',
    '@xterm/headless 6.0.0: MIT',
    '@earendil-works/pi-tui 0.74.2: MIT',
  ])
    expect(text).toContain(name);
  expect(text.match(/Permission is hereby granted|Redistribution and use/g)?.length).toBeGreaterThan(8);
});
