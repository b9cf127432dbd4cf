// Bundles the program with esbuild: the entrance, the three bundles one of which each process runs, and
// beside them the tables by which stacks name the sources (src/log/readable-stack.ts) and the licences of
// what is bundled. Owns what is bundled and what stays a package. Why it is like this: docs/decisions/0060.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { rootPath } from './checkout-lock.mjs';
import { grammarEntries, leaveGrammars } from './grammars.mjs';
import { laterModules } from './later-modules.mjs';
import { leaveToShell } from './leave-to-shell.mjs';
import { patchPackages } from './patch-packages.mjs';

const BUNDLES = ['attach', 'line', 'shell', 'server'];
/** Native code, and what few use and costs tens of megabytes. */
const PACKAGES = [
  'node-pty',
  '@ai-sdk/*',
  '@agentclientprotocol/*',
  '@modelcontextprotocol/*',
  'undici-7',
  // It loads its WebAssembly from beside itself.
  'node-sqlite3-wasm',
];

const BUNDLE_URL =
  "const bundleUrl = 'file://' + encodeURI(__filename).replace(/[?#]/g, encodeURIComponent);";

const sourceOf = (name) => `src/entrance/${name}.ts`;

/** Of any module of src/, for scripts and benchmarks too. CommonJS: it starts faster than modules do. */
export const commonOptions = {
  absWorkingDir: rootPath,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: PACKAGES,
  plugins: [patchPackages, laterModules],
  // Packages are loaded by require(): what V8 took from its cache cannot import().
  supported: { 'dynamic-import': false },
  // blessed is written for sloppy mode, and the sources are checked for what strict mode would refuse.
  tsconfigRaw: { compilerOptions: { target: 'ES2023', verbatimModuleSyntax: true } },
  define: {
    'import.meta.filename': '__filename',
    'import.meta.dirname': '__dirname',
    // What packages make require() of while they load; node:url is slower.
    'import.meta.url': 'bundleUrl',
  },
  banner: { js: BUNDLE_URL },
  logLevel: 'warning',
};

/**
 * Writes the program into the directory, which must be new; package.json last. guideIndex: of the manual, as
 * JSON.
 */
export async function bundleProgram(directoryUrl, { guideIndex }) {
  const directory = fileURLToPath(directoryUrl);
  await mkdir(directory, { recursive: true });
  const maps = { sourcemap: 'external', sourcesContent: false };
  const cli = await build({
    ...commonOptions,
    ...maps,
    metafile: true,
    entryPoints: ['src/cli.ts'],
    outdir: directory,
  });
  const bundleOptions = {
    ...commonOptions,
    ...maps,
    metafile: true,
    outdir: directory,
    define: { ...commonOptions.define, BUILT_GUIDE_INDEX: JSON.stringify(guideIndex) },
    // src/entrance/bundle.ts evaluates it.
    banner: { js: `(function (exports, require, module, __filename, __dirname) {${BUNDLE_URL}` },
    footer: { js: '})' },
  };
  const plugins = [...commonOptions.plugins, leaveGrammars];
  const [children, figures, grammars, line, others] = await Promise.all([
    build({
      ...commonOptions,
      metafile: true,
      entryPoints: [sourceOf('gguf'), sourceOf('search')],
      outdir: directory,
      // One imports what the user names; both run without a compiled form.
      supported: {},
    }),
    build({ ...commonOptions, metafile: true, entryPoints: [sourceOf('figures')], outdir: directory }),
    build({
      ...commonOptions,
      metafile: true,
      minify: true,
      entryPoints: grammarEntries(new URL('../', import.meta.url)),
      outdir: directory,
    }),
    build({
      ...bundleOptions,
      entryPoints: [sourceOf('line')],
      plugins: [...commonOptions.plugins, leaveToShell],
    }),
    build({
      ...bundleOptions,
      plugins,
      entryPoints: BUNDLES.filter((name) => name !== 'line').map(sourceOf),
    }),
  ]);
  await Promise.all(BUNDLES.map((name) => writeAscii(join(directory, `${name}.js`))));
  const inputs = [cli, children, figures, grammars, line, others].flatMap(({ metafile }) =>
    Object.keys(metafile.inputs),
  );
  await Promise.all([
    writeFile(join(directory, 'third-party-licences.txt'), await licences(inputs)),
    ...BUNDLES.map((name) => writeLineTable(directory, name)),
  ]);
  // The package itself is one of modules.
  await writeFile(join(directory, 'package.json'), '{ "type": "commonjs" }\n');
}

/**
 * esbuild leaves regular expressions and comments as they are, and src/entrance/bundle.ts reads a byte a
 * character. Columns move by it, lines do not.
 */
async function writeAscii(path) {
  const text = await readFile(path, 'utf8');
  const ascii = text.replaceAll(/(\\*)([^\0-\x7f])/g, (_, before, character) => {
    // A character that is escaped for no reason.
    const kept = before.length % 2 === 1 ? before.slice(1) : before;
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
    return kept + units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
  });
  await writeFile(path, ascii);
}

async function writeLineTable(directory, entry) {
  const map = new SourceMap(JSON.parse(await readFile(join(directory, `${entry}.js.map`), 'utf8')));
  const lines = (await readFile(join(directory, `${entry}.js`), 'latin1')).split('\n');
  const sources = map.payload.sources.map((source) => source.replace(/^(?:\.\.\/)+/, ''));
  const numbers = new Map(map.payload.sources.map((source, at) => [source, at]));
  const places = lines.flatMap((line, at) => {
    // Of a line's beginning it says what the line before came from.
    const found = map.findEntry(at, line.search(/\S|$/));
    return found.generatedLine === at
      ? [numbers.get(found.originalSource) ?? -1, found.originalLine + 1]
      : [-1, 0];
  });
  await writeFile(join(directory, `${entry}.lines.json`), JSON.stringify({ sources, places }));
}

async function licences(inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
  );
  const texts = await Promise.all([...folders].sort((a, b) => a.localeCompare(b)).map(describeLicence));
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function describeLicence(folder) {
  const path = join(rootPath, folder);
  const { name, version, license, author } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  const file = (await readdir(path)).find((each) => /^licen[cs]e/i.test(each));
  const text = file
    ? await readFile(join(path, file), 'utf8')
    : `Copyright (c) ${author?.name ?? author}\n\n${await mitTerms(name, license)}`;
  return `${name} ${version}: ${license}\n\n${text.trim()}\n`;
}

/** Of a package that names its licence and leaves the text out. */
async function mitTerms(name, license) {
  if (license !== 'MIT') throw new Error(`${name} is bundled without the text of its licence, ${license}`);
  const text = await readFile(join(rootPath, 'node_modules/get-east-asian-width/license'), 'utf8');
  return text.slice(text.indexOf('Permission is hereby granted'));
}
