// The standard input and output of a child as one stream, as a socket is one. Owns flow control in both
// directions. Leaves the child's start and end to open-ssh.ts.

import { Duplex, type Readable, type Writable } from 'node:stream';

export class ChildStream extends Duplex {
  readonly #output: Readable;
  readonly #input: Writable;

  constructor(output: Readable, input: Writable) {
    super({ allowHalfOpen: false });
    this.#output = output;
    this.#input = input;
    output.on('data', (bytes: Buffer) => {
      if (!this.push(bytes)) output.pause();
    });
    output.once('end', () => this.push(null));
    output.once('error', () => this.destroy());
    // It has ended, which its output says as well.
    input.on('error', () => {});
    // The other end reads nothing any more: what is waiting will never be written.
    this.once('end', () => this.destroy());
  }

  override _read(): void {
    this.#output.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#input.write(bytes, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#input.destroy();
    this.#output.destroy();
    done(error);
  }
}
