// Whether output is only lines of text (pure): then the last screenful alone decides what a terminal shows in
// the end, so that the rest need not be parsed to be seen. Owns a small state machine over raw bytes. Plain
// are printable characters, tabs, CR, LF after CR, and complete SGR sequences; everything else is not.
// Invariant: what is plain is plain however it is chunked.

const HT = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;
const DEL = 0x7f;
/** First byte of a C1 control in UTF-8; the second is below 0xa0. */
const C1_LEAD = 0xc2;
const LEFT_BRACKET = 0x5b;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const LETTER_M = 0x6d;

/** 0: text. 1: examined more closely. */
const SPECIAL = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === DEL || byte === C1_LEAD ? 1 : 0,
);

/**
 * Longer SGR sequences than any program writes; a block of the backlog has room for one beyond its intended
 * size.
 */
export const MAX_SGR_BYTES = 128;

type State = 'text' | 'return' | 'lead' | 'escape' | 'sequence';

export class PlainScan {
  /** LFs so far. */
  lines = 0;
  /** Only plain output has arrived. */
  isPlain = true;
  /** What came before is unknown: an LF may be the second half of a CR LF. */
  #state: State = 'return';
  #sequenceBytes = 0;

  /** No SGR sequence is open: bytes may be cut here. */
  get isBetween(): boolean {
    return this.#state !== 'escape' && this.#state !== 'sequence';
  }

  push(bytes: Uint8Array): void {
    if (!this.isPlain) return;
    let lines = 0;
    let state = this.#state;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (state === 'text') {
        if (SPECIAL[byte] === 0) continue;
      } else if (state === 'return') {
        if (byte === LF) {
          lines++;
          state = 'text';
          continue;
        }
      } else {
        const next = this.#within(state, byte);
        if (next === undefined) return;
        state = next;
        continue;
      }
      const next = after(byte);
      if (next === undefined) {
        this.isPlain = false;
        return;
      }
      if (next === 'escape') this.#sequenceBytes = 1;
      state = next;
    }
    this.lines += lines;
    this.#state = state;
  }

  #within(state: State, byte: number): State | undefined {
    const next = state === 'lead' ? behindLead(byte) : inSequence(state, byte);
    const isTooLong = state !== 'lead' && ++this.#sequenceBytes > MAX_SGR_BYTES;
    if (next === undefined || isTooLong) this.isPlain = false;
    return this.isPlain ? next : undefined;
  }
}

/** A byte in text; undefined: it is not plain. */
function after(byte: number): State | undefined {
  if (SPECIAL[byte] === 0 || byte === HT) return 'text';
  if (byte === CR) return 'return';
  if (byte === ESC) return 'escape';
  return byte === C1_LEAD ? 'lead' : undefined;
}

const behindLead = (byte: number): State | undefined => (byte >= 0xa0 ? 'text' : undefined);

function inSequence(state: State, byte: number): State | undefined {
  if (state === 'escape') return byte === LEFT_BRACKET ? 'sequence' : undefined;
  if (byte === LETTER_M) return 'text';
  const isParameter = (byte >= 0x30 && byte <= 0x39) || byte === COLON || byte === SEMICOLON;
  return isParameter ? 'sequence' : undefined;
}
