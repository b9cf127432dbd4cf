// Opens and closes the blessed Screen behind one client's layout, without leaving a trace in the process.
// Owns the sink that it writes to, and keeping its handlers off the process. Leaves elements to layout.ts.
// Invariant: nothing that blessed writes reaches a terminal, and it leaves no listener, timer or child
// process.

import { EventEmitter } from 'node:events';

import Program from 'blessed/lib/program.js';
import Tput from 'blessed/lib/tput.js';
import Screen from 'blessed/lib/widgets/screen.js';

/**
 * A terminal that discards everything. One cell large: blessed allocates arrays for the size it finds here.
 */
class Sink extends EventEmitter {
  readonly isTTY = true;
  readonly columns = 1;
  readonly rows = 1;

  write(): boolean {
    return true;
  }
}

const ignore = (): void => {};

/**
 * Tells blessed that its process handlers (uncaught exceptions, signals, exit) are in place. They would end
 * the server or write to it when it exits; its destroy() removes the last ones again, hence the placeholders.
 */
function keepOffTheProcess(): void {
  Screen._bound = true;
  Screen._exceptionHandler = ignore;
  Screen._sigtermHandler = ignore;
  Screen._sigintHandler = ignore;
  Screen._sigquitHandler = ignore;
  Screen._exitHandler = ignore;
  Program._bound = true;
  Program._exitHandler = ignore;
}

/**
 * A terminal that can do nothing, as the sink is. For a real one blessed reads a file that this machine may
 * not have, and makes functions of all that a terminal might do, for every client: 12 ms. These few it calls
 * without asking.
 */
Tput.prototype.readTerminfo = () => ({
  name: 'xterm',
  names: ['xterm'],
  bools: {},
  numbers: {},
  strings: {},
});
Tput.bools = [];
Tput.numbers = [];
Tput.strings = [
  'change_scroll_region',
  'clear_screen',
  'cursor_address',
  'cursor_invisible',
  'cursor_normal',
  'enter_ca_mode',
  'exit_ca_mode',
  'keypad_local',
  'keypad_xmit',
];

/** blessed runs `tmux -V`, synchronously, for every Screen made where TMUX is set. */
function withoutTmux<T>(create: () => T): T {
  const tmux = process.env['TMUX'];
  delete process.env['TMUX'];
  try {
    return create();
  } finally {
    if (tmux !== undefined) process.env['TMUX'] = tmux;
  }
}

export function openLayoutScreen(rows: number, cols: number): Screen {
  keepOffTheProcess();
  const screen = withoutTmux(
    () => new Screen({ input: new EventEmitter(), output: new Sink(), terminal: 'xterm' }),
  );
  resizeLayoutScreen(screen, rows, cols);
  return screen;
}

/** Not through the sink's 'resize' event: blessed would allocate its own cells and draw them. */
export function resizeLayoutScreen(screen: Screen, rows: number, cols: number): void {
  screen.program.rows = rows;
  screen.program.cols = cols;
}

export function closeLayoutScreen(screen: Screen): void {
  keepOffTheProcess();
  resizeLayoutScreen(screen, 1, 1);
  screen.destroy();
}
