import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/client/connect.js';
import { request, requestTyped, type RequestOptions } from '../../src/client/request.js';
import { encodeResponse } from '../../src/protocol/response.js';
import { MAX_FRAME_BYTES, PROTOCOL_VERSION } from '../../src/protocol/messages.js';
import { VERSION } from '../../src/protocol/version.js';
import { temporaryHome, type TemporaryHome } from '../harness/home.js';
import { waitUntil } from '../harness/wait-until.js';
import { ScriptedServer, TOKEN, type ScriptedConnection } from './scripted-server.js';

let home: TemporaryHome;
let server: ScriptedServer;
beforeEach(async () => {
  home = temporaryHome();
  server = await ScriptedServer.start(home.paths());
});
afterEach(async () => {
  await server.die();
  await home.remove();
});

const send = (options: Partial<RequestOptions> = {}) =>
  request({
    paths: home.paths(),
    serverName: 'default',
    entry: fileURLToPath(new URL('../../fixtures/client/server-main.mjs', import.meta.url)),
    env: { ...home.env, UNSET: undefined },
    cwd: '/tmp',
    words: ['ls'],
    json: true,
    start: false,
    ...options,
  });

/** The connection on which the request has arrived. */
async function received(): Promise<ScriptedConnection> {
  const connection = await server.connection();
  await waitUntil('the request has arrived', () => connection.get('request').length > 0);
  return connection;
}

describe('request', () => {
  it('says hello, sends the words and gives the response', async () => {
    const told: string[] = [];
    const onProgress = (text: string): void => void told.push(text);
    const answer = send({ words: ['send', 'api', '-'], stdin: 'a\n漢', json: false, onProgress });
    const connection = await received();
    expect(connection.messages).toEqual([
      expect.objectContaining({ type: 'hello', role: 'control', token: TOKEN, cwd: '/tmp', env: {} }),
      { type: 'request', id: 1, words: ['send', 'api', '-'], stdin: 'a\n漢', json: false },
    ]);
    connection.welcome();
    connection.send({ type: 'progress', id: 1, text: 'half of it' });
    connection.send({ type: 'response', id: 1, stdout: 'out\n', stderr: 'err\n', exitCode: 2, attach: 's3' });
    expect(await answer).toEqual({ stdout: 'out\n', stderr: 'err\n', exitCode: 2, attach: 's3' });
    expect(told).toEqual(['half of it']);
    await waitUntil('the client has hung up', () => connection.closed);
  });

  it('sends the whole environment only for what is started in it, else what names the pane of the call', async () => {
    const env = { ...home.env, QMUX: '/run/s.sock', QMUX_SESSION: 'id1', OPENAI_API_KEY: 'sk-canary' };
    const asked = send({ env });
    const connection = await received();
    expect((await connection.hello()).env).toEqual({ QMUX: '/run/s.sock', QMUX_SESSION: 'id1' });
    const started = send({ env, words: ['new'], sendsEnvironment: true });
    const second = await server.connection(1);
    expect((await second.hello()).env).toEqual(env);
    for (const each of [connection, second])
      each.send({ type: 'response', id: 1, stdout: '', stderr: '', exitCode: 0 });
    await Promise.all([asked, started]);
  });

  it('joins output that is larger than a frame', async () => {
    const stdout = '漢'.repeat(MAX_FRAME_BYTES / 2);
    const answer = send();
    const connection = await received();
    for (const frame of encodeResponse(1, { stdout, stderr: '', exitCode: 0 }))
      connection.socket.write(frame);
    expect((await answer).stdout === stdout).toBe(true);
  });

  it('fails with what the server refused it for', async () => {
    const answer = send();
    (await received()).send({ type: 'refused', message: 'server is 9, client is 1', exitCode: 1 });
    await expect(answer).rejects.toMatchObject({
      name: 'UserError',
      message: 'server is 9, client is 1',
      exitCode: 1,
    });
  });

  it('fails when the server ends before it answers', async () => {
    const answer = send();
    await received();
    await Promise.all([
      expect(answer).rejects.toThrow('server default ended before it answered'),
      server.die(),
    ]);
  });

  it('fails when what the server sends is no message', async () => {
    const answer = send();
    const connection = await received();
    connection.socket.write(Uint8Array.of(0, 0, 0, 1, 1, 0x7b));
    await expect(answer).rejects.toThrow('server default ended before it answered');
  });

  it('tolerates messages of a later version', async () => {
    const answer = send();
    const connection = await received();
    connection.socket.write(Buffer.concat([Uint8Array.of(0, 0, 0, 16, 1), Buffer.from('{"type":"dance"}')]));
    connection.send({ type: 'response', id: 1, stdout: 'x', stderr: '', exitCode: 0 });
    expect(await answer).toEqual({ stdout: 'x', stderr: '', exitCode: 0 });
  });

  it('says so, and starts nothing, when no server runs and none is to be started', async () => {
    await server.die();
    await expect(send()).rejects.toMatchObject({
      message: 'server default is not running; qmux starts it',
      exitCode: 1,
    });
    expect(home.findProcesses()).toEqual([]);
  });

  it('says so when the input is larger than a frame', async () => {
    await expect(send({ stdin: 'x'.repeat(MAX_FRAME_BYTES) })).rejects.toThrow('input is larger than 16 MB');
  });
});

describe('words as they were typed', () => {
  const env = { QMUX_SESSION: 'id1', OPENAI_API_KEY: 'sk-canary' };
  const sendTyped = async (words: string[]) => {
    const connection = await connect(home.paths());
    if (!connection) throw new Error('the scripted server listens');
    const options = { paths: home.paths(), serverName: 'default', cwd: '/tmp', env, words, canAttach: true };
    const answer = requestTyped(connection, options);
    // Its rejection is checked later.
    answer.catch(() => undefined);
    return { answer };
  };
  const welcome = (version: string, protocol = PROTOCOL_VERSION) =>
    ({ type: 'welcome', protocol, version, pid: 1 }) as const;

  it('go to a server of this version, which asks for the environment when it needs it', async () => {
    const { answer } = await sendTyped(['new', '-d']);
    const connection = await server.connection();
    expect((await connection.hello()).env).toEqual({ QMUX_SESSION: 'id1' });
    connection.send(welcome(VERSION));
    await waitUntil('the request has arrived', () => connection.get('request').length > 0);
    expect(connection.get('request')).toEqual([
      { type: 'request', id: 1, words: ['new', '-d'], json: true, typed: { canAttach: true } },
    ]);
    expect(connection.get('environment')).toEqual([]);
    connection.send({ type: 'environment-wanted' });
    await waitUntil('the environment has arrived', () => connection.get('environment').length > 0);
    expect(connection.get('environment')).toEqual([{ type: 'environment', env }]);
    connection.send({ type: 'response', id: 1, stdout: 'x', stderr: '', exitCode: 0, help: 'new' });
    expect(await answer).toEqual({ stdout: 'x', stderr: '', exitCode: 0, help: 'new' });
  });

  it.each([
    ['version', welcome('0.0.9')],
    ['protocol', welcome(VERSION, 2)],
  ])('never go to a server of another %s', async (_, said) => {
    const { answer } = await sendTyped(['ls']);
    const connection = await server.connection();
    await connection.hello();
    connection.send(said);
    expect(await answer).toBe('other version');
    await waitUntil('the client has hung up', () => connection.closed);
    expect(connection.messages.map(({ type }) => type)).toEqual(['hello']);
  });

  it('were not sent where the server ends before it welcomes, and may have been done after', async () => {
    const { answer } = await sendTyped(['ls']);
    (await server.connection()).socket.destroy();
    expect(await answer).toBe('gone');
    const { answer: second } = await sendTyped(['ls']);
    const connection = await server.connection(1);
    connection.send(welcome(VERSION));
    await waitUntil('the request has arrived', () => connection.get('request').length > 0);
    connection.socket.destroy();
    await expect(second).rejects.toThrow('server default ended before it answered');
  });

  it('say so when they are larger than a frame', async () => {
    const { answer } = await sendTyped(['send', 'x', 'x'.repeat(MAX_FRAME_BYTES)]);
    await expect(answer).rejects.toThrow('input is larger than 16 MB');
  });
});
