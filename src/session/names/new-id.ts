// Ids of sessions, turns and panes.

import { customRandom } from 'nanoid';
import { randomBytesNow } from '../../files/random-bytes.js';

/** Lower case and digits only: an id never looks like a flag, and is typed easily. */
export const newId = customRandom('0123456789abcdefghijklmnopqrstuvwxyz', 12, randomBytesNow);
