// Where bracketed pastes begin and end in what a terminal sends. Owns finding the two marks, which a
// read may cut. Leaves what becomes of a paste to whoever reads the terminal.

const START = '\x1b[200~';
const END = '\x1b[201~';
const CUT_START = /\x1b\[(?:2(?:00?)?)?$/;

export class PasteMarks {
  #isPasting = false;
  /** The last bytes of what went before: a mark may be cut by a read. */
  #tail = '';

  /** After all that was read. */
  get isPasting(): boolean {
    return this.#isPasting;
  }

  /** The bytes in parts that end after each mark; isPasting is that of the part which was given last. */
  *read(bytes: Buffer): Generator<Buffer> {
    let rest = bytes;
    while (rest.length > 0) {
      const at = this.#findMark(rest, this.#isPasting ? END : START);
      const part = at === undefined ? rest : rest.subarray(0, at);
      this.#tail = (this.#tail + part.subarray(-END.length).toString('latin1')).slice(1 - END.length);
      rest = rest.subarray(part.length);
      if (at !== undefined) {
        this.#isPasting = !this.#isPasting;
        this.#tail = '';
      }
      yield part;
    }
  }

  /** Whatever was begun: what follows is no part of a paste. */
  end(): void {
    this.#isPasting = false;
    this.#tail = '';
  }

  /** Whether what follows belongs to a paste of which a part was read; also if that is a part of its mark. */
  cut(): boolean {
    if (!this.#isPasting && CUT_START.test(this.#tail)) {
      this.#isPasting = true;
      this.#tail = '';
    }
    return this.#isPasting;
  }

  /** Where the mark ends in these bytes, of which its first part may have come before. */
  #findMark(bytes: Buffer, mark: string): number | undefined {
    const text = this.#tail + bytes.toString('latin1');
    const at = text.indexOf(mark);
    return at === -1 ? undefined : at + mark.length - this.#tail.length;
  }
}
