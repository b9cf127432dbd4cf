import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeMouse, type MouseModes } from '../../src/keymap/encode-mouse.js';
import { InputDecoder } from '../../src/keymap/input-decoder.js';
import type { MouseInput } from '../../src/keymap/input-event.js';

const at = (
  action: MouseInput['action'],
  button: MouseInput['button'],
  extra: Partial<MouseInput> = {},
): MouseInput => ({ action, button, row: 4, col: 9, shift: false, alt: false, ctrl: false, ...extra });

const PRESS = at('press', 'left');
const RELEASE = at('release', 'left');
const DRAG = at('drag', 'right');
const MOVE = at('move', 'none');
const WHEEL = at('wheel-down', 'none');

function encode(event: MouseInput, modes: Partial<MouseModes> = {}): string | undefined {
  const bytes = encodeMouse(event, { mouse: 'any', mouseEncoding: 'sgr', ...modes });
  return bytes && String.fromCharCode(...bytes);
}

describe('a mouse event for a pane', () => {
  it('is written in SGR, beyond column 223 too', () => {
    expect([PRESS, RELEASE, DRAG, MOVE, WHEEL].map((event) => encode(event))).toEqual([
      '\x1b[<0;10;5M',
      '\x1b[<0;10;5m',
      '\x1b[<34;10;5M',
      '\x1b[<35;10;5M',
      '\x1b[<65;10;5M',
    ]);
    expect(encode(at('press', 'middle', { col: 499, row: 299, ctrl: true, alt: true }))).toBe(
      '\x1b[<25;500;300M',
    );
  });

  it('is written as bytes where the program knows nothing newer, as far as a byte reaches', () => {
    const modes = { mouseEncoding: 'default' } as const;
    expect(encode(PRESS, modes)).toBe('\x1b[M *%');
    expect(encode(RELEASE, modes)).toBe('\x1b[M#*%');
    expect(encode(at('wheel-up', 'none'), modes)).toBe('\x1b[M`*%');
    expect(encode(at('press', 'left', { col: 222 }), modes)).toBe('\x1b[M \u00ff%');
    expect(encode(at('press', 'left', { col: 223 }), modes)).toBeUndefined();
  });

  it('is written in decimal numbers as urxvt does, which tells no released button', () => {
    const modes = { mouseEncoding: 'urxvt' } as const;
    expect([PRESS, RELEASE, DRAG, WHEEL].map((event) => encode(event, modes))).toEqual([
      '\x1b[32;10;5M',
      '\x1b[35;10;5M',
      '\x1b[66;10;5M',
      '\x1b[97;10;5M',
    ]);
    expect(encode(at('press', 'right', { col: 499, row: 299, shift: true }), modes)).toBe('\x1b[38;500;300M');
  });

  it('is written in UTF-8, as far as two bytes reach', () => {
    const utf8 = (event: MouseInput): string | undefined => {
      const bytes = encodeMouse(event, { mouse: 'any', mouseEncoding: 'utf8' });
      return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    };
    expect(utf8(PRESS)).toBe('\x1b[M *%');
    expect(utf8(at('press', 'left', { col: 299 }))).toBe('\x1b[M \u014c%');
    expect(utf8(at('press', 'left', { col: 2014 }))).toBe('\x1b[M \u07ff%');
    expect(utf8(at('press', 'left', { col: 2015 }))).toBeUndefined();
  });

  it('is the middle of its cell in pixels', () => {
    expect(encode(PRESS, { mouseEncoding: 'sgr-pixels' })).toBe('\x1b[<0;76;72M');
  });

  it.each([
    ['none', []],
    ['x10', [PRESS]],
    ['press-release', [PRESS, RELEASE, WHEEL]],
    ['drag', [PRESS, RELEASE, DRAG, WHEEL]],
    ['any', [PRESS, RELEASE, DRAG, MOVE, WHEEL]],
  ] as const)('is left out where the protocol %s does not report it', (mouse, wanted) => {
    const told = [PRESS, RELEASE, DRAG, MOVE, WHEEL].filter(
      (event) => encode(event, { mouse }) !== undefined,
    );
    expect(told).toEqual(wanted);
  });

  it('comes back as the same event', () => {
    const event = fc.record({
      action: fc.constantFrom<MouseInput['action']>('press', 'release', 'drag', 'wheel-left', 'wheel-right'),
      row: fc.nat(2000),
      col: fc.nat(2000),
      shift: fc.boolean(),
      alt: fc.boolean(),
      ctrl: fc.boolean(),
    });
    fc.assert(
      fc.property(event, fc.constantFrom<MouseInput['button']>('left', 'middle', 'right'), (base, button) => {
        const input: MouseInput = { ...base, button: base.action.startsWith('wheel') ? 'none' : button };
        const bytes = encodeMouse(input, { mouse: 'any', mouseEncoding: 'sgr' }) as Uint8Array;
        expect(new InputDecoder().push(bytes)).toEqual([{ type: 'mouse', ...input }]);
      }),
    );
  });
});
