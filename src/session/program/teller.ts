// Whether the program that reported a state is still alive, if a shell is around it: an agent that is killed
// there clears nothing, and a shell without OSC 133 does not say that it is over. Owns remembering its
// process group and when to check it. Leaves what follows from its end to program-watch.ts. Invariant: a
// timer exists only for a pane that printed while what it the program reported still matters.

export interface TellerPorts {
  /** The process group in the foreground of the terminal; undefined: the system does not say. */
  foregroundGroup(): number | undefined;
  groupExists(group: number): boolean;
  /** It has ended. */
  onGone(): void;
}

/** The shell's prompt comes after its end; what works prints all the time. */
const LOOK_MS = 1_000;

export class Teller {
  #group: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  readonly #ports: TellerPorts;

  constructor(ports: TellerPorts) {
    this.#ports = ports;
  }

  /** The process in the foreground now has reported something. */
  told(): void {
    this.#group = this.#ports.foregroundGroup();
  }

  /** Nothing that it reported counts any more. */
  forget(): void {
    this.#group = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Its terminal printed, perhaps what comes after it. */
  printed(): void {
    if (this.#group === undefined || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.look();
    }, LOOK_MS);
    this.#timer.unref();
  }

  /** Checks now. */
  look(): void {
    if (this.#group === undefined || this.#ports.groupExists(this.#group)) return;
    this.forget();
    this.#ports.onGone();
  }
}
