// The process that counts for `stats` and `history`: `node figures.js`, asked over its standard input. It
// ends when it has printed its reply, or when whoever asked has gone. Leaves counting to store/figures/.

import { spellFigures } from '../commands/history/spell-figures.js';
import { replyTo } from '../store/figures/figures-child.js';
import { runToExit } from './leave.js';

runToExit(
  async () => {
    const reply = await replyTo(process.stdin, spellFigures);
    if (reply !== undefined)
      await new Promise<void>((resolve) => {
        process.stdout.write(reply, () => resolve());
      });
    return 0;
  },
  { spell: (text) => Promise.resolve(text) },
);
