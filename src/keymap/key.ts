// One key press, whatever bytes it came in, and its written name (tmux's: C-q, M-Left, S-F5; also Ctrl-q, Alt-1).

export interface Key {
  /** A character ('a', 'A', '%', '漢'), or a name: Enter Tab Escape Space Backspace Delete Insert Home End PageUp PageDown Up Down Left Right F1..F12. */
  name: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
}
