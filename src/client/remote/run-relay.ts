// `qmux relay NAME`, which the qmux of another machine runs here over ssh: normal frames between its standard
// input and output and the server, which it starts if none runs. Owns the first line, and the hello: with the
// token from here, in the environment of this login. Leaves all other frames as they are.
// Invariant: it ends when either side does.

import { Socket } from 'node:net';
import { encodeMessage } from '../../protocol/framing.js';
import { parseClientMessage } from '../../protocol/parse-message.js';
import { VERSION } from '../../protocol/version.js';
import type { Environment, Paths } from '../../paths/paths.js';
import { UserError } from '../../text/user-error.js';
import { connect, connectOrStart } from '../connect.js';
import type { Hello } from '../hello.js';
import { relayLine } from '../../remote/relay-line.js';
import { request } from '../request.js';
import { withTravelled } from './travelling.js';

export interface RelayCall {
  paths: Paths;
  serverName: string;
  entry: string;
  /** Of the login. */
  env: Environment;
  cwd: string;
}

const HEADER_BYTES = 5;
/** What was typed last is in the kernel long before. */
const LAST_INPUT_MS = 1_000;
/** A hello has a few variables. */
const MOST_HELLO_BYTES = 256 * 1024;

/** Resolves when one side has ended. Rejects with a UserError. */
export async function runRelay(call: RelayCall): Promise<number> {
  const { socket, token } = await connectOrStart(call.paths, call);
  // Not process.stdout: it blocks where its reader is slow, and nothing would be read meanwhile.
  const input = new Socket({ fd: 0, readable: true, writable: false });
  const output = new Socket({ fd: 1, readable: false, writable: true });
  const over = new Promise<void>((resolve) => {
    const end = (): void => {
      input.destroy();
      resolve();
    };
    for (const stream of [input, output, socket]) stream.on('error', () => stream.destroy());
    input.once('close', () => {
      socket.destroySoon();
      // A server that is stopped takes nothing more.
      setTimeout(() => socket.destroy(), LAST_INPUT_MS).unref();
    });
    output.once('close', () => socket.destroy());
    // What the server said last is still on its way out.
    socket.once('close', () => output.end(end));
    output.once('close', end);
  });
  try {
    output.write(relayLine(VERSION));
    const { hello, rest } = await readHello(input);
    socket.write(encodeMessage(inLogin(hello, token, call)));
    if (rest.length > 0) socket.write(rest);
    input.pipe(socket);
    socket.pipe(output);
  } catch (error) {
    socket.destroy();
    await over;
    throw error;
  }
  await over;
  return 0;
}

/** The sessions as JSON, or null while no server runs, which this does not change. */
export async function listForRelay(call: RelayCall): Promise<string> {
  const connection = await connect(call.paths);
  connection?.socket.destroy();
  const listed =
    connection && (await request({ ...call, words: ['ls', '--json'], json: true, start: false }));
  return `${relayLine(VERSION)}${listed?.stdout ?? 'null'}\n`;
}

const inLogin = (hello: Hello, token: string, { env, cwd }: RelayCall): Hello => ({
  ...hello,
  token,
  // Of this machine, where it says who is attached.
  pid: process.pid,
  cwd,
  env: withTravelled(env, hello.env),
});

/** The first frame, and what came with it. */
function readHello(input: Socket): Promise<{ hello: Hello; rest: Buffer }> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const fail = (what: string): void => reject(new UserError(`relay: ${what}`));
    const end = (): void => fail('the client ended before its hello');
    const read = (more: Buffer): void => {
      bytes = Buffer.concat([bytes, more]);
      if (bytes.length < HEADER_BYTES) return;
      const endsAt = HEADER_BYTES + bytes.readUInt32BE(0);
      if (endsAt <= MOST_HELLO_BYTES && bytes.length < endsAt) return;
      input.off('data', read).off('close', end).pause();
      const hello =
        endsAt > MOST_HELLO_BYTES ? undefined : parseClientMessage(bytes.subarray(HEADER_BYTES, endsAt));
      if (hello?.type === 'hello') resolve({ hello, rest: bytes.subarray(endsAt) });
      else fail('only qmux ssh talks to it');
    };
    input.on('data', read).once('close', end);
  });
}
