// Cuts the byte stream of an outer terminal into keys, pastes, mouse events and replies, however it is
// chunked. Owns the state between reads. Leaves the escape-time timer to its owner (flush) and meanings to
// control-sequence.ts. Invariant: every byte belongs to exactly one event or is ignored with its sequence; no
// input can block it.

import { decodeCsi, decodeLinuxFunctionKey, decodeSs3 } from './control-sequence.js';
import { GrowingBytes } from './growing-bytes.js';
import type { InputEvent } from './input-event.js';
import type { Key } from './key.js';
import { normalKey, plainKey } from './key.js';

const ESC = 0x1b;
const DEL = 0x7f;
const PASTE_START = '200';
const PASTE_END = [0x1b, 0x5b, 0x32, 0x30, 0x31, 0x7e];
/** A paste is reported in pieces of this size, which limits what is buffered. */
const MAX_PASTE_BYTES = 16 * 1024 * 1024;
/** No key or reply is longer; longer ones are dropped. */
const MAX_SEQUENCE_BYTES = 64 * 1024;
/** No key has more parameters; a sequence with more is dropped. */
const MAX_PARAMETER_BYTES = 1024;

/**
 * Keys of the C0 controls that are not Ctrl and a letter. 0x08 is Ctrl-h, except for terminals whose
 * Backspace it is.
 */
const CONTROL_KEYS: Readonly<Record<number, Key>> = {
  0x00: { ...plainKey('Space'), ctrl: true },
  0x09: plainKey('Tab'),
  0x0d: plainKey('Enter'),
  0x1b: plainKey('Escape'),
  0x1c: { ...plainKey('\\'), ctrl: true },
  0x1d: { ...plainKey(']'), ctrl: true },
  0x1e: { ...plainKey('^'), ctrl: true },
  0x1f: { ...plainKey('_'), ctrl: true },
  [DEL]: plainKey('Backspace'),
};

/** What was cut off the front of the buffer; 'more' if it is incomplete. */
type Cut = { length: number; event: InputEvent | undefined } | 'more';

export class InputDecoder {
  readonly #held = new GrowingBytes();
  /** Of the sequence received in part: this many bytes contain no end, and are not scanned again. */
  #searched = 0;
  /** Pieces of a paste whose end has not arrived. */
  #paste: Uint8Array[] | undefined;
  #pasteBytes = 0;
  /** What Backspace sends, by the terminal's settings (VERASE); DEL is Backspace in any case. */
  eraseByte = DEL;

  /**
   * What the rest may become; after a while without more bytes call flush(). 'key': ESC, alone or with one
   * character, is a key that a user waits for. 'sequence': a longer one, or a character, of which a part is
   * still to come.
   */
  get waitsFor(): 'key' | 'sequence' | undefined {
    const { bytes } = this.#held;
    if (bytes.length === 0 || this.#paste) return undefined;
    return bytes[0] === ESC && bytes.length <= 2 ? 'key' : 'sequence';
  }

  /** Only an ESC is waiting. */
  get holdsEscapeAlone(): boolean {
    const { bytes } = this.#held;
    return bytes.length === 1 && bytes[0] === ESC && !this.#paste;
  }

  push(bytes: Uint8Array): InputEvent[] {
    this.#held.append(bytes);
    return this.#cutAll(false);
  }

  /** Takes what is waiting as it is: ESC is the Escape key, a cut sequence is dropped. */
  flush(): InputEvent[] {
    return this.#paste ? [] : this.#cutAll(true);
  }

  #cutAll(final: boolean): InputEvent[] {
    const events: InputEvent[] = [];
    for (;;) {
      const { bytes } = this.#held;
      if (bytes.length === 0) break;
      if (this.#paste) {
        if (!this.#cutPaste(this.#paste, events)) break;
        continue;
      }
      let cut = this.#cutOne(bytes);
      if (cut === 'more') {
        if (!final && bytes.length <= MAX_SEQUENCE_BYTES) break;
        cut = this.#cutIncomplete(bytes);
      }
      this.#held.drop(cut.length);
      this.#searched = 0;
      if (cut.event) events.push(cut.event);
    }
    return events;
  }

  #cutOne(bytes: Uint8Array): Cut {
    const first = bytes[0] as number;
    if (first !== ESC) return this.#cutCharacter(bytes, 0, false);
    const second = bytes[1];
    if (second === undefined) return 'more';
    switch (second) {
      case 0x5b:
        return this.#cutCsi(bytes);
      case 0x4f:
        return cutSs3(bytes);
      // OSC, DCS, APC, PM, SOS: replies of the terminal.
      case 0x5d:
      case 0x50:
      case 0x5f:
      case 0x5e:
      case 0x58:
        return this.#cutString(bytes);
      case ESC:
        // ESC ESC [ … is an Alt key of rxvt; ESC ESC alone is two Escapes, distinguished by what follows.
        return bytes.length === 2
          ? 'more'
          : { length: 1, event: keyEvent(plainKey('Escape'), bytes.slice(0, 1)) };
      default:
        return this.#cutCharacter(bytes, 1, true);
    }
  }

  #cutCharacter(bytes: Uint8Array, from: number, alt: boolean): Cut {
    if (bytes[from] !== this.eraseByte) return cutCharacter(bytes, from, alt);
    return withKey({ ...plainKey('Backspace'), alt }, bytes.slice(0, from + 1));
  }

  #cutCsi(bytes: Uint8Array): Cut {
    if (bytes[2] === 0x5b) {
      if (bytes.length < 4) return 'more';
      return withKey(decodeLinuxFunctionKey(String.fromCharCode(bytes[3] as number)), bytes.slice(0, 4));
    }
    // X10 mouse: three bytes after CSI M, ignored (we ask for SGR reports).
    if (bytes[2] === 0x4d) return bytes.length < 6 ? 'more' : { length: 6, event: undefined };
    let at = Math.max(2, this.#searched);
    while (at < bytes.length && (bytes[at] as number) >= 0x20 && (bytes[at] as number) <= 0x3f) at++;
    this.#searched = at;
    // rxvt ends sequences with $, an intermediate byte elsewhere: `CSI 5 $` and nothing more.
    if (at === bytes.length) return 'more';
    const final = bytes[at] as number;
    // A control character or ESC inside cuts the sequence off: it is dropped, the new one begins.
    if (final < 0x40 || final > 0x7e) return { length: at, event: undefined };
    if (at - 2 > MAX_PARAMETER_BYTES) return { length: at + 1, event: undefined };
    const parameters = String.fromCharCode(...bytes.subarray(2, at));
    if (final === 0x7e && parameters === PASTE_START) {
      this.#paste = [];
      return { length: at + 1, event: undefined };
    }
    const sequence = bytes.slice(0, at + 1);
    return { length: at + 1, event: decodeCsi(parameters, String.fromCharCode(final), sequence) };
  }

  /** Up to ST or BEL. */
  #cutString(bytes: Uint8Array): Cut {
    for (let at = Math.max(2, this.#searched); at < bytes.length; at++) {
      if (bytes[at] === 0x07)
        return { length: at + 1, event: { type: 'reply', bytes: bytes.slice(0, at + 1) } };
      if (bytes[at] === ESC && bytes[at + 1] === 0x5c)
        return { length: at + 2, event: { type: 'reply', bytes: bytes.slice(0, at + 2) } };
    }
    // An ESC at the end may begin ST.
    this.#searched = bytes.length - 1;
    return 'more';
  }

  /** Moves the received bytes into the paste; false if the end marker has not arrived. */
  #cutPaste(paste: Uint8Array[], events: InputEvent[]): boolean {
    const { bytes } = this.#held;
    const end = indexOfMarker(bytes);
    // Bytes that may begin the end marker stay.
    const length = end >= 0 ? end : bytes.length - markerStart(bytes);
    if (length > 0) paste.push(bytes.slice(0, length));
    this.#pasteBytes += length;
    this.#held.drop(end >= 0 ? length + PASTE_END.length : length);
    if (end < 0 && this.#pasteBytes < MAX_PASTE_BYTES) return false;
    events.push({ type: 'paste', bytes: join(paste) });
    this.#paste = end >= 0 ? undefined : [];
    this.#pasteBytes = 0;
    return end >= 0;
  }

  /** What an unfinished sequence means when nothing follows it. */
  #cutIncomplete(bytes: Uint8Array): Exclude<Cut, 'more'> {
    if (bytes[0] !== ESC) return { length: 1, event: keyEvent(plainKey('\ufffd'), bytes.slice(0, 1)) };
    if (bytes.length === 1 || bytes[1] === ESC)
      return { length: 1, event: keyEvent(plainKey('Escape'), bytes.slice(0, 1)) };
    // `ESC [`, `ESC O` and the like alone: Alt with that character.
    if (bytes.length === 2)
      return withKey({ ...plainKey(String.fromCharCode(bytes[1] as number)), alt: true }, bytes.slice(0, 2));
    return { length: bytes.length, event: undefined };
  }
}

/** A character at `from`: a control, or UTF-8 (invalid bytes are U+FFFD). alt: preceded by ESC. */
function cutCharacter(bytes: Uint8Array, from: number, alt: boolean): Cut {
  const byte = bytes[from] as number;
  const one = (key: Key, length: number): Cut => ({
    length: from + length,
    event: keyEvent({ ...key, alt }, bytes.slice(0, from + length)),
  });
  if (byte < 0x20 || byte === 0x7f)
    return one(CONTROL_KEYS[byte] ?? { ...plainKey(String.fromCharCode(byte + 0x60)), ctrl: true }, 1);
  if (byte < 0x80) return one(normalKey(plainKey(String.fromCharCode(byte))), 1);
  const length =
    byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc2 && byte < 0xe0 ? 2 : 1;
  const available = bytes.subarray(from, from + length);
  const valid = available.every((next, at) => at === 0 || (next & 0xc0) === 0x80);
  if (length === 1 || !valid) return one(plainKey('\ufffd'), 1);
  if (available.length < length) return 'more';
  return one(plainKey(decodeUtf8(available)), length);
}

/** One valid UTF-8 character of 2 to 4 bytes; surrogates and overlong forms are U+FFFD. */
function decodeUtf8(bytes: Uint8Array): string {
  const first = bytes[0] as number;
  let codePoint = first & (0x7f >> bytes.length);
  for (const byte of bytes.subarray(1)) codePoint = (codePoint << 6) | (byte & 0x3f);
  const least = [0, 0, 0x80, 0x800, 0x10000][bytes.length] as number;
  const valid = codePoint >= least && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
  return valid ? String.fromCodePoint(codePoint) : '\ufffd';
}

function cutSs3(bytes: Uint8Array): Cut {
  const final = bytes[2];
  if (final === undefined) return 'more';
  return withKey(decodeSs3(String.fromCharCode(final)), bytes.slice(0, 3));
}

const keyEvent = (key: Key, bytes: Uint8Array): InputEvent => ({ type: 'key', key, bytes });

const withKey = (key: Key | undefined, bytes: Uint8Array): Exclude<Cut, 'more'> => ({
  length: bytes.length,
  event: key && keyEvent(key, bytes),
});

function indexOfMarker(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(ESC); at >= 0; at = bytes.indexOf(ESC, at + 1))
    if (PASTE_END.every((byte, offset) => bytes[at + offset] === byte)) return at;
  return -1;
}

/** How many bytes at the end are a beginning of the end marker. */
function markerStart(bytes: Uint8Array): number {
  for (let length = Math.min(PASTE_END.length - 1, bytes.length); length > 0; length--)
    if (PASTE_END.slice(0, length).every((byte, at) => bytes[bytes.length - length + at] === byte))
      return length;
  return 0;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
