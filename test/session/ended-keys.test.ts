import { describe, expect, it } from 'vitest';

import { EndedKeys } from '../../src/session/program/ended-keys.js';

const press = (keys: EndedKeys, ...pressed: (string | Uint8Array)[]) =>
  pressed.map((key) => keys.press(key).type);
const newKeys = (mayRun = true): EndedKeys =>
  new EndedKeys({ name: 'build', command: 'make -j4', resumes: false, mayRun: () => mayRun });
const agentKeys = (): EndedKeys =>
  new EndedKeys({ name: 'agent', command: 'claude --continue', resumes: true, mayRun: () => true });

describe('in the pane of an ended program', () => {
  it('Enter runs it again, where it is the first key', () => {
    expect(press(newKeys(), '\r')).toEqual(['run']);
  });

  it.each([
    ['a command that was typed', [...'/close']],
    ['an arrow', ['\x1b[A']],
    ['a paste', [new TextEncoder().encode('ls')]],
    ['a pasted line end', [new Uint8Array([0x0d])]],
  ])('Enter after %s runs nothing, the next one does', (_what, typed) => {
    const keys = newKeys();
    for (const key of typed)
      expect(keys.press(key)).toMatchObject({
        text: expect.stringMatching(/^build has ended and reads no keys/),
      });
    const [told, run] = [keys.press('\r'), keys.press('\r')];
    expect(told).toMatchObject({ type: 'tell', text: expect.stringContaining('Enter again runs make -j4') });
    expect(run).toEqual({ type: 'run', afresh: false });
  });

  it.each(['\u0003', '\u0015', '\x1b'])('%j takes back what was typed', (key) => {
    expect(press(newKeys(), 'x', key, '\r')).toEqual(['tell', 'tell', 'run']);
  });

  it('no key runs one that is never to run again', () => {
    expect(press(newKeys(false), '\r', 'x', '\r')).toEqual(['tell', 'tell', 'tell']);
  });

  it('n begins a new conversation of an agent, where it is the first key, and is a letter elsewhere', () => {
    expect(agentKeys().press('n')).toEqual({ type: 'run', afresh: true });
    expect(agentKeys().press('\r')).toEqual({ type: 'run', afresh: false });
    expect(press(newKeys(), 'n', '\r', '\r')).toEqual(['tell', 'tell', 'run']);
    const keys = agentKeys();
    expect(keys.press('o')).toMatchObject({
      text: expect.stringMatching(/Enter resumes its conversation/),
    });
    expect(press(keys, 'n', '\r')).toEqual(['tell', 'tell']);
  });
});
