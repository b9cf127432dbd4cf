// Bytes that grow at their end (pure): text is collected in UTF-8 without a string per piece.

const ZERO = 0x30;
const FIRST_BYTES = 4 * 1024;

export class ByteBuffer {
  bytes = new Uint8Array(FIRST_BYTES);
  length = 0;

  /** Makes room for more bytes; what is written directly into `bytes` is counted by adding to `length`. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  ascii(text: string): void {
    this.reserve(text.length);
    for (let at = 0; at < text.length; at++) this.bytes[this.length++] = text.charCodeAt(at);
  }

  /** value: 0 to 999. */
  decimal(value: number): void {
    this.reserve(3);
    if (value >= 100) this.bytes[this.length++] = ZERO + Math.floor(value / 100);
    if (value >= 10) this.bytes[this.length++] = ZERO + (Math.floor(value / 10) % 10);
    this.bytes[this.length++] = ZERO + (value % 10);
  }

  text(text: string): void {
    for (const character of text) this.codePoint(character.codePointAt(0) as number);
  }

  codePoint(code: number): void {
    this.reserve(4);
    const { bytes } = this;
    if (code < 0x80) {
      bytes[this.length++] = code;
      return;
    }
    if (code < 0x800) {
      bytes[this.length++] = 0xc0 | (code >> 6);
    } else {
      if (code < 0x10000) {
        bytes[this.length++] = 0xe0 | (code >> 12);
      } else {
        bytes[this.length++] = 0xf0 | (code >> 18);
        bytes[this.length++] = 0x80 | ((code >> 12) & 0x3f);
      }
      bytes[this.length++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[this.length++] = 0x80 | (code & 0x3f);
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** The bytes so far, in a buffer of exactly their size; the next piece starts a new one. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  /** Releases the room that it grew to; only if empty. */
  release(): void {
    if (this.bytes.length > FIRST_BYTES) this.bytes = new Uint8Array(FIRST_BYTES);
  }
}
