// Limits what a program can make the parser keep: an OSC or DCS string is cut at 1 MiB. SOS, PM and APC
// strings, which nothing here reads, are emptied: the emulator would print what follows a character beyond
// ASCII in them. Owns a small state machine over raw bytes, before the parser; it ends a string where xterm's
// parser ends it.
// Source: ECMA-48 8.3 (control strings; ST, CAN and SUB end them), Williams' VT500 parser (ESC and C1 from
// any state).
// Invariant: bytes outside these strings pass unchanged, however they are chunked.

export const MAX_STRING_BYTES = 1024 * 1024;

const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
const DEL = 0x7f;
/** First byte of a C1 control in UTF-8. */
const C1_LEAD = 0xc2;

type StringKind = 'osc' | 'dcs' | 'unread';

/** `]` `P` `X` `^` `_`, the byte after ESC; 0x40 more is the same control as C1. */
const OPENERS: ReadonlyMap<number, StringKind> = new Map([
  [0x5d, 'osc'],
  [0x50, 'dcs'],
  [0x58, 'unread'],
  [0x5e, 'unread'],
  [0x5f, 'unread'],
]);
const ESC_TO_C1 = 0x40;

const isC1 = (byte: number): boolean => byte >= 0x80 && byte <= 0x9f;
/** Executed between ESC and its final byte, or ignored there: the sequence continues. */
const isInsideEscape = (byte: number): boolean =>
  byte === DEL || (byte < 0x20 && byte !== CAN && byte !== SUB);

/** restore: keep the byte, and before it the lead byte that was dropped as part of the string. */
type Verdict = 'keep' | 'drop' | 'restore';

export class StringCap {
  #string: StringKind | undefined;
  /** How many bytes of the string may still pass. */
  #room = 0;
  /** ESC has arrived, but not its final byte. */
  #inEscape = false;
  /** The lead byte of a C1 control arrived last, and was kept or dropped. */
  #lead: 'kept' | 'dropped' | undefined;

  readonly #maxBytes: number;

  constructor(maxBytes = MAX_STRING_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Outside strings and escape sequences. */
  get isIdle(): boolean {
    return this.#string === undefined && !this.#inEscape && this.#lead === undefined;
  }

  /** The bytes to parse: the same array if nothing was cut. */
  filter(bytes: Uint8Array): Uint8Array {
    if (this.isIdle && !bytes.includes(ESC) && !bytes.includes(C1_LEAD)) return bytes;
    let kept: Uint8Array | undefined;
    let length = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      const verdict = this.#step(byte);
      if (!kept) {
        if (verdict === 'keep') continue;
        // One more: a lead byte that was dropped in the read before.
        kept = new Uint8Array(bytes.length + 1);
        kept.set(bytes.subarray(0, at));
        length = at;
      }
      if (verdict === 'restore') kept[length++] = C1_LEAD;
      if (verdict !== 'drop') kept[length++] = byte;
    }
    return kept ? kept.subarray(0, length) : bytes;
  }

  #step(byte: number): Verdict {
    const lead = this.#lead;
    this.#lead = undefined;
    if (lead !== undefined && isC1(byte)) {
      // Any C1 control ends a string; some begin the next.
      this.#open(OPENERS.get(byte - ESC_TO_C1));
      return lead === 'dropped' ? 'restore' : 'keep';
    }
    if (byte === ESC) {
      this.#string = undefined;
      this.#inEscape = true;
      return 'keep';
    }
    return this.#string === undefined ? this.#stepOutside(byte) : this.#stepInString(byte);
  }

  #stepOutside(byte: number): Verdict {
    if (byte === C1_LEAD) this.#lead = 'kept';
    if (this.#inEscape && !isInsideEscape(byte)) {
      this.#inEscape = false;
      this.#open(OPENERS.get(byte));
    }
    return 'keep';
  }

  #stepInString(byte: number): Verdict {
    if (byte === CAN || byte === SUB || (byte === BEL && this.#string === 'osc')) {
      this.#string = undefined;
      return 'keep';
    }
    const fits = this.#room > 0;
    if (fits) this.#room--;
    if (byte === C1_LEAD) this.#lead = fits ? 'kept' : 'dropped';
    return fits ? 'keep' : 'drop';
  }

  #open(string: StringKind | undefined): void {
    this.#string = string;
    this.#inEscape = false;
    this.#room = string === 'unread' ? 0 : this.#maxBytes;
  }
}
