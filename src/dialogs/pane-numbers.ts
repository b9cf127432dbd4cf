// The numbers over the panes of a tab: a digit goes to its pane, any other key removes them (tmux:
// display-panes).

import { formatKeyName } from '../keymap/key.js';
import type { Dialog, DialogStep } from './dialog-view.js';

/**
 * sessions: their ids, in the order of the panes. The tenth pane has 0, like the tenth tab; further ones have
 * none.
 */
export function createPaneNumbers(sessions: readonly string[]): Dialog {
  const dialog: Dialog = {
    name: 'pane numbers',
    press(key): DialogStep {
      const name = formatKeyName(key);
      const at = /^[0-9]$/.test(name) ? (Number(name) + 9) % 10 : -1;
      const session = sessions[at];
      return { type: 'close', commands: session === undefined ? [] : [['switch', session, '--in-pane']] };
    },
    paste: () => ({ type: 'stay', dialog }),
    view: () => ({
      placement: 'panes',
      title: '',
      lines: sessions.slice(0, 10).map((_, at) => [{ text: ` ${(at + 1) % 10} `, role: 'accent' }]),
    }),
  };
  return dialog;
}
