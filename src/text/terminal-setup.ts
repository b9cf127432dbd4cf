// What a terminal is sent when a client attaches, and what resets everything that a server's frames may have
// set: one file, so that the two stay a pair. Owns those bytes for every family. Leaves who writes them, and
// when, to frame/ and client/. Sources: xterm's ctlseqs; CSI < u: kitty's keyboard protocol; 2026:
// synchronized output; 2031: contour.

import type { Sequences } from './terminal-family.js';

const parts = (...list: readonly (readonly [boolean, string])[]): string =>
  list.map(([isKnown, bytes]) => (isKnown ? bytes : '')).join('');

/**
 * Alternate screen, window title saved on the terminal's stack, bracketed paste, focus events; keypad keys
 * distinguished (DECKPAM). Without an alternate screen, the first frame clears the only one.
 */
export const enterSequence = (has: Sequences): string =>
  parts(
    [has.alternateScreen, '\u001b[?1049h'],
    [has.titles, '\u001b[22;0t'],
    [has.pasteAndFocus, '\u001b[?2004h\u001b[?1004h'],
    [true, '\u001b='],
  );

const MOUSE_MODES = [1000, 1001, 1002, 1003, 1005, 1006];
const MOUSE_OFF = MOUSE_MODES.map((mode) => `\u001b[?${mode}l`).join('');

/**
 * Leaves every mode that the server's frames may have set. What belongs to the alternate screen (keyboard
 * flags, margins, charset) is reset before 1049, which brings back the primary screen with its cursor; a
 * later CSI r would send that cursor home. Without an alternate screen, the frame is cleared.
 */
export const leaveSequence = (has: Sequences): string =>
  parts(
    [has.titles, '\u001b\\'], // ends a title that was cut in the middle
    [has.questions, '\u001b[?2026l'], // shows what a frame that never ended has drawn
    [has.keyboard, '\u001b[<u\u001b[>4m'], // kitty's flags, the alternate screen's; the user's own modifyOtherKeys
    [has.mouse, MOUSE_OFF],
    [has.pasteAndFocus, '\u001b[?1004l\u001b[?2004l'],
    [has.questions, '\u001b[?2031l'], // reports of colour changes
    [true, '\u001b[?1l\u001b>'], // cursor keys and keypad
    [true, '\u001b[?7h'], // wrapping
    [true, '\u001b(B\u000f'], // G0 is ASCII, and shifted in
    [true, '\u001b[m'],
    [has.links, '\u001b]8;;\u001b\\'],
    [has.cursorLook, '\u001b[0 q\u001b]112\u001b\\'],
    [has.pointerShapes, '\u001b]22;\u001b\\'],
    [true, '\u001b[r'], // margins
    [has.questions, '\u001b[?69l'],
    [has.alternateScreen, '\u001b[?1049l'],
    [!has.alternateScreen, '\u001b[H\u001b[J'],
    [has.titles, '\u001b[23;0t'], // title and icon name, as pushed at the start
    [has.cursorVisibility, '\u001b[?25h'],
  );
