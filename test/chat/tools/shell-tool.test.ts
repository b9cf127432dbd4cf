// The tool shell: what it returns, its limits, and that nothing of it is left running.

import { describe, expect, it } from 'vitest';
import { ShellOutput, MAX_SHELL_CHARACTERS } from '../../../src/chat/tools/shell-output.js';
import { withoutKeys } from '../../../src/chat/tools/provider-keys.js';
import { waitUntil } from '../../harness/wait-until.js';
import { ToolPlace } from './tool-place.js';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('shell', () => {
  it('asks with the command, then returns what it prints and how it ended', async () => {
    const place = new ToolPlace();
    const command = 'pwd; printf "a\\033[31mb\\033[0m\\n"; cat; exit 3';
    const { asked, output, isError } = await place.call('shell', { command }, 'always');
    expect(asked[0]).toMatchObject({ kind: 'permission', call: { kind: 'execute', input: { command } } });
    expect(output).toBe(`${place.directory}\nab\n(exit code 3)`);
    expect(isError).toBe(true);
    expect((await place.call('shell', { command })).asked).toEqual([]);
    expect((await place.call('shell', { command: `${command} ` })).asked).toHaveLength(1);
  });

  it('is ended with its children by an interruption, and shows what it printed until then', async () => {
    const place = new ToolPlace();
    const stop = new AbortController();
    place.onUpdate = ({ output = '' }) => /^\d+\n/.test(output) && stop.abort();
    const command = 'sleep 60 & echo $!; wait';
    const { output } = await place.call('shell', { command }, 'allow', stop.signal);
    expect(output).toMatch(/^\d+\n\(interrupted\)$/);
    const pid = Number(output.split('\n')[0]);
    await waitUntil('its child has ended', () => !isAlive(pid));
  });

  it('is ended at its time limit', async () => {
    const place = new ToolPlace({ limitMs: 50 });
    const { output } = await place.call('shell', { command: 'sleep 60' }, 'allow');
    expect(output).toBe('(stopped after 0.05 s)');
  });
});

describe('what a command prints', () => {
  const printed = (...pieces: string[]): string => {
    const output = new ShellOutput();
    for (const piece of pieces) output.add(piece);
    return output.text;
  };

  it('is plain text, however it is split', () => {
    const text = 'one\r\n\x1b[1;31mtwo\x1b[0m\r\n10%\r50%\r100%\r\n\x1b]0;title\x07three';
    expect(printed(text)).toBe('one\ntwo\n100%\nthree');
    expect(printed(...text)).toBe('one\ntwo\n100%\nthree');
    expect(printed('a\x1b[3')).toBe('a');
  });

  it('keeps beginning and end when it is too long', () => {
    const text = printed(...Array.from({ length: 10_000 }, (_, at) => `line ${at}\n`));
    expect(text.length).toBeLessThan(MAX_SHELL_CHARACTERS + 100);
    expect(text).toMatch(/^line 0\n[^]*\n… \d+ characters left out …\n[^]*line 9999\n$/);
    expect(printed('x'.repeat(500_000)).length).toBeLessThan(MAX_SHELL_CHARACTERS + 100);
  });
});

describe('the environment of a tool', () => {
  it('has no key of a provider, under no name', () => {
    const env = {
      PATH: '/bin',
      OPENAI_API_KEY: 'sk-12345678',
      COPY: ' sk-12345678',
      URL: 'https://sk-12345678@h',
      S: 'x',
    };
    expect(withoutKeys(env, ['sk-12345678'])).toEqual({ PATH: '/bin', S: 'x' });
    expect(withoutKeys({ A: 'x', B: 'ax' }, ['x'])).toEqual({ B: 'ax' });
  });
});
