// The first frame of a popup over a full pane, with 1,000 sessions in the background: shown and hidden by the
// key of the scratch shell, and a program started in one. Timed as a session switch is.

import { printFigure } from './figures.mjs';
import { pause, PREFIX, startSessions, titleOf } from './switch.mjs';

const MORE = 1_000;
const TIMES = 100;
const STARTS = 30;
/** Ends with 0 after Enter, so that its popup goes. */
const PROGRAM_KEY = `[bindings]\ng = 'popup -- sh -c "read line; exit 0"'\n`;

const timed = async (terminal, keys, title) => {
  const drawn = terminal.waitFor(title, { fresh: true, timeoutMs: 5_000 });
  const typedAt = performance.now();
  terminal.type(keys);
  return (await drawn) - typedAt;
};

export async function run() {
  const { peer, terminal } = await startSessions(MORE, PROGRAM_KEY);
  const [shown, hidden, started] = [[], [], []];
  await timed(terminal, `${PREFIX}f`, '\x1b]0;qmux scratch');
  await timed(terminal, `${PREFIX}f`, titleOf('right'));
  for (let at = 0; at < TIMES; at++) {
    // Out of step with the frame clock.
    await pause(20 + (at % 7));
    shown.push(await timed(terminal, `${PREFIX}f`, '\x1b]0;qmux scratch'));
    await pause(20 + (at % 7));
    hidden.push(await timed(terminal, `${PREFIX}f`, titleOf('right')));
  }
  for (let at = 0; at < STARTS; at++) {
    await pause(50 + (at % 7));
    started.push(await timed(terminal, `${PREFIX}g`, '\x1b]0;qmux sh-'));
    await pause(50);
    await timed(terminal, '\r', titleOf('right'));
  }
  printFigure(`popup shown to complete frame, ${MORE} more sessions`, 'ms', shown);
  printFigure(`popup hidden to complete frame, ${MORE} more sessions`, 'ms', hidden);
  printFigure(`program started in a popup to complete frame, ${MORE} more sessions`, 'ms', started);
  await terminal.stop();
  peer.remove();
}
