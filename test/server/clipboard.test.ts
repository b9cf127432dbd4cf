import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { offerToClipboard, type Offered } from '../../src/commands/output/clipboard.js';
import { keepCopied } from '../../src/server/view/copied.js';
import { PasteBuffers } from '../../src/session/paste-buffers.js';
import { newDirectory } from '../temporary-directory.js';

async function offer(
  text: string,
  env: Record<string, string> = { TERM: 'xterm-256color' },
  isOn = true,
): Promise<{ where: Offered; sent: string[]; file: string }> {
  const file = join(newDirectory(), 'clipboard.txt');
  // A file left by an earlier text, readable by others.
  writeFileSync(file, 'earlier', { mode: 0o644 });
  const sent: string[] = [];
  const where = await offerToClipboard(text, { isOn, env, file, send: (bytes) => sent.push(bytes) });
  return { where, sent, file };
}

describe('a copied text', () => {
  it('goes to the terminal as OSC 52', async () => {
    const { where, sent, file } = await offer('漢字\n');
    expect(where).toEqual({ type: 'clipboard' });
    expect(sent).toEqual(['\x1b]52;c;5ryi5a2XCg==\u0007']);
    expect(readFileSync(file, 'utf8')).toBe('earlier');
  });

  it('goes nowhere where the clipboard is off', async () => {
    expect(await offer('x', {}, false)).toMatchObject({ where: { type: 'off' }, sent: [] });
  });

  it('goes into a file of the user alone where it is too long', async () => {
    const text = 'x'.repeat(74_995);
    const { where, sent, file } = await offer(text);
    expect(where).toEqual({ type: 'file', file, why: 'it is too long for a clipboard' });
    expect(sent).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await offer('x'.repeat(74_994))).sent).toHaveLength(1);
  });

  it.each([
    [{ TERM: 'linux' }],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal' }],
    [{ TERM: 'xterm-256color', VTE_VERSION: '7200' }],
    [{ TERM: 'screen', STY: '1.pts' }],
  ])('goes into a file where the terminal does not take it: %j', async (env) => {
    const { where, sent, file } = await offer('x', env);
    expect(where).toEqual({
      type: 'file',
      file,
      why: 'this terminal does not support setting the clipboard',
    });
    expect([sent, readFileSync(file, 'utf8')]).toEqual([[], 'x']);
  });

  it('goes both ways where a multiplexer may pass it on', async () => {
    const { where, sent, file } = await offer('x', { TERM: 'tmux-256color', TMUX: '/tmp/tmux' });
    expect(where).toMatchObject({ why: 'tmux needs set-clipboard on to reach the clipboard' });
    expect([sent.length, readFileSync(file, 'utf8')]).toEqual([1, 'x']);
    expect((await offer('x', { TERM: 'xterm-256color', TERM_PROGRAM: 'qmux' })).where).toMatchObject({
      why: expect.stringContaining('the outer qmux'),
    });
  });

  it('is said to be nowhere when the file cannot be written', async () => {
    const file = join(newDirectory(), 'missing', 'clipboard.txt');
    const where = await offerToClipboard('x', { isOn: true, env: { TERM: 'linux' }, file, send: () => {} });
    expect(where).toMatchObject({ problem: expect.stringContaining(`${file} cannot be written`) });
  });

  it('is said with its size, and where it is now', async () => {
    const file = join(newDirectory(), 'clipboard.txt');
    const buffers = new PasteBuffers();
    const keep = (text: string, env: Record<string, string>, isOn = true): Promise<string> =>
      keepCopied(text, { buffers, buffer: undefined, clipboard: { isOn, env, file, send: () => {} } });
    expect(await keep('a\nb', { TERM: 'xterm' })).toBe('copied 2 lines to buffer0 and the clipboard');
    expect(await keep('漢', {}, false)).toBe('copied 1 character to buffer1');
    expect(await keep('ab', { TMUX: 'x' })).toBe(
      `copied 2 characters (buffer2, ${file}); tmux needs set-clipboard on to reach the clipboard`,
    );
    expect(buffers.get('buffer0').text).toBe('a\nb');
  });
});
