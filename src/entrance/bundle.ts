// Loads one of the bundles that the build made, from V8's compiled form of it where there is one
// (docs/decisions/0060). Owns how a bundle is run; leaves where the compiled forms are kept, and which are
// good, to code-cache.ts.
// Invariant: each process runs one bundle. `attach` and `line` come to `shell` for what they do not hold;
// nothing that has a state passes between them, and a UserError of one is one to the other.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

import { STACK_PREFIX } from '../log/readable-stack.js';
import { findCompiled, keepCompiled, type CachePlace } from './code-cache.js';

/**
 * attach: becoming a client; line: a line for the server; shell: all else of a shell; server: the process
 * behind them.
 */
export type BundleName = 'attach' | 'line' | 'shell' | 'server';

export interface Start {
  /** Of the command line. */
  words: readonly string[];
  /** The script that is qmux. */
  entry: string;
  bundles: Bundles;
}

/** What every bundle exports. */
export interface Bundle {
  run(start: Start): void;
  /** Only of `shell`: names of keys and commands in a text for the user, as they are in a shell. */
  spellForShell?(text: string): Promise<string>;
  /** Only of `shell`: what runs qmux on a host, as the config file says; undefined: it does not. */
  findHost?(configFile: string, host: string): Promise<{ command?: string | undefined } | undefined>;
}

export interface Bundles {
  load(name: BundleName): Bundle;
  /**
   * Keeps the compiled form of what was loaded without one, with the functions that ran by now. Takes some 10
   * ms of the processor, once for an installation and a version of Node. Never throws: the next process then
   * compiles again.
   */
  keepCompiled(): void;
}

/**
 * The build makes each bundle an expression, so that no copy of it with a function around it has to be made.
 */
type Evaluate = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  directory: string,
) => void;

/**
 * directory: of the built program. env and execArgv: of the process. nodeRequire: of a module in that
 * directory.
 */
export function openBundles(
  directory: string,
  { env, execArgv }: Pick<NodeJS.Process, 'env' | 'execArgv'>,
  nodeRequire: NodeJS.Require,
): Bundles {
  const compiledHere: { place: CachePlace; script: Script }[] = [];
  const loaded = new Map<BundleName, Bundle>();
  /** As the bundles call it. */
  const requireFor = Object.assign(
    (id: string): unknown => (id === 'qmux:shell' ? load('shell') : nodeRequire(id)),
    nodeRequire,
  );
  /** node:v8 takes a millisecond to load, and most processes have no use for it. */
  const setFlag = (flag: string): void =>
    (nodeRequire('node:v8') as typeof import('node:v8')).setFlagsFromString(flag);
  function load(name: BundleName): Bundle {
    const known = loaded.get(name);
    if (known) return known;
    const filename = join(directory, `${name}.js`);
    const bytes = readFileSync(filename);
    const place: CachePlace = { directory, name, sourceSum: crc32(bytes), env, nodeOptions: execArgv };
    const compiled = findCompiled(place);
    // The bundler writes ASCII, a string of one byte a character. The name stays in the compiled form, which
    // is made before the build is put in its place.
    const script = new Script(bytes.toString('latin1'), {
      filename: `${STACK_PREFIX}${name}.js`,
      ...(compiled && { cachedData: compiled }),
    });
    if (!compiled || script.cachedDataRejected) {
      // What runs once, such as all that happens while a bundle is loaded, would be forgotten before it is
      // kept.
      setFlag('--no-flush-bytecode');
      compiledHere.push({ place, script });
    }
    const module = { exports: {} };
    const evaluate = script.runInThisContext() as Evaluate;
    evaluate(module.exports, requireFor, module, filename, directory);
    loaded.set(name, module.exports as Bundle);
    return module.exports as Bundle;
  }
  return {
    load,
    keepCompiled() {
      // V8 takes what was compiled under the same flags only.
      if (compiledHere.length > 0) setFlag('--flush-bytecode');
      for (const { place, script } of compiledHere.splice(0)) keepCompiled(place, script);
    },
  };
}
