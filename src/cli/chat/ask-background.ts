// Asks the terminal of `qmux chat` for its background before the first line is drawn, so that it is drawn in
// colours that can be read there. Owns the question and finding the answer among what is typed meanwhile,
// which is put back. Sources: xterm's ctlseqs (OSC 11, DA1).

import type { ReadStream, WriteStream } from 'node:tty';
import { parseReply } from '../../keymap/terminal-reply.js';

/** DA1 last: every terminal answers it, and in order. */
const QUESTION = '\x1b]11;?\x1b\\\x1b[c';
const REPLY = new RegExp('\x1b\\]11;[^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b\\[\\?[\\d;]*c', 'g');
/** Longer than a terminal on this machine takes, shorter than anybody waits for a prompt. */
const ANSWER_TIME_MS = 150;

/** 0xRRGGBB; undefined: it does not say. stdin is in raw mode. */
export async function askBackground(stdin: ReadStream, stdout: WriteStream): Promise<number | undefined> {
  let read = '';
  let background: number | undefined;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(finish, ANSWER_TIME_MS);
    stdin.on('data', onData);
    stdin.resume();
    stdout.write(QUESTION);

    function onData(bytes: Buffer): void {
      // One character for each byte, so that what is put back is what was read.
      read += bytes.toString('latin1');
      let isAnswered = false;
      read = read.replaceAll(REPLY, (text) => {
        const reply = parseReply(Buffer.from(text, 'latin1'));
        if (reply?.type === 'colour') background = reply.rgb;
        isAnswered ||= reply?.type === 'device-attributes';
        return '';
      });
      if (isAnswered) finish();
    }

    function finish(): void {
      clearTimeout(timer);
      stdin.off('data', onData);
      stdin.pause();
      resolve();
    }
  });
  if (read !== '') stdin.unshift(Buffer.from(read, 'latin1'));
  return background;
}
