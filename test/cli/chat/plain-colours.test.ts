import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { CHAT_STYLE } from '../../../src/chat/chat-style.js';
import { colourAdapter, type ColoursOfTerminal } from '../../../src/cli/chat/plain-colours.js';

const chalk = new Chalk({ level: 3 });
const adapterFor = (given: Partial<ColoursOfTerminal>): ((text: string) => string) =>
  colourAdapter({ env: { TERM: 'xterm-256color' }, wanted: 'truecolor', theme: {}, background: 0, ...given });

describe('a chat in a plain terminal', () => {
  it('has its roles in colours for the background that the terminal reported', () => {
    const failed = CHAT_STYLE.error('no');
    expect(adapterFor({})(failed)).toBe('\x1b[38;2;255;143;143mno\x1b[m');
    expect(adapterFor({ background: 0xffffff })(failed)).toBe('\x1b[38;2;171;31;24mno\x1b[m');
  });

  it('has those of the 256 and of the 16 that were chosen for them', () => {
    expect(adapterFor({ wanted: '256' })(CHAT_STYLE.prompt('> '))).toBe('\x1b[38;5;177m> \x1b[m');
    expect(adapterFor({ wanted: '16' })(CHAT_STYLE.prompt('> '))).toBe('\x1b[95m> \x1b[m');
  });

  it('has attributes where colours are not wanted, or the background was not asked for', () => {
    expect(adapterFor({ wanted: 'none' })(CHAT_STYLE.prompt('> '))).toBe('\x1b[1m> \x1b[m');
    expect(adapterFor({ background: 'unknown' })(CHAT_STYLE.prompt('> '))).toBe('\x1b[1m> \x1b[m');
    const selected = CHAT_STYLE.selected('row');
    expect(adapterFor({ wanted: 'none' })(selected)).toBe('\x1b[7mrow\x1b[m');
  });

  it('has colours all the same where the user chose a theme, or the environment tells', () => {
    const light = '\x1b[38;2;171;31;24mno\x1b[m';
    const unknown = { background: 'unknown' } as const;
    expect(adapterFor({ ...unknown, theme: { base: 'light' } })(CHAT_STYLE.error('no'))).toBe(light);
    const env = { TERM: 'xterm-256color', COLORFGBG: '0;15' };
    expect(adapterFor({ ...unknown, env })(CHAT_STYLE.error('no'))).toBe(light);
  });

  it('keeps bold and italic within a role, and across writes', () => {
    const adapt = adapterFor({ wanted: '256' });
    const text = CHAT_STYLE.dim(`a ${chalk.bold('b')} c`);
    const cut = text.indexOf('b');
    expect(adapt(text.slice(0, cut)) + adapt(text.slice(cut))).toBe(
      '\x1b[38;5;248ma \x1b[1mb\x1b[22m c\x1b[m',
    );
  });

  it('leaves sequences that are not of styles alone', () => {
    expect(adapterFor({})('\x1b[2A\x1b[K\x1b[?2004h')).toBe('\x1b[2A\x1b[K\x1b[?2004h');
  });
});
