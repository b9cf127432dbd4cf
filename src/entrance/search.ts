// The process that searches conversations and screens: `node search.js SESSIONS CHATS INDEX`, asked over its
// standard input. A script of its own: it starts at the first search, and what it loads is only for that.
// Leaves searching to search/.

import { Console } from 'node:console';

import { answerSearches } from '../search/child/answer-searches.js';
import { runToExit } from './leave.js';

const [sessionsDir = '', chatsDir = '', indexFile = ''] = process.argv.slice(2);
// Standard output is for messages.
globalThis.console = new Console(process.stderr, process.stderr);
runToExit(
  async () => {
    await answerSearches({
      places: { sessionsDir, chatsDir, indexFile },
      env: process.env,
      input: process.stdin,
      log: (text) => void process.stderr.write(`${text}\n`),
      send: (message) => void process.stdout.write(`${JSON.stringify(message)}\n`),
    });
    return 0;
  },
  { spell: (text) => Promise.resolve(text) },
);
