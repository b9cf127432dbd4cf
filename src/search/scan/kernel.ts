// The innermost loops of the scan, 16 bytes at once: kernel.wat, assembled with `wat2wasm` of the package
// wabt. Owns its memory, into which files are read directly. Leaves what is found to byte-scanner.ts.

import { Buffer } from 'node:buffer';

const KERNEL =
  'AGFzbQEAAAABEwJgA39/fwF/YAd/f39/f39/AX8DAwIAAQUDAQBgBxgDBm1lbW9yeQIABG5leHQAAARwYWlyAAEK7QECZQIBewF/' +
  'AkADQCAAIAFPDQEgAP0ABAAhAyADQQr9D/0jIANBwwH9D/1xIAL9D/0q/VAgA0HhAf0P/SP9UP1kIQQgBARAIAAgBGhqIQAMAgsg' +
  'AEEQaiEADAALCyAAIAEgACABSRsLhAEDAnsBfwR7IAL9DyEKIAP9DyELIAX9DyEMIAb9DyENAkADQCAAIAFPDQEgAP0ABAAhByAA' +
  'IARq/QAEACEIIAcgCv0jIAcgC/0j/VAgCCAM/SMgCCAN/SP9UP1O/WQhCSAJBEAgACAJaGohAAwCCyAAQRBqIQAMAAsLIAAgASAA' +
  'IAFJGws=';

/** That must be there after the last byte that is looked at. */
export const PADDING_BYTES = 64;
/** Of the two bytes of a pair. */
export const MOST_DISTANCE = 32;

const PAGE_BYTES = 65_536;

/** What Node's types lack of WebAssembly. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface Exports {
  memory: WasmMemory;
  next(from: number, to: number, leads: number): number;
  pair(from: number, to: number, ...pair: PairOfBytes): number;
}
interface WasmApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
}

/** A byte and its other case, the distance to another byte, that one and its other case. */
export type PairOfBytes = readonly [number, number, number, number, number];

export class Kernel {
  #bytes: Buffer;
  readonly #exports: Exports;

  constructor() {
    const { Module, Instance } = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
    const instance = new Instance(new Module(Buffer.from(KERNEL, 'base64')));
    this.#exports = instance.exports as Exports;
    this.#bytes = Buffer.from(this.#exports.memory.buffer);
  }

  /** Its memory; another one after makeRoom(). */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** What is there stays. */
  makeRoom(bytes: number): void {
    const missing = bytes + PADDING_BYTES - this.#bytes.length;
    if (missing <= 0) return;
    this.#exports.memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.#bytes = Buffer.from(this.#exports.memory.buffer);
  }

  /** The next line feed in [from, to), or first byte of a letter that folding may change; else to. */
  next(from: number, to: number, leads: number): number {
    return this.#exports.next(from, to, leads);
  }

  /** The next place of the pair's first byte in [from, to); else to. */
  pair(from: number, to: number, pair: PairOfBytes): number {
    return this.#exports.pair(from, to, ...pair);
  }
}
