// Whether the program's pane has the user's focus, reported if the program asked for it (DEC private mode
// 1004). Owns the reports. Leaves when a pane has the focus to session/arrangement/arrangement.ts.
// Source: xterm's ctlseqs, mode 1004. As in tmux a program is told at once whether it has the focus when it
// sets the mode: otherwise it would assume in an unwatched pane that it is watched, and ring no bell. Only if
// it was off: OpenTUI sets its modes again on every focus report.

import type { Terminal } from '../xterm/internals.js';

const FOCUS_IN = '\x1b[I';
const FOCUS_OUT = '\x1b[O';
const FOCUS_REPORTS = 1004;

export interface FocusReports {
  setFocused(focused: boolean): void;
}

export function reportFocus(
  terminal: Terminal,
  { isOn, reply }: { isOn(): boolean; reply(text: string): void },
): FocusReports {
  let isFocused = false;
  const report = (): void => reply(isFocused ? FOCUS_IN : FOCUS_OUT);
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => {
    if (params.includes(FOCUS_REPORTS) && !isOn()) report();
    return false;
  });
  return {
    setFocused(focused) {
      if (focused === isFocused) return;
      isFocused = focused;
      if (isOn()) report();
    },
  };
}
