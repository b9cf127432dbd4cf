import { describe, expect, it } from 'vitest';

import { coloursFor, featuresFor } from '../../src/frame/terminal-features.js';

describe('the features of a terminal', () => {
  it.each([
    ['kitty', { TERM: 'xterm-kitty' }],
    ['tmux', { TERM: 'tmux-256color' }],
    ['tmux under the name of screen', { TERM: 'screen-256color', TERM_PROGRAM: 'tmux' }],
    ['a new VTE', { TERM: 'xterm-256color', VTE_VERSION: '7600' }],
    ['qmux', { TERM: 'xterm-256color', TERM_PROGRAM: 'qmux' }],
  ])('are underline styles in %s', (_name, env) => {
    expect(featuresFor(env, 'truecolor').underlineStyles).toBe(true);
    expect(featuresFor(env, '16').underlineStyles).toBe(false);
    expect(featuresFor(env, 'none').underlineStyles).toBe(false);
  });

  it.each([
    ['a terminal that says nothing', { TERM: 'xterm-256color' }],
    ['Terminal.app', { TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal' }],
    ['an old VTE', { TERM: 'xterm-256color', VTE_VERSION: '5002' }],
    ['GNU screen', { TERM: 'screen-256color' }],
  ])('are no underline styles in %s', (_name, env) => {
    expect(featuresFor(env, 'truecolor')).toMatchObject({ underlineStyles: false, titles: true });
  });

  it.each(['linux', 'vt100', 'vt220', 'ansi'])('are none of these on TERM=%s', (TERM) => {
    const features = featuresFor({ TERM, COLORTERM: 'truecolor', VTE_VERSION: '7600' }, 'truecolor');
    const { cursorVisibility: _visible, ecma48: _columns, ...others } = features;
    expect(Object.entries(others).filter(([, has]) => has)).toEqual([]);
  });

  it('are UTF-8 where the locale says so', () => {
    expect(featuresFor({ TERM: 'linux', LANG: 'C.UTF-8' }, '16').utf8).toBe(true);
    expect(featuresFor({ TERM: 'xterm', LANG: 'de_DE.ISO-8859-1' }, '16').utf8).toBe(false);
  });
});

describe('the colours of a terminal', () => {
  it.each([
    ['linux', '16', '8'],
    ['linux', 'truecolor', '8'],
    ['linux', 'none', 'none'],
    ['vt100', 'truecolor', 'none'],
    ['xterm', '16', '16'],
    ['xterm-256color', '256', '256'],
    ['xterm-kitty', 'truecolor', 'truecolor'],
    ['screen-256color', '256', '256'],
  ] as const)('of TERM=%s, asked for %s, are %s', (TERM, wanted, expected) => {
    expect(coloursFor({ TERM }, wanted)).toBe(expected);
  });
});
