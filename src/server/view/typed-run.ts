// Characters that arrived in one read of a terminal, as from a burst of keys or a paste without marks: passed
// on together, since every write to a program and every change of a dialog costs the same for one as for
// thousands. Owns what is collected. Leaves what a character means to client-view.ts. Invariant: the order of
// what was typed.

import type { InputEvent } from '../../keymap/input-event.js';
import type { ManagedSession } from '../../session/managed-session.js';

export type KeyEvent = Extract<InputEvent, { type: 'key' }>;

export interface TypedRunPorts {
  toDialog(text: string): void;
  /** bytes: a string if it was one key. */
  toSession(session: ManagedSession, bytes: Uint8Array | string): void;
}

export class TypedRun {
  #isReading = false;
  #text = '';
  #session: ManagedSession | undefined;
  #pieces: (Uint8Array | string)[] = [];

  readonly #ports: TypedRunPorts;

  constructor(ports: TypedRunPorts) {
    this.#ports = ports;
  }

  /** What is collected within read is passed on at its end. */
  during(read: () => void): void {
    this.#isReading = true;
    try {
      read();
    } finally {
      this.#isReading = false;
      this.flush();
    }
  }

  /** False: not now. */
  takeText(event: InputEvent): boolean {
    if (!this.#isReading || !isCharacter(event)) return false;
    this.#text += event.key.name === 'Space' ? ' ' : event.key.name;
    return true;
  }

  /** As takeText; bytes: the key, encoded for the session's program. */
  takeBytes(session: ManagedSession, event: InputEvent, bytes: Uint8Array | string): boolean {
    if (!this.#isReading || !isCharacter(event)) return false;
    if (session !== this.#session) this.flush();
    this.#session = session;
    this.#pieces.push(bytes);
    return true;
  }

  /** Called before anything but a character is handled. */
  flush(): void {
    const [text, session, pieces] = [this.#text, this.#session, this.#pieces];
    this.#text = '';
    this.#session = undefined;
    this.#pieces = [];
    if (text !== '') this.#ports.toDialog(text);
    const [first] = pieces;
    if (session && first !== undefined)
      this.#ports.toSession(session, pieces.length === 1 ? first : join(pieces));
  }
}

/** A character typed as it is: what ends a line, moves or interrupts is passed on separately. */
export function isCharacter(event: InputEvent): event is KeyEvent {
  if (event.type !== 'key') return false;
  const { name, ctrl, alt } = event.key;
  return !ctrl && !alt && (name === 'Space' || [...name].length === 1);
}

const join = (pieces: readonly (Uint8Array | string)[]): Uint8Array =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
