import { describe, expect, it } from 'vitest';

import { kindOfTyped, type TypedKind } from '../../src/session/program/key-bytes.js';

describe('bytes for a program', () => {
  it.each<[string, TypedKind]>([
    ['', 'none'],
    ['\u001b[I', 'none'],
    ['\u001b[O', 'none'],
    ['\u001b[I\u001b[O', 'none'],
    ['\u001b[<0;10;20M', 'none'],
    ['\u001b[<35;10;20m', 'none'],
    ['\u001b[M !!', 'none'],
    ['\u001b[M\r\u0003!', 'none'],
    ['\u001b[32;10;20M', 'none'],
    ['\u001b[97;1:3u', 'none'],
    ['\u001b[1;1:3A', 'none'],
    ['\u001b[200~yes\ry\u001b[201~', 'none'],
    ['a', 'key'],
    ['漢', 'key'],
    ['\u001b[A', 'key'],
    ['\u001bOB', 'key'],
    ['\u001bx', 'key'],
    ['\u001b[97u', 'key'],
    ['\u001b[<0;10;20Ma', 'key'],
    ['\r', 'enter'],
    ['text\r', 'enter'],
    ['\u001b[13u', 'enter'],
    ['\u001b[13;1u', 'enter'],
    ['\u001b[13;2u', 'key'],
    ['\u001b', 'interrupt'],
    ['\u0003', 'interrupt'],
    ['\u001b[27u', 'interrupt'],
    ['\u001b[99;5u', 'interrupt'],
    ['\u001b[27;5;99~', 'interrupt'],
  ])('%j are: %s', (bytes, kind) => {
    expect(kindOfTyped(bytes)).toBe(kind);
    expect(kindOfTyped(new TextEncoder().encode(bytes))).toBe(kind);
  });
});
