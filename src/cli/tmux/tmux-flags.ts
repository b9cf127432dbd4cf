// The flags and arguments of one tmux command (pure). Owns which letters take a value.

import type { TmuxCommand } from './tmux-commands.js';

export interface TmuxCall {
  name: string;
  flags: ReadonlyMap<string, string>;
  args: readonly string[];
}

/** By command: its flags that take a value. Of others none do. */
const VALUES: Readonly<Record<string, string>> = {
  bind: 'TN',
  unbind: 'T',
  set: 't',
  'new-window': 'cenFt',
  'split-window': 'celFpt',
  'select-pane': 'tTP',
  'resize-pane': 'txy',
  'select-window': 't',
  'swap-pane': 'st',
  'swap-window': 'st',
  'move-window': 'st',
  'break-pane': 'Fnst',
  'join-pane': 'lpst',
  'select-layout': 't',
  'copy-mode': 'st',
  'paste-buffer': 'bst',
  'send-keys': 'Nt',
  'run-shell': 'dt',
  'if-shell': 't',
  'confirm-before': 'cpt',
  'command-prompt': 'IpTt',
  'display-popup': 'bcdehsStTwxy',
  'display-message': 'cdt',
  'detach-client': 'Est',
  'switch-client': 'ctT',
  'new-session': 'cefFnstxy',
  'kill-pane': 't',
  'kill-window': 't',
  'kill-session': 't',
  'choose-tree': 'FfKOt',
  'rename-window': 't',
  'rename-session': 't',
};

/** Other names of the commands that are known here. */
const ALIASES: Readonly<Record<string, string>> = {
  'bind-key': 'bind',
  'unbind-key': 'unbind',
  'set-option': 'set',
  setw: 'set',
  'set-window-option': 'set',
  neww: 'new-window',
  splitw: 'split-window',
  selectp: 'select-pane',
  lastp: 'last-pane',
  resizep: 'resize-pane',
  selectw: 'select-window',
  swapp: 'swap-pane',
  swapw: 'swap-window',
  movew: 'move-window',
  next: 'next-window',
  prev: 'previous-window',
  last: 'last-window',
  killp: 'kill-pane',
  killw: 'kill-window',
  breakp: 'break-pane',
  joinp: 'join-pane',
  'move-pane': 'join-pane',
  movep: 'join-pane',
  selectl: 'select-layout',
  nextl: 'next-layout',
  rotatew: 'rotate-window',
  pasteb: 'paste-buffer',
  send: 'send-keys',
  run: 'run-shell',
  if: 'if-shell',
  confirm: 'confirm-before',
  popup: 'display-popup',
  display: 'display-message',
  detach: 'detach-client',
  switchc: 'switch-client',
  new: 'new-session',
  source: 'source-file',
  refresh: 'refresh-client',
  displayp: 'display-panes',
  lsk: 'list-keys',
  showmsgs: 'show-messages',
  renamew: 'rename-window',
  rename: 'rename-session',
  'choose-window': 'choose-tree',
  'choose-session': 'choose-tree',
  lsb: 'list-buffers',
};

export function readTmuxCall({ words }: TmuxCommand): TmuxCall {
  const [first, ...rest] = words;
  const name = ALIASES[first?.text ?? ''] ?? first?.text ?? '';
  const values = VALUES[name] ?? '';
  const flags = new Map<string, string>();
  let at = 0;
  for (; at < rest.length; at++) {
    const { text, isQuoted } = rest[at] as { text: string; isQuoted: boolean };
    if (isQuoted || !/^-(?:[A-Za-z]|2$)/.test(text)) {
      if (text === '--' && !isQuoted) at++;
      break;
    }
    for (let letter = 1; letter < text.length; letter++) {
      const flag = text[letter] as string;
      if (!values.includes(flag)) flags.set(flag, '');
      else {
        flags.set(flag, letter + 1 < text.length ? text.slice(letter + 1) : (rest[++at]?.text ?? ''));
        break;
      }
    }
  }
  return { name, flags, args: rest.slice(at).map(({ text }) => text) };
}
