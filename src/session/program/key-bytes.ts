// What bytes for a program mean to somebody who waits for its user (pure): a key, one of two keys that end
// things, or not the user's keys at all. Owns telling them apart. Leaves encoding to keymap/. Sources:
// xterm's ctlseqs (focus, mouse, bracketed paste), kitty's keyboard protocol.

/** none: a report of focus or mouse, a paste. interrupt: Escape or Ctrl-C. */
export type TypedKind = 'none' | 'key' | 'enter' | 'interrupt';

/**
 * Reports of focus, of the mouse in SGR, urxvt and X10 form, the release of a key, and the start of a paste.
 */
const NO_KEY =
  /^(?:\x1b\[(?:[IO]|<[\d;]*[Mm]|\d+;\d+;\d+M|M[^]{3}|[\d:;]*:3(?:;[\d:]*)?[u~A-Z]))+$|^\x1b\[200~|^$/;
const ENTER = /\r|\x1b\[13(?:;1)?u/;
const INTERRUPT = /^\x1b$|\x03|\x1b\[27(?:;1)?u|\x1b\[99;5u|\x1b\[27;5;99~/;

export function kindOfTyped(bytes: Uint8Array | string): TypedKind {
  const text = typeof bytes === 'string' ? bytes : new TextDecoder('latin1').decode(bytes);
  if (NO_KEY.test(text)) return 'none';
  if (ENTER.test(text)) return 'enter';
  return INTERRUPT.test(text) ? 'interrupt' : 'key';
}
