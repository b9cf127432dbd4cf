// A line over a connection to the running server: unparsed to one of this version, parsed here first for
// another. Owns that choice. Leaves finding or starting the server to its callers.

import { requestTyped } from '../client/request.js';
import type { Connection } from '../client/trusted-socket.js';
import type { Call } from './call.js';
import { ProgressLine } from './progress.js';
import { mayAttach, showResponse, type Shown } from './show-response.js';
import { print } from './standard-output.js';

/** connection: one on which nothing was sent yet. 'gone': it ended before the server's welcome. */
export async function askServer(
  call: Call,
  words: readonly string[],
  connection: Connection,
): Promise<Shown | 'gone'> {
  const { socket } = connection;
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  let stopWith = (_code: number): void => {};
  const stopped = new Promise<number>((resolve) => (stopWith = resolve));
  const progress = new ProgressLine(words.join(' '));
  let printed = Promise.resolve(0);
  const onOutput = (text: string): void => {
    begin();
    // A reader that takes its time is waited for, by the server too.
    socket.pause();
    printed = cleared.then(() => print(text));
    void printed.then((code) => (code === 0 ? socket.resume() : stopWith(code)));
  };
  const asked = requestTyped(connection, {
    ...call,
    words,
    canAttach: mayAttach(call),
    ...(process.stdout.isTTY ? { cols: process.stdout.columns } : {}),
    onOutput,
    onProgress: (text) => progress.say(text),
  });
  const ended = Promise.race([asked, stopped]);
  const cleared = progress.during(Promise.race([ended, begun])).then(
    () => {},
    () => {},
  );
  const response = await ended;
  await cleared;
  if (typeof response === 'number') {
    socket.destroy();
    return response;
  }
  // A pipe has not taken all of it yet.
  await printed;
  if (response === 'gone') return response;
  if (response !== 'other version') return showResponse(call, response);
  const { askOtherVersion } = await import('./ask-other-version.js');
  return askOtherVersion(call, words);
}
