// The mouse modes of one client's terminal: as many reports as somebody here needs. Owns what was last set.
// Leaves resetting them to text/terminal-setup.ts, which the client writes at every exit.
// Source: xterm's ctlseqs, 1000 and 1002 (buttons and drags), 1003 (every motion), 1006 (SGR, beyond column
// 223).

/**
 * buttons: presses, releases, drags and the wheel. motion: also the pointer alone, which some programs ask
 * for.
 */
export type MouseReports = 'off' | 'buttons' | 'motion';

const OFF = '\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?1006l';
const BUTTONS = '\x1b[?1006h\x1b[?1000h\x1b[?1002h';
/** 1003 last: resetting it switches off the others in some terminals, so everything is set again. */
const SEQUENCES: Readonly<Record<MouseReports, string>> = {
  off: OFF,
  buttons: `\x1b[?1003l${BUTTONS}`,
  motion: `${BUTTONS}\x1b[?1003h`,
};

export class OuterMouse {
  #set: MouseReports = 'off';

  /** The bytes that bring the terminal there; '' if it is already there. */
  follow(wanted: MouseReports): string {
    if (wanted === this.#set) return '';
    this.#set = wanted;
    return SEQUENCES[wanted];
  }

  /** The terminal's state is unknown: the next follow() sends it again. */
  forget(): void {
    this.#set = 'off';
  }
}
