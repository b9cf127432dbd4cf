// The process that holds one model's file: `node gguf.js MODULE FILE`, asked over its standard input. A
// script of its own, since only such a one can import what the user names. Leaves answering to chat/gguf/.

import { Console } from 'node:console';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';

import { answerFromFile } from '../chat/gguf/gguf-child.js';
import { runToExit } from './leave.js';

const [module = '', file = ''] = process.argv.slice(2);
// Standard output is for messages.
globalThis.console = new Console(process.stderr, process.stderr);
runToExit(
  async () => {
    await answerFromFile({
      file,
      // A folder is its package's main file, which import() does not look for.
      load: async () => {
        const entry = createRequire(pathToFileURL(module)).resolve(module);
        return (await import(pathToFileURL(entry).href)) as object;
      },
      cores: availableParallelism(),
      input: process.stdin,
      // Whatever else is printed there may not have ended its line.
      send: (message) => void process.stdout.write(`\n${JSON.stringify(message)}\n`),
    });
    return 0;
  },
  { spell: (text) => Promise.resolve(text) },
);
