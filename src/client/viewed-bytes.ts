// What of a share's bytes reaches the viewer's terminal (pure): characters, and those sequences that draw a
// frame. Its server belongs to another user, who may not be trusted with this terminal: clipboard,
// notifications, queries, strings for printers and devices are dropped. Owns that list; holds what is cut at
// the end of a chunk. Sources: ECMA-48; xterm's ctlseqs.

const ESC = 0x1b;
const BEL = 0x07;
/** The first byte of U+0080 to U+00BF in UTF-8; up to U+009F they are controls, as ESC and a letter are. */
const C1_LEAD = 0xc2;
const isC1 = (byte: number): boolean => byte >= 0x80 && byte <= 0x9f;
const C1 = /\xc2[\x80-\x9f]/;
/** More is no sequence of a frame: a link's target has some 2,000. */
const MOST_BYTES = 4_096;

/** CSI: moving, erasing, scrolling, SGR, margins, cursor shape; modes only of these. */
const CSI = /^[\d;:]*(?:[A-HJ-MPSTXdfmr]| q)$/;
const MODES = /^\?(?:7|25|69|2026)[hl]$/;
/** With the margins of `?69` alone, as frames have it. */
const SIDE_MARGINS = /^\d+;\d+s$/;
/** Title, link, colour of the cursor and its undoing. */
const OSC = /^(?:0;|8;|12;(?:#|rgb:)|112$)/;

export class ViewedBytes {
  #held: number[] = [];
  #state: 'text' | 'lead' | 'escape' | 'csi' | 'osc' | 'osc-escape' | 'string' | 'string-escape' = 'text';

  /** What may be written of the next bytes. */
  pass(bytes: Uint8Array): Uint8Array {
    const passed: number[] = [];
    for (const byte of bytes) this.#take(byte, passed);
    return Uint8Array.from(passed);
  }

  #take(byte: number, passed: number[]): void {
    switch (this.#state) {
      case 'text':
        if (byte === ESC) this.#begin('escape', byte);
        else if (byte === C1_LEAD) this.#begin('lead', byte);
        // Of C0 a frame moves the cursor alone.
        else if (byte >= 0x20 ? byte !== 0x7f : byte === 0x0a || byte === 0x0d || byte === 0x08)
          passed.push(byte);
        return;
      case 'lead':
        this.#drop();
        if (isC1(byte)) return;
        passed.push(C1_LEAD);
        return this.#take(byte, passed);
      case 'escape':
        return this.#afterEscape(byte, passed);
      case 'csi':
        this.#hold(byte);
        if (byte >= 0x40 && byte <= 0x7e) this.#end(passed, isDrawing);
        else if (byte < 0x20) this.#drop();
        return;
      case 'osc':
        if (byte === BEL) return this.#endOsc(passed, byte);
        if (byte === ESC) this.#state = 'osc-escape';
        else if (byte < 0x20 || byte === 0x7f) this.#state = 'string';
        else this.#hold(byte);
        return;
      case 'osc-escape':
        if (byte === 0x5c) this.#endOsc(passed, ESC, byte);
        else this.#restart(byte, passed);
        return;
      case 'string':
        if (byte === BEL) this.#drop();
        else if (byte === ESC) this.#state = 'string-escape';
        return;
      case 'string-escape':
        if (byte === 0x5c) this.#drop();
        else this.#restart(byte, passed);
    }
  }

  #afterEscape(byte: number, passed: number[]): void {
    this.#hold(byte);
    if (byte === 0x5b) this.#state = 'csi';
    else if (byte === 0x5d) this.#state = 'osc';
    // Reverse index.
    else if (byte === 0x4d) this.#end(passed, () => true);
    // DCS, SOS, PM, APC: until their ends.
    else if ([0x50, 0x58, 0x5e, 0x5f].includes(byte)) this.#state = 'string';
    else if (byte === ESC) this.#begin('escape', byte);
    else if (byte < 0x20 || byte > 0x2f) this.#drop();
  }

  /** An ESC ended what it was in; this follows it. */
  #restart(byte: number, passed: number[]): void {
    this.#begin('escape', ESC);
    this.#afterEscape(byte, passed);
  }

  #begin(state: 'escape' | 'lead', byte: number): void {
    this.#state = state;
    this.#held = [byte];
  }

  #hold(byte: number): void {
    this.#held.push(byte);
    if (this.#held.length > MOST_BYTES) {
      this.#state = this.#state === 'osc' ? 'string' : 'text';
      this.#held = [];
    }
  }

  #endOsc(passed: number[], ...terminator: number[]): void {
    const body = textOf(this.#held.slice(2));
    const isFrame = OSC.test(body) && !C1.test(body);
    if (isFrame) for (const byte of [...this.#held, ...terminator]) passed.push(byte);
    this.#drop();
  }

  #end(passed: number[], may: (body: string) => boolean): void {
    if (may(textOf(this.#held.slice(2)))) for (const byte of this.#held) passed.push(byte);
    this.#drop();
  }

  #drop(): void {
    this.#state = 'text';
    this.#held = [];
  }
}

const textOf = (bytes: readonly number[]): string => String.fromCharCode(...bytes);

const isDrawing = (body: string): boolean => CSI.test(body) || MODES.test(body) || SIDE_MARGINS.test(body);
