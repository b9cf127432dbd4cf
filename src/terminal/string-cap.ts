// Bounds what a program may make the parser keep: an OSC, DCS, APC, PM or SOS string is cut at 1 MiB.
// Owns a small state machine over raw bytes, before the parser (ECMA-48 8.3: control strings; ST, CAN and SUB end them).
// Invariant: bytes outside of too long strings pass unchanged, at any chunking.

export const MAX_STRING_BYTES = 1024 * 1024;

const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
/** First byte of a C1 control in UTF-8. */
const C1_LEAD = 0xc2;
/** `]` `P` `X` `^` `_` behind ESC. */
const STRING_OPENERS = new Set([0x5d, 0x50, 0x58, 0x5e, 0x5f]);
/** OSC, DCS, SOS, PM, APC as C1. */
const C1_OPENERS = new Set([0x9d, 0x90, 0x98, 0x9e, 0x9f]);
const C1_ST = 0x9c;

export class StringCap {
  #inString = false;
  #isOsc = false;
  #length = 0;
  /** ESC or the lead byte of a C1 control came last; what it means is told by the next byte. */
  #pending: typeof ESC | typeof C1_LEAD | undefined;

  /** The bytes to parse: the same array when nothing was cut. */
  filter(bytes: Uint8Array): Uint8Array {
    if (!this.#inString && this.#pending === undefined && !bytes.includes(ESC) && !bytes.includes(C1_LEAD))
      return bytes;
    let kept: number[] | undefined;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      const wasOver = this.#inString && this.#length > MAX_STRING_BYTES;
      this.#step(byte);
      if (wasOver && this.#inString) {
        kept ??= [...bytes.subarray(0, at)];
      } else if (wasOver) {
        // The string's end: its introducer may have been cut as a part of the string.
        kept ??= [...bytes.subarray(0, at)];
        if (byte !== BEL && byte !== CAN && byte !== SUB) kept.push(byte === C1_ST ? C1_LEAD : ESC);
        kept.push(byte);
      } else {
        kept?.push(byte);
      }
    }
    return kept ? Uint8Array.from(kept) : bytes;
  }

  #step(byte: number): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (this.#inString) {
      this.#length++;
      if (byte === CAN || byte === SUB || (byte === BEL && this.#isOsc)) this.#inString = false;
      else if (pending === C1_LEAD && byte === C1_ST) this.#inString = false;
      // ESC ends a control string whatever follows; ESC \ is ST.
      else if (pending === ESC) this.#afterEscapeInString(byte);
      else if (byte === ESC || byte === C1_LEAD) this.#pending = byte;
      return;
    }
    if (pending === ESC && STRING_OPENERS.has(byte)) this.#open(byte === 0x5d);
    else if (pending === C1_LEAD && C1_OPENERS.has(byte)) this.#open(byte === 0x9d);
    else if (byte === ESC || byte === C1_LEAD) this.#pending = byte;
  }

  #afterEscapeInString(byte: number): void {
    this.#inString = false;
    if (STRING_OPENERS.has(byte)) this.#open(byte === 0x5d);
    else if (byte === ESC) this.#pending = ESC;
  }

  #open(isOsc: boolean): void {
    this.#inString = true;
    this.#isOsc = isOsc;
    this.#length = 0;
  }
}
