import { describe, expect, it } from 'vitest';

import { featuresFor } from '../../src/frame/terminal-features.js';

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
    expect(featuresFor(env, 'truecolor')).toMatchObject({ underlineStyles: false, modernSequences: true });
  });

  it.each(['linux', 'dumb', 'vt220', ''])('are none on TERM=%j', (TERM) => {
    expect(featuresFor({ TERM }, '16')).toEqual({
      scrollCounts: false,
      margins: false,
      synchronisedOutput: false,
      underlineStyles: false,
      modernSequences: false,
    });
  });
});
