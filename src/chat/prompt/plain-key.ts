// A key in the form that terminals have always sent (pure), whichever protocol the terminal uses: what the
// chat compares and the line editor accepts. Owns converting kitty's CSI u and xterm's modifyOtherKeys. A
// modified Enter has no such form: it becomes Alt-Enter, which begins a new line. Sources: the kitty keyboard
// protocol; xterm's "Modified Keys".

const CSI_U = /^\x1b\[(\d+)(?:;(\d+))?u$/;
const OTHER_KEY = /^\x1b\[27;(\d+);(\d+)~$/;

const ENTER = 13;
const KEYPAD_ENTER = 57414;
const NEW_LINE = '\x1b\r';

/** Ctrl with -, / and _ has always been one byte. */
const UNDO_KEYS = [0x2d, 0x2f, 0x5f];

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
/** Caps lock and num lock say nothing about the key. */
const MODIFIERS = SHIFT | ALT | CTRL;

/** data: the bytes of one key. Anything that is not such a key is returned unchanged. */
export function plainKey(data: string): string {
  const csiU = CSI_U.exec(data);
  const other = csiU ? undefined : OTHER_KEY.exec(data);
  if (!csiU && !other) return data;
  const code = Number(csiU ? csiU[1] : other?.[2]);
  const modifiers = (Number((csiU ? csiU[2] : other?.[1]) ?? 1) - 1) & MODIFIERS;
  if (code === ENTER || code === KEYPAD_ENTER) return modifiers === 0 ? '\r' : NEW_LINE;
  const plain = withControl(code, modifiers);
  if (plain === undefined) return data;
  return (modifiers & ALT) !== 0 ? `\x1b${plain}` : plain;
}

/** What a key types, as opposed to what it does. */
export const isText = (data: string): boolean => data !== '' && !/[\u0000-\u001f\u007f-\u009f]/.test(data);

/** undefined: it has no single-byte form. */
function withControl(code: number, modifiers: number): string | undefined {
  const hasShift = (modifiers & SHIFT) !== 0;
  if ((modifiers & CTRL) === 0) {
    if (code === 9 && hasShift) return '\x1b[Z';
    if (code === 27 || code === 9 || code === 127) return String.fromCharCode(code);
    return hasShift || code < 32 ? undefined : String.fromCodePoint(code);
  }
  if (UNDO_KEYS.includes(code)) return '\x1f';
  const letter = code | 0x20;
  if (!hasShift && letter >= 0x61 && letter <= 0x7a) return String.fromCharCode(letter - 0x60);
  return undefined;
}
