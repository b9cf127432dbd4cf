// Whether the program's pane has the user's focus, told to it where it asked for that (DEC private mode 1004).
// Owns the reports. Leaves when a pane has the focus to session/arrangement/arrangement.ts.
// Source: xterm's ctlseqs, mode 1004. As in tmux a program hears at once where it stands when it sets the mode: in a
// pane that nobody looks at it would else take itself for looked at, and ring no bell. Only when it was off: OpenTUI sets
// its modes again on every focus report.

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
