import { describe, expect, it } from 'vitest';

import { PasteBuffers } from '../../src/session/paste-buffers.js';

const names = (buffers: PasteBuffers): string[] => buffers.all.map(({ name }) => name);

describe('the paste buffers', () => {
  it('are a stack with names of their own', () => {
    const buffers = new PasteBuffers();
    expect([buffers.add('a'), buffers.add('b')]).toEqual(['buffer0', 'buffer1']);
    expect(buffers.get(undefined).text).toBe('b');
    expect(buffers.get('buffer0').text).toBe('a');
    buffers.delete('buffer1');
    expect(buffers.get(undefined).text).toBe('a');
    expect(buffers.add('c')).toBe('buffer2');
  });

  it('keep fifty, and the named ones beside them', () => {
    const buffers = new PasteBuffers();
    buffers.set('kept', 'x');
    for (let at = 0; at < 60; at++) buffers.add(String(at));
    expect(buffers.all).toHaveLength(51);
    expect(names(buffers).slice(-2)).toEqual(['buffer10', 'kept']);
    expect(buffers.get('kept').text).toBe('x');
  });

  it('put a named one on top in place of the one before', () => {
    const buffers = new PasteBuffers();
    buffers.set('名前', 'old');
    buffers.add('other');
    buffers.set('名前', 'new');
    expect(names(buffers)).toEqual(['名前', 'buffer0']);
    expect(buffers.get(undefined).text).toBe('new');
    buffers.set('buffer1', 'taken');
    expect(buffers.add('next')).toBe('buffer2');
  });

  it('let the oldest go when they hold too much, but never the one just copied', () => {
    const buffers = new PasteBuffers();
    const large = 'x'.repeat(20 * 1024 * 1024);
    for (let at = 0; at < 3; at++) buffers.add(large);
    expect(names(buffers)).toEqual(['buffer2']);
    buffers.add('x'.repeat(40 * 1024 * 1024));
    expect(names(buffers)).toEqual(['buffer3']);
  });

  it('say what is not there and what is no name', () => {
    const buffers = new PasteBuffers();
    expect(() => buffers.get(undefined)).toThrow('nothing has been copied yet');
    expect(() => buffers.get('x')).toThrow('no buffer x; there is none');
    buffers.add('a');
    expect(() => buffers.delete('x')).toThrow('no buffer x; there are buffer0');
    expect(() => buffers.set('a b', 'x')).toThrow('a b is not a valid buffer name');
    expect(() => buffers.set('', 'x')).toThrow('is not a valid buffer name');
  });
});
