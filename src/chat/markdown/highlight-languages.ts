// Which grammar the language of a fenced block has: CodeMirror's stream parsers, which go line by line with a
// state that can be copied (docs/decisions/0061). Owns the names as models write them and loading: a grammar
// is loaded when its language first occurs, at once, so that no line waits for it. Leaves grammars that the
// library lacks to own-grammars.ts.

import { createRequire } from 'node:module';
import type { StreamParser, StringStream } from '@codemirror/streamparser';
import {
  elixirStates,
  makefileStates,
  markdownStates,
  phpConfig,
  yamlStates,
  zigConfig,
} from './own-grammars.js';
import type { TokenMeaning } from './syntax-role.js';

// The build takes this line away and bundles what is required (scripts/patch-packages.mjs).
const require = createRequire(import.meta.url);

export interface Language {
  grammar: StreamParser<unknown>;
  tokens?: TokenMeaning;
  /** In UTF-16 units: for grammars whose work grows faster than the line. */
  maxLineLength?: number;
}

type Streams = typeof import('@codemirror/streamparser');
type Clike = typeof import('@codemirror/legacy-modes/mode/clike');
type Css = typeof import('@codemirror/legacy-modes/mode/css');
type Javascript = typeof import('@codemirror/legacy-modes/mode/javascript');
type Simple = typeof import('@codemirror/legacy-modes/mode/simple-mode');
type Sql = typeof import('@codemirror/legacy-modes/mode/sql');
type Xml = typeof import('@codemirror/legacy-modes/mode/xml');
type Mllike = typeof import('@codemirror/legacy-modes/mode/mllike');

const streams = (): Streams => require('@codemirror/streamparser') as Streams;
const clike = (): Clike => require('@codemirror/legacy-modes/mode/clike') as Clike;
const css = (): Css => require('@codemirror/legacy-modes/mode/css') as Css;
const javascript = (): Javascript => require('@codemirror/legacy-modes/mode/javascript') as Javascript;
const simple = (): Simple => require('@codemirror/legacy-modes/mode/simple-mode') as Simple;
const sql = (): Sql => require('@codemirror/legacy-modes/mode/sql') as Sql;
const xml = (): Xml => require('@codemirror/legacy-modes/mode/xml') as Xml;
const mllike = (): Mllike => require('@codemirror/legacy-modes/mode/mllike') as Mllike;

/** A module with one grammar of this name. */
type Single<Name extends string> = Record<Name, StreamParser<unknown>>;

const KEYS = { property: 'syntax_name', propertyName: 'syntax_name' } as const;

/** By a name; further names of the same are in ALIASES. */
const LANGUAGES: Readonly<Record<string, () => Language>> = {
  c: () => ({ grammar: clike().c }),
  clojure: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/clojure') as Single<'clojure'>).clojure,
  }),
  cpp: () => ({ grammar: clike().cpp }),
  crystal: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/crystal') as Single<'crystal'>).crystal,
  }),
  csharp: () => ({ grammar: clike().csharp }),
  css: () => ({ grammar: css().css, tokens: { roles: KEYS } }),
  dart: () => ({ grammar: clike().dart }),
  diff: () => ({ grammar: (require('@codemirror/legacy-modes/mode/diff') as Single<'diff'>).diff }),
  dockerfile: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/dockerfile') as Single<'dockerFile'>).dockerFile,
    tokens: { hasCalls: false },
  }),
  elixir: () => ({ grammar: simple().simpleMode(elixirStates) }),
  fsharp: () => ({ grammar: mllike().fSharp }),
  glsl: () => ({ grammar: clike().shader }),
  go: () => ({ grammar: (require('@codemirror/legacy-modes/mode/go') as Single<'go'>).go }),
  groovy: () => ({ grammar: (require('@codemirror/legacy-modes/mode/groovy') as Single<'groovy'>).groovy }),
  haskell: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/haskell') as Single<'haskell'>).haskell,
  }),
  html: () => ({ grammar: xml().html, tokens: { hasCalls: false } }),
  ini: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/properties') as Single<'properties'>).properties,
    tokens: { hasCalls: false },
  }),
  java: () => ({ grammar: clike().java }),
  javascript: () => ({ grammar: javascript().javascript }),
  json: () => ({ grammar: javascript().json, tokens: { roles: KEYS } }),
  julia: () => ({ grammar: (require('@codemirror/legacy-modes/mode/julia') as Single<'julia'>).julia }),
  kotlin: () => ({ grammar: clike().kotlin }),
  less: () => ({ grammar: css().less, tokens: { roles: KEYS } }),
  lisp: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/commonlisp') as Single<'commonLisp'>).commonLisp,
  }),
  lua: () => ({ grammar: (require('@codemirror/legacy-modes/mode/lua') as Single<'lua'>).lua }),
  makefile: () => ({ grammar: simple().simpleMode(makefileStates), tokens: { hasCalls: false } }),
  markdown: () => ({ grammar: simple().simpleMode(markdownStates), tokens: { hasCalls: false } }),
  nginx: () => ({ grammar: (require('@codemirror/legacy-modes/mode/nginx') as Single<'nginx'>).nginx }),
  objectivec: () => ({ grammar: clike().objectiveC }),
  ocaml: () => ({ grammar: mllike().oCaml }),
  // What it looks for behind each sign grows with the line.
  perl: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/perl') as Single<'perl'>).perl,
    maxLineLength: 400,
  }),
  php: () => ({ grammar: clike().clike(phpConfig) }),
  powershell: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/powershell') as Single<'powerShell'>).powerShell,
  }),
  protobuf: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/protobuf') as Single<'protobuf'>).protobuf,
  }),
  python: () => ({ grammar: (require('@codemirror/legacy-modes/mode/python') as Single<'python'>).python }),
  r: () => ({ grammar: (require('@codemirror/legacy-modes/mode/r') as Single<'r'>).r }),
  ruby: () => ({ grammar: (require('@codemirror/legacy-modes/mode/ruby') as Single<'ruby'>).ruby }),
  rust: () => ({ grammar: (require('@codemirror/legacy-modes/mode/rust') as Single<'rust'>).rust }),
  scala: () => ({ grammar: clike().scala }),
  scheme: () => ({ grammar: (require('@codemirror/legacy-modes/mode/scheme') as Single<'scheme'>).scheme }),
  scss: () => ({ grammar: css().sCSS, tokens: { roles: KEYS } }),
  shell: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/shell') as Single<'shell'>).shell,
    tokens: { hasCalls: false },
  }),
  sql: () => ({ grammar: sql().pgSQL }),
  swift: () => ({ grammar: (require('@codemirror/legacy-modes/mode/swift') as Single<'swift'>).swift }),
  toml: () => ({
    grammar: (require('@codemirror/legacy-modes/mode/toml') as Single<'toml'>).toml,
    tokens: { roles: { ...KEYS, atom: 'syntax_name' }, hasCalls: false },
  }),
  typescript: () => ({ grammar: javascript().typescript }),
  xml: () => ({ grammar: xml().xml, tokens: { hasCalls: false } }),
  yaml: () => ({ grammar: simple().simpleMode(yamlStates), tokens: { hasCalls: false } }),
  zig: () => ({ grammar: clike().clike(zigConfig) }),
};

/** Other names of a language, separated by spaces. */
const ALIASES: Readonly<Record<string, string>> = {
  c: 'h',
  clojure: 'clj cljs cljc edn',
  cpp: 'c++ cc cxx hpp h++ arduino cuda',
  crystal: 'cr',
  csharp: 'c# cs dotnet',
  diff: 'patch udiff',
  dockerfile: 'docker containerfile',
  elixir: 'ex exs',
  fsharp: 'f# fs',
  glsl: 'hlsl wgsl shader',
  go: 'golang',
  groovy: 'gradle jenkinsfile',
  haskell: 'hs',
  html: 'htm xhtml vue svelte astro handlebars hbs ejs erb',
  ini: 'properties cfg conf config env dotenv editorconfig systemd',
  javascript: 'js jsx mjs cjs node ecmascript',
  json: 'jsonc json5 jsonl ndjson',
  julia: 'jl',
  kotlin: 'kt kts',
  lisp: 'commonlisp common-lisp elisp emacs-lisp',
  makefile: 'make mk gnumake',
  markdown: 'md mdx',
  objectivec: 'objective-c objc obj-c',
  ocaml: 'ml',
  perl: 'pl pm',
  php: 'php8',
  powershell: 'ps1 pwsh ps',
  protobuf: 'proto proto3',
  python: 'py py3 python3 pyi gyp starlark bazel',
  r: 'rscript',
  ruby: 'rb rake gemfile rails',
  rust: 'rs',
  scheme: 'scm racket rkt',
  scss: 'sass',
  shell: 'sh bash zsh fish ksh shell-session shellsession console terminal shellscript',
  sql: 'psql postgres postgresql pgsql mysql mariadb sqlite plsql tsql',
  typescript: 'ts tsx mts cts deno',
  xml: 'svg xsl xslt xsd rss plist wsdl',
  yaml: 'yml',
};

const NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.keys(LANGUAGES).map((name) => [name, name] as const),
  ...Object.entries(ALIASES).flatMap(([name, others]) =>
    others.split(' ').map((other) => [other, name] as const),
  ),
]);

/** undefined: its grammar could not be loaded. */
const loaded = new Map<string, Language | undefined>();

/** For each language, the first of its names. */
export const LANGUAGE_NAMES: readonly string[] = Object.keys(LANGUAGES);

/** By what stands after the fence: `ts`, `TypeScript`, `{.python}`, `rust,ignore`, `js:src/a.js`. */
export function findLanguage(written: string): Language | undefined {
  const plain = written
    .toLowerCase()
    .replace(/^\{?\.?(?:language-)?/, '')
    .replace(/[,;:{}()[\]=].*$/, '');
  const name = NAMES.get(plain);
  if (name === undefined) return undefined;
  if (!loaded.has(name)) loaded.set(name, load(name));
  return loaded.get(name);
}

function load(name: string): Language | undefined {
  try {
    return LANGUAGES[name]?.();
  } catch {
    return undefined;
  }
}

/** A line as grammars read it. */
export function newLineStream(line: string, indentCols: number): StringStream {
  return new (streams().StringStream)(line, 4, indentCols);
}
