// Which background a viewer's terminal has, so that what it is sent can be read there. Owns the question, the
// replies among the keys, and how long is waited for them. Leaves what colours follow to the server. Sources:
// xterm's ctlseqs (OSC 11, DA1).

import { parseColour } from '../text/terminal-colours.js';
import type { KeyInput } from './key-input.js';

/** DA1 last, which every terminal answers: then the first has been answered, or never will be. */
const QUESTION = '\x1b]11;?\x1b\\\x1b[c';
/** Longer than most lines delay a reply; without one the picture has no colours of a theme. */
const ANSWER_MS = 1_000;
const MOST_BYTES = 1_024;

const BACKGROUND = /\x1b\]11;([^\x07\x1b]+)(?:\x07|\x1b\\)/;
const DEVICE_ATTRIBUTES = /\x1b\[\?[\d;]*c/;

/** 0xRRGGBB; null: it does not say. Keys that are typed meanwhile stay held. */
export function askBackground(
  keys: Pick<KeyInput, 'hold'>,
  write: (text: string) => void,
  answerMs = ANSWER_MS,
): Promise<number | null> {
  return new Promise((resolve) => {
    let replies = '';
    const finish = (): void => {
      clearTimeout(timer);
      keys.hold();
      resolve(parseColour(BACKGROUND.exec(replies)?.[1] ?? '') ?? null);
    };
    const timer = setTimeout(finish, answerMs);
    keys.hold((bytes) => {
      // A reply may come in parts; a key with an ESC means nothing here.
      if (replies === '' && !bytes.includes('\x1b')) return false;
      replies += bytes.toString('latin1');
      if (DEVICE_ATTRIBUTES.test(replies) || replies.length > MOST_BYTES) finish();
      return true;
    });
    write(QUESTION);
  });
}
