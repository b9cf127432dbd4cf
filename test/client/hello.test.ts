import { describe, expect, it } from 'vitest';
import { detectColours } from '../../src/client/hello.js';

describe('detectColours', () => {
  it.each([
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'truecolor'],
    [{ TERM: 'xterm', COLORTERM: '24bit' }, 'truecolor'],
    [{ TERM: 'xterm-kitty' }, 'truecolor'],
    [{ TERM: 'xterm-ghostty' }, 'truecolor'],
    [{ TERM: 'xterm-direct' }, 'truecolor'],
    [{ TERM: 'xterm-256color' }, '256'],
    [{ TERM: 'tmux-256color', COLORTERM: '' }, '256'],
    [{ TERM: 'linux' }, '16'],
    [{ TERM: 'footage' }, '16'],
    [{}, '16'],
    [{ TERM: 'xterm-kitty', COLORTERM: 'truecolor', NO_COLOR: '1' }, 'none'],
    [{ TERM: 'xterm-kitty', NO_COLOR: '' }, 'truecolor'],
  ] as const)('finds in %j: %s', (env, colours) => {
    expect(detectColours(env)).toBe(colours);
  });
});
