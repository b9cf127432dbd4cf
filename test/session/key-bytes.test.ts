import { describe, expect, it } from 'vitest';

import { kindOfTyped, type TypedKind } from '../../src/session/program/key-bytes.js';

describe('bytes for a program', () => {
  it.each<[string, TypedKind]>([
    ['', 'none'],
    ['\x1b[I', 'none'],
    ['\x1b[O', 'none'],
    ['\x1b[I\x1b[O', 'none'],
    ['\x1b[<0;10;20M', 'none'],
    ['\x1b[<35;10;20m', 'none'],
    ['\x1b[M !!', 'none'],
    ['\x1b[M\r\u0003!', 'none'],
    ['\x1b[32;10;20M', 'none'],
    ['\x1b[97;1:3u', 'none'],
    ['\x1b[1;1:3A', 'none'],
    ['\x1b[200~yes\ry\x1b[201~', 'none'],
    ['a', 'key'],
    ['漢', 'key'],
    ['\x1b[A', 'key'],
    ['\x1bOB', 'key'],
    ['\x1bx', 'key'],
    ['\x1b[97u', 'key'],
    ['\x1b[<0;10;20Ma', 'key'],
    ['\r', 'enter'],
    ['text\r', 'enter'],
    ['\x1b[13u', 'enter'],
    ['\x1b[13;1u', 'enter'],
    ['\x1b[13;2u', 'key'],
    ['\x1b', 'interrupt'],
    ['\u0003', 'interrupt'],
    ['\x1b[27u', 'interrupt'],
    ['\x1b[99;5u', 'interrupt'],
    ['\x1b[27;5;99~', 'interrupt'],
  ])('%j are: %s', (bytes, kind) => {
    expect(kindOfTyped(bytes)).toBe(kind);
    expect(kindOfTyped(new TextEncoder().encode(bytes))).toBe(kind);
  });
});
