// Characters that arrived in one read of a terminal, as from a burst of keys or a paste without marks: passed
// on together, since every write to a program and every change of a dialog costs the same for one as for
// thousands. Owns what is collected. Leaves what a character means to client-view.ts. Invariant: each
// session gets the order of what was typed.

import type { InputEvent } from '../../keymap/input-event.js';
import type { ManagedSession } from '../../session/managed-session.js';

export type KeyEvent = Extract<InputEvent, { type: 'key' }>;

type Modes = ReturnType<ManagedSession['inputModes']>;

export interface TypedRunPorts {
  toDialog(text: string): void;
  /** bytes: a string if it was one key. */
  toSession(session: ManagedSession, bytes: Uint8Array | string): void;
}

export class TypedRun {
  #isReading = false;
  #text = '';
  #pieces = new Map<ManagedSession, (Uint8Array | string)[]>();
  /** What a program prints is parsed between two reads, and never within a run. */
  #modes = new Map<ManagedSession, Modes>();

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
    const pieces = this.#pieces.get(session);
    if (pieces) pieces.push(bytes);
    else this.#pieces.set(session, [bytes]);
    return true;
  }

  /** How its program wants keys: asked once for all characters of a run, since the system may be asked. */
  modesOf(session: ManagedSession): Modes {
    if (!this.#isReading) return session.inputModes();
    const known = this.#modes.get(session) ?? session.inputModes();
    if (known) this.#modes.set(session, known);
    return known;
  }

  /** Called before anything but a character is handled. */
  flush(): void {
    if (this.#modes.size > 0) this.#modes = new Map();
    const [text, written] = [this.#text, this.#pieces];
    if (text === '' && written.size === 0) return;
    this.#text = '';
    this.#pieces = new Map();
    if (text !== '') this.#ports.toDialog(text);
    for (const [session, pieces] of written) {
      const [first] = pieces;
      if (first !== undefined) this.#ports.toSession(session, pieces.length === 1 ? first : join(pieces));
    }
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
