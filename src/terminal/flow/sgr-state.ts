// Which SGR sequences produce the style in effect after some output: what must be sent again to continue
// without the output. Owns their order and what supersedes what. Source: ECMA-48 8.3.117, xterm's ctlseqs
// (38, 48, 58).
// Invariant: the text has at most one sequence per attribute, however much was applied.

const ESC = 0x1b;
const RESET = '\x1b[m';
/** Sequences that this file finds in output: ESC [, parameters, m. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const SEQUENCE = /\x1b\[([0-9:;]*)m/g;

export class SgrState {
  #isReset = false;
  /** Attribute to the parameters that set it last, in the order in which they arrived. */
  #set = new Map<string, string>();
  /** A sequence was malformed: only the emulator knows what it does. */
  #isUnknown = false;

  clone(): SgrState {
    const copy = new SgrState();
    copy.#isReset = this.#isReset;
    copy.#set = new Map(this.#set);
    copy.#isUnknown = this.#isUnknown;
    return copy;
  }

  /** The style does not depend on what came before. */
  get isReset(): boolean {
    return this.#isReset;
  }

  /** undefined: not known. */
  get text(): string | undefined {
    if (this.#isUnknown) return undefined;
    return (this.#isReset ? RESET : '') + [...this.#set.values()].map((set) => `\x1b[${set}m`).join('');
  }

  /** Output with whole sequences only. */
  apply(output: Uint8Array): void {
    // Most output has none; looking for one byte costs next to nothing.
    if (!output.includes(ESC)) return;
    const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
    // What came before the last reset does not count.
    const reset = Math.max(bytes.lastIndexOf(RESET), bytes.lastIndexOf('\x1b[0m'));
    for (const [, parameters] of bytes.toString('latin1', Math.max(0, reset)).matchAll(SEQUENCE))
      this.#applySequence((parameters as string).split(';'));
  }

  #applySequence(parameters: string[]): void {
    for (let at = 0; at < parameters.length;) {
      const first = parameters[at] as string;
      const code = Number(first.split(':', 1)[0]);
      if (code === 0) {
        this.#isReset = true;
        this.#isUnknown = false;
        this.#set.clear();
        at++;
        continue;
      }
      const length = first.includes(':') ? 1 : lengthOf(code, parameters[at + 1]);
      if (length === undefined || at + length > parameters.length) {
        this.#isUnknown = true;
        return;
      }
      const attribute = attributeOf(code);
      // To the end of the order: 1 after 22 is bold, 22 after 1 is not.
      this.#set.delete(attribute);
      this.#set.set(attribute, parameters.slice(at, at + length).join(';'));
      at += length;
    }
  }
}

/** Parameters that belong together, from a code on; undefined: malformed. */
function lengthOf(code: number, next: string | undefined): number | undefined {
  if (code !== 38 && code !== 48 && code !== 58) return 1;
  if (next === '5') return 3;
  return next === '2' ? 5 : undefined;
}

function attributeOf(code: number): string {
  if ((code >= 30 && code <= 39) || (code >= 90 && code <= 97)) return 'foreground';
  if ((code >= 40 && code <= 49) || (code >= 100 && code <= 107)) return 'background';
  return code === 58 || code === 59 ? 'underline colour' : String(code);
}
