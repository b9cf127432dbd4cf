import { describe, expect, it } from 'vitest';

import { abilitiesOf, takesUtf8, whyNotDrawable } from '../../src/text/terminal-family.js';
import { enterSequence, leaveSequence } from '../../src/text/terminal-setup.js';
import { familiesOf } from '../harness/sequence-families.js';

describe('the family of a terminal', () => {
  it.each([
    [{}, 'dumb'],
    [{ TERM: '' }, 'dumb'],
    [{ TERM: 'dumb' }, 'dumb'],
    [{ TERM: 'dumb-emacs-ansi' }, 'dumb'],
    [{ TERM: 'unknown' }, 'dumb'],
    // A terminal that is named elsewhere does not help programs that look at TERM.
    [{ TERM_PROGRAM: 'iTerm.app' }, 'dumb'],
    [{ TERM: 'vt100' }, 'vt100'],
    [{ TERM: 'vt102-nsgr' }, 'vt100'],
    [{ TERM: 'vt220' }, 'vt220'],
    [{ TERM: 'vt420', COLORTERM: 'truecolor' }, 'vt220'],
    [{ TERM: 'linux' }, 'linux'],
    [{ TERM: 'linux-16color', TERM_PROGRAM: 'tmux' }, 'linux'],
    [{ TERM: 'ansi' }, 'ansi'],
    [{ TERM: 'eterm-color' }, 'ansi'],
    [{ TERM: 'screen' }, 'screen'],
    [{ TERM: 'screen.xterm-256color' }, 'screen'],
    [{ TERM: 'screen-256color', TERM_PROGRAM: 'tmux' }, 'tmux'],
    [{ TERM: 'screen-256color', KITTY_WINDOW_ID: '1' }, 'screen'],
    [{ TERM: 'tmux-256color' }, 'tmux'],
    [{ TERM: 'xterm' }, 'xterm'],
    [{ TERM: 'xterm-16color' }, 'xterm'],
    [{ TERM: 'xterm-256color' }, 'xterm'],
    [{ TERM: 'rxvt-unicode-256color' }, 'xterm'],
    [{ TERM: 'st-256color' }, 'xterm'],
    [{ TERM: 'konsole-direct' }, 'xterm'],
    [{ TERM: 'xterm-256color', KITTY_WINDOW_ID: '1' }, 'kitty'],
    [{ TERM: 'xterm-256color', LC_TERMINAL: 'iTerm2' }, 'iterm2'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' }, 'wezterm'],
    [{ TERM: 'xterm-kitty' }, 'kitty'],
    [{ TERM: 'xterm-ghostty' }, 'ghostty'],
    [{ TERM: 'foot-extra' }, 'foot'],
    [{ TERM: 'alacritty-direct' }, 'alacritty'],
    [{ TERM: 'iTerm2.app' }, 'iterm2'],
  ] as const)('of %o is %s', (env, family) => {
    expect(abilitiesOf(env).family).toBe(family);
    expect(whyNotDrawable(env) === undefined).toBe(family !== 'dumb');
  });

  it('is named when nothing can be drawn, with what works', () => {
    expect(whyNotDrawable({})).toMatch(/^TERM is not set: .*qmux chat and qmux ls/);
    expect(whyNotDrawable({ TERM: 'dumb' })).toMatch(/^TERM is dumb: .*qmux chat and qmux ls/);
  });
});

describe('characters beyond ASCII', () => {
  it.each([
    ['linux', {}, false],
    ['linux', { LANG: 'C' }, false],
    ['linux', { LANG: 'en_US' }, false],
    ['linux', { LANG: 'de_DE.UTF-8' }, true],
    ['linux', { LC_CTYPE: 'C.utf8' }, true],
    ['linux', { LC_ALL: 'de_DE@euro', LANG: 'de_DE.UTF-8' }, false],
    ['vt100', { LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX' }, false],
    ['xterm', {}, true],
    ['xterm', { LANG: 'C' }, true],
    ['xterm', { LANG: 'de_DE.ISO-8859-15@euro' }, false],
    ['xterm', { LC_ALL: '', LANG: 'de_DE.UTF-8@euro' }, true],
    ['screen', { LANG: 'ja_JP.eucJP' }, false],
    ['xterm-kitty', { LANG: 'de_DE.ISO-8859-1' }, true],
    ['foot', { LC_ALL: 'ja_JP.SJIS' }, true],
  ] as const)('go to %s with %o: %s', (TERM, locale, expected) => {
    const env = { TERM, ...locale };
    expect(takesUtf8(env, abilitiesOf(env))).toBe(expected);
  });
});

describe('the way in and the way out', () => {
  it.each(['vt100', 'vt220', 'linux', 'ansi'])(
    'of %s stay on the one screen, which is left clean',
    (TERM) => {
      const abilities = abilitiesOf({ TERM });
      expect([...familiesOf(enterSequence(abilities))]).toEqual(['vt100']);
      const out = leaveSequence(abilities);
      const known = abilities.cursorVisibility ? ['vt100', 'cursor visibility'] : ['vt100'];
      expect([...familiesOf(out)].toSorted()).toEqual(known.toSorted());
      // Margins first: resetting them moves the cursor home, and while they are set the screen would not be
      // cleared completely.
      expect(out.indexOf('\x1b[r')).toBeLessThan(out.indexOf('\x1b[H\x1b[J'));
      expect(out.indexOf('\x1b[m')).toBeLessThan(out.indexOf('\x1b[H\x1b[J'));
    },
  );

  it.each([
    'xterm',
    'xterm-16color',
    'screen',
    'tmux',
    'xterm-kitty',
    'foot',
    'alacritty',
    'wezterm',
    'iTerm2.app',
  ])('of %s use the alternate screen, and clear nothing of the other', (TERM) => {
    const abilities = abilitiesOf({ TERM });
    expect(enterSequence(abilities)).toContain('\x1b[?1049h\x1b[22;0t');
    const out = leaveSequence(abilities);
    expect(out).not.toContain('\x1b[J');
    expect(out.indexOf('\x1b[r')).toBeLessThan(out.indexOf('\x1b[?1049l'));
    expect(out.includes('\x1b]112')).toBe(abilities.cursorLook);
    expect(out.includes('\x1b]22;')).toBe(abilities.pointerShapes);
    expect(out.includes('\x1b]8;;')).toBe(abilities.links);
  });

  it('are a pair: what is set on the way in is taken back', () => {
    for (const TERM of ['linux', 'vt220', 'screen', 'xterm-256color', 'xterm-kitty']) {
      const abilities = abilitiesOf({ TERM });
      const out = leaveSequence(abilities);
      for (const [, mode] of enterSequence(abilities).matchAll(/\?(\d+)h/g))
        expect(out).toContain(`?${mode}l`);
    }
  });
});
