// What of a chat's screen is its user's alone, such as a menu with the names of other sessions (pure): for
// viewers of a shared session it is blank. A chat marks it by SGR 8 (concealed), which it has no other use
// for: the mark travels with the text into the cells, so that none is seen before it is known whose it is.
// There it becomes an underline colour that no program can set. Owns both marks. Leaves blanking to
// server/shares/.

import { COLOUR_ROLE } from './cell-grid.js';

/** Of a cell that is not shared: its underline colour. Roles begin above it. */
export const UNSHARED = COLOUR_ROLE | 1;

/** A line, or a part of one, that is not shared. */
export const unshared = (text: string): string => `\x1b[8m${text}\x1b[28m`;
