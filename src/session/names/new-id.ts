// Ids of sessions, turns and panes.

import { customAlphabet } from 'nanoid';

/** Lower case and digits only: an id never looks like a flag, and is typed easily. */
export const newId = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 12);
