// What a terminal is sent when a client attaches, and what resets everything that a server's frames may have
// set: one file, so that the two stay a pair. Owns those bytes for every family. Leaves who writes them, and
// when, to frame/ and client/. Sources: xterm's ctlseqs; CSI < u: kitty's keyboard protocol; 2026:
// synchronized output; 2031: contour; OSC 7501: the Program Status Protocol.

import type { Sequences } from './terminal-family.js';

const parts = (...list: readonly (readonly [boolean, string])[]): string =>
  list.map(([isKnown, bytes]) => (isKnown ? bytes : '')).join('');

/**
 * Alternate screen, window title saved on the terminal's stack, bracketed paste, focus events; keypad keys
 * distinguished (DECKPAM). Without an alternate screen, the first frame clears the only one.
 */
export const enterSequence = (has: Sequences): string =>
  parts(
    [has.alternateScreen, '\x1b[?1049h'],
    [has.titles, '\x1b[22;0t'],
    [has.pasteAndFocus, '\x1b[?2004h\x1b[?1004h'],
    [true, '\x1b='],
  );

const MOUSE_MODES = [1000, 1001, 1002, 1003, 1005, 1006];
const MOUSE_OFF = MOUSE_MODES.map((mode) => `\x1b[?${mode}l`).join('');

/**
 * Leaves every mode that the server's frames may have set. What belongs to the alternate screen (keyboard
 * flags, margins, charset) is reset before 1049, which brings back the primary screen with its cursor; a
 * later CSI r would send that cursor home. Without an alternate screen, the frame is cleared.
 */
export const leaveSequence = (has: Sequences): string =>
  parts(
    [has.titles, '\x1b\\'], // ends a title that was cut in the middle
    [has.questions, '\x1b[?2026l'], // shows what a frame that never ended has drawn
    [has.keyboard, '\x1b[<u\x1b[>4m'], // kitty's flags, the alternate screen's; the user's own modifyOtherKeys
    [has.mouse, MOUSE_OFF],
    [has.pasteAndFocus, '\x1b[?1004l\x1b[?2004l'],
    [has.questions, '\x1b[?2031l'], // reports of colour changes
    [has.questions, '\x1b]7501;state=clear\x1b\\'], // what it was told of the sessions
    [true, '\x1b[?1l\x1b>'], // cursor keys and keypad
    [true, '\x1b[?7h'], // wrapping
    [true, '\x1b(B\u000f'], // G0 is ASCII, and shifted in
    [true, '\x1b[m'],
    [has.links, '\x1b]8;;\x1b\\'],
    [has.cursorLook, '\x1b[0 q\x1b]112\x1b\\'],
    [has.pointerShapes, '\x1b]22;\x1b\\'],
    [true, '\x1b[r'], // margins
    [has.questions, '\x1b[?69l'],
    [has.alternateScreen, '\x1b[?1049l'],
    [!has.alternateScreen, '\x1b[H\x1b[J'],
    [has.titles, '\x1b[23;0t'], // title and icon name, as pushed at the start
    [has.cursorVisibility, '\x1b[?25h'],
  );
