import { describe, expect, it } from 'vitest';
import { Chalk } from 'chalk';
import { colourAdapter } from '../../src/cli/plain-colours.js';

const chalk = new Chalk({ level: 3 });
const text = `${chalk.hex('#ff0000').bold('red')} and ${chalk.bgHex('#0000ff').italic('blue')}`;

describe('colours of a chat in a plain terminal', () => {
  it('stay where the terminal shows them all', () => {
    expect(colourAdapter('truecolor')(text)).toBe(text);
  });

  it('become the nearest of the palette', () => {
    expect(colourAdapter('256')(text)).toContain('\x1b[38;5;196m');
    expect(colourAdapter('256')(text)).toContain('\x1b[48;5;21m');
    expect(colourAdapter('16')(text)).toContain('\x1b[91m');
    expect(colourAdapter('16')(text)).not.toContain('8;2;');
  });

  it('go where none are wanted, while bold and italic stay', () => {
    const plain = colourAdapter('none')(text);
    expect(plain).not.toMatch(/\x1b\[[34][89]/);
    expect(plain).toContain('\x1b[1m');
    expect(plain).toContain('\x1b[3m');
  });

  it('are the dark eight on a console, whatever they were', () => {
    const all = `${text}${chalk.gray('grey')}${chalk.redBright('bright')}${chalk.bgCyanBright('below')}`;
    const console = colourAdapter('8')(all);
    expect(console).not.toMatch(/\x1b\[(?:9|10)[0-7]m|8;/);
    expect(console).toContain('\x1b[31mbright');
    expect(console).toContain('\x1b[39mgrey');
    expect(console).toContain('\x1b[46mbelow');
    expect(colourAdapter('none')(all)).not.toMatch(/\x1b\[(?:[34]\d|9\d|10\d)/);
  });
});
