#!/usr/bin/env node
// The program's entrance: from arguments to the bundle that this process needs, which it loads and runs. Owns
// that choice. Leaves loading to entrance/bundle.ts and what a bundle does to the other files of entrance/.

import { realpathSync } from 'node:fs';
import { isatty } from 'node:tty';
import { dirname } from 'node:path';

import { openBundles, type BundleName } from './entrance/bundle.js';
import { runToExit, tellStarter } from './entrance/leave.js';

/** The build makes this file a CommonJS module: it starts 5 ms faster than one of the other kind. */
declare const require: NodeJS.Require;

/** `--read-only` is attach's option, and attach may be left out. */
const ATTACH = new Set([undefined, 'attach', 'attach-session', '--read-only', '-r']);
const isAttach = (verb: string | undefined): boolean => ATTACH.has(verb);

function chooseBundle(words: readonly string[]): BundleName {
  const [verb, ...rest] = words.slice(words[0] === '-L' ? 2 : 0);
  if (words[0] === '__server') return 'server';
  if (verb === '__complete' || verb === 'chat' || verb === 'acp') return 'shell';
  // Its help comes from the table of all commands.
  if (verb === 'ssh' || verb === 'relay' || verb === 'view')
    return rest.includes('--help') ? 'shell' : 'attach';
  if (isAttach(verb)) return rest.includes('--help') ? 'shell' : 'attach';
  return 'line';
}

const words = process.argv.slice(2);
const name = chooseBundle(words);
// Before anything is loaded: keys typed by now are echoed, and their Enter is another key. Whatever happens
// next, Node restores the modes when it exits.
const [first] = words.slice(words[0] === '-L' ? 2 : 0);
// ssh may have questions of its own.
if (name === 'attach' && (isAttach(first) || first === 'view') && isatty(0) && isatty(1))
  process.stdin.setRawMode(true);
try {
  const entry = realpathSync(import.meta.filename);
  const bundles = openBundles(dirname(entry), process, require);
  bundles.load(name).run({ words, entry, bundles });
} catch (error) {
  // Not even its bundle can be read: too few files may be open, or an update has just taken it away.
  const onUserError = name === 'server' ? { onUserError: tellStarter } : {};
  runToExit(() => Promise.reject(error), { spell: (text) => Promise.resolve(text), ...onUserError });
}
