// The process that counts for `stats` and `history`: `node figures.js`, asked over its standard input. It
// ends after its reply, or when whoever asked has gone. Leaves counting to store/figures/.

import { replyTo } from '../store/figures/figures-child.js';
import { runToExit } from './leave.js';

runToExit(
  async () => {
    const reply = await replyTo(process.stdin);
    if (reply)
      await new Promise<void>((resolve) => {
        process.stdout.write(`${JSON.stringify(reply)}\n`, () => resolve());
      });
    return 0;
  },
  { spell: (text) => Promise.resolve(text) },
);
