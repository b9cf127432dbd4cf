import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sshArguments, checkHost } from '../../../src/client/remote/open-ssh.js';
import { PasteGatherer } from '../../../src/client/remote/paste-gatherer.js';
import { findRelayLine, relayLine } from '../../../src/client/remote/relay-line.js';
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
    const line = 'exec qmux relay default';
    expect(sshArguments({ mayAsk: true }, 'box', line)).toEqual(['-T', '--', 'box', line]);
    expect(sshArguments({ mayAsk: false }, 'box', line)).toEqual([
      '-T',
      '-o',
      'BatchMode=yes',
      '--',
      'box',
      line,
    ]);
    expect(() => checkHost('-oProxyCommand=touch x')).toThrow('is not a host');
    expect(() => checkHost('')).toThrow('is not a host');
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
