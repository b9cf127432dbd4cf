import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PasteGatherer } from '../../../src/client/remote/paste-gatherer.js';
import { openSsh } from '../../../src/client/remote/open-ssh.js';
import { attachedHosts, tellAttached } from '../../../src/remote/attached-hosts.js';
import { listHost } from '../../../src/remote/list-host.js';
import { findRelayLine, relayLine } from '../../../src/remote/relay-line.js';
import { checkHost, sshArguments } from '../../../src/remote/ssh-command.js';
import { newDirectory } from '../../temporary-directory.js';
import { travelling, withTravelled } from '../../../src/client/remote/travelling.js';

describe('the first line of a relay', () => {
  it('is found after what a shell prints, which is skipped', () => {
    const greeting = 'Welcome!\r\n\x1b[1mno newline';
    expect(findRelayLine(greeting)).toBe('more');
    const text = `${greeting}${relayLine('1.2.3')}frames`;
    expect(findRelayLine(text)).toEqual({ protocol: 1, version: '1.2.3', endsAt: text.length - 6 });
  });

  it('is complete only with its end', () => {
    const line = relayLine('0.1.0');
    for (let length = 0; length < line.length; length++)
      expect(findRelayLine(line.slice(0, length))).toBe('more');
  });

  it('is waited for through 64 KB of other output, and no further', () => {
    expect(findRelayLine('x'.repeat(64 * 1024))).toBe('more');
    expect(findRelayLine('x'.repeat(64 * 1024) + relayLine('1'))).toMatchObject({ version: '1' });
    expect(findRelayLine('x'.repeat(64 * 1024 + 1))).toBe('too much');
  });
});

describe('the environment', () => {
  const here = {
    TERM: 'xterm-kitty',
    LANG: 'de_DE.UTF-8',
    LC_TIME: 'C',
    OPENAI_API_KEY: 'canary',
    SSH_AUTH_SOCK: '/canary',
    LC_lower: 'canary',
    TERM_PROGRAM: 'ghostty',
    QMUX_SESSION: 'canary',
  };

  it('travels only as far as it describes the terminal and the locale', () => {
    expect(travelling(here)).toEqual({
      TERM: 'xterm-kitty',
      LANG: 'de_DE.UTF-8',
      LC_TIME: 'C',
      TERM_PROGRAM: 'ghostty',
    });
  });

  it('is that of the login there, with the terminal of here', () => {
    const login = {
      PATH: '/there',
      TERM: 'dumb',
      NO_COLOR: '1',
      LANG: 'C',
      LC_ALL: 'C.UTF-8',
      OPENAI_API_KEY: 'theirs',
    };
    expect(withTravelled(login, here)).toEqual({
      PATH: '/there',
      OPENAI_API_KEY: 'theirs',
      LC_ALL: 'C.UTF-8',
      ...travelling(here),
    });
  });
});

describe('the command line of ssh', () => {
  it('asks nothing when it reconnects, and takes no host for an option', () => {
    const box = { name: 'box', serverName: 'default', command: 'qmux' };
    const line = 'exec qmux relay default';
    const ours = ['-T', '-o', 'RemoteCommand=none'];
    expect(sshArguments(box, { mayAsk: true })).toEqual([...ours, '--', 'box', line]);
    expect(sshArguments(box, { mayAsk: false })).toEqual([...ours, '-o', 'BatchMode=yes', '--', 'box', line]);
    expect(() => checkHost('-oProxyCommand=touch x')).toThrow('is not a host');
    expect(() => checkHost('')).toThrow('is not a host');
  });
});

describe('a connection that is not made', () => {
  const box = { name: 'box', serverName: 'default', command: 'qmux' };
  const failure = async (line: string, limitMs?: number): Promise<string> => {
    const directory = newDirectory();
    writeFileSync(join(directory, 'ssh'), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    const env = { PATH: `${directory}:${process.env['PATH']}` };
    const opening = openSsh({ host: box, env, mayAsk: true, ...(limitMs !== undefined && { limitMs }) });
    return opening.then(
      () => 'connected',
      (error: Error) => `${error.constructor.name}: ${error.message}`,
    );
  };

  it.each([
    ['exec sleep 60', /^UserError: box did not answer within 0\.\d+ s$/],
    ['head -c 70000 /dev/zero; exec sleep 60', /^UserError: box printed more than 64 KB/],
    [
      'echo "sh: qmux: not found" >&2; exit 127',
      /^FinalFailure: box has no qmux \(sh: qmux: not found\).*npm/,
    ],
    ['echo "me@box: Permission denied (publickey)." >&2; exit 255', /^FinalFailure: box: me@box: Permission/],
    ['echo "port 22: Connection refused" >&2; exit 255', /^UserError: box did not answer: port 22: Conn/],
    [
      'echo Hi; echo "Login of me is closed."; exit 1',
      /^UserError: box did not answer: Login of me is closed\.$/,
    ],
    ['echo QMUX-RELAY 2 9.9.9; exec sleep 60', /^FinalFailure: box runs qmux 9\.9\.9/],
  ])('%s', async (line, expected) => {
    expect(await failure(line, line.startsWith('exec') ? 400 : undefined)).toMatch(expected);
  });
});

it('a terminal that is attached to another machine is listed while it runs', () => {
  const runtimeDir = newDirectory();
  const leave = tellAttached({ runtimeDir }, 'box');
  writeFileSync(join(runtimeDir, 'hosts', '999999999'), 'killed');
  expect(attachedHosts({ runtimeDir })).toEqual(['box']);
  chmodSync(join(runtimeDir, 'hosts'), 0o777);
  expect(attachedHosts({ runtimeDir })).toEqual([]);
  leave();
  chmodSync(join(runtimeDir, 'hosts'), 0o700);
  expect(attachedHosts({ runtimeDir })).toEqual([]);
});

it('a host that does not answer is given up after a while, and says why it did not otherwise', async () => {
  const box = { name: 'box', serverName: 'default', command: 'qmux' };
  const directory = newDirectory();
  const ssh = (line: string): void => {
    writeFileSync(join(directory, 'ssh'), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  };
  const env = { PATH: `${directory}:${process.env['PATH']}` };
  ssh('exec sleep 60');
  expect(await listHost(box, { env, limitMs: 50 })).toMatchObject({
    problem: 'did not answer within 0.05 s',
  });
  ssh("echo 'no \u001b[31mroute' >&2; exit 255");
  expect(await listHost(box, { env })).toMatchObject({ problem: 'no [31mroute', sessions: undefined });
  ssh('echo Hello; echo QMUX-RELAY 1 0.1.0; echo \'[{"id":"a b"},{"id":"x1","number":3,"name":"n"}]\'');
  expect(await listHost(box, { env })).toMatchObject({
    problem: undefined,
    sessions: [{ id: 'x1', number: 3, name: 'n', needsUser: false }],
  });
});

describe('keys and pastes as inputs', () => {
  const [START, END] = ['\x1b[200~', '\x1b[201~'];
  const gather = (reads: readonly string[]): string[] => {
    const gatherer = new PasteGatherer();
    const inputs = reads.flatMap((read) => gatherer.push(Buffer.from(read, 'latin1')));
    return [...inputs, ...gatherer.giveUp()].map((input) => input.toString('latin1'));
  };

  it('takes each read as it is, but a paste as one', () => {
    expect(gather(['a', 'bc', '\x1b[A'])).toEqual(['a', 'bc', '\x1b[A']);
    expect(gather([`a${START}one`, 'two', `three${END}b`, 'c'])).toEqual([
      `a${START}onetwothree${END}`,
      'b',
      'c',
    ]);
  });

  it('loses and reorders nothing, and cuts no paste, wherever reads are cut', () => {
    const paste = `${START}first\nsecond${END}`;
    const text = `x${paste}y${paste}z`;
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(cuts, (at) => {
        const places = [0, ...at.toSorted((a, b) => a - b), text.length];
        const inputs = gather(places.slice(1).map((end, index) => text.slice(places[index], end)));
        expect(inputs.join('')).toBe(text);
        // The mark itself may go before: what is pasted is in one input.
        for (const input of inputs) expect(input.includes('first')).toBe(input.includes('second'));
      }),
      { numRuns: 200 },
    );
  });

  it('gives back the keyboard when a paste never ends', () => {
    const gatherer = new PasteGatherer();
    expect(gatherer.push(Buffer.from(`${START}half`))).toEqual([]);
    expect(gatherer.isWaiting).toBe(true);
    expect(String(gatherer.giveUp()[0])).toBe(`${START}half`);
    expect(gatherer.push(Buffer.from('key')).map(String)).toEqual(['key']);
  });
});
