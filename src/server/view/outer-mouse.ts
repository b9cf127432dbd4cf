// The mouse modes of one client's terminal: as many reports as somebody here has a use for.
// Owns what was last set. Leaves their end to text/terminal-setup.ts, which the client writes on every way out.
// Source: xterm's ctlseqs, 1000 and 1002 (buttons and drags), 1003 (every motion), 1006 (SGR, beyond column 223).

/** buttons: presses, releases, drags and the wheel. motion: also the pointer alone, which some programs ask for. */
export type MouseReports = 'off' | 'buttons' | 'motion';

const OFF = '\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?1006l';
const BUTTONS = '\x1b[?1006h\x1b[?1000h\x1b[?1002h';
/** 1003 last: to leave it switches the others off in some terminals, so that all is set again. */
const SEQUENCES: Readonly<Record<MouseReports, string>> = {
  off: OFF,
  buttons: `\x1b[?1003l${BUTTONS}`,
  motion: `${BUTTONS}\x1b[?1003h`,
};

export class OuterMouse {
  #set: MouseReports = 'off';

  /** The bytes that bring the terminal there; '' when it is there. */
  follow(wanted: MouseReports): string {
    if (wanted === this.#set) return '';
    this.#set = wanted;
    return SEQUENCES[wanted];
  }

  /** What the terminal has is not known: the next follow() says it again. */
  forget(): void {
    this.#set = 'off';
  }
}
