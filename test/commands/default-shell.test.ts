import { describe, expect, it } from 'vitest';

import { defaultShell } from '../../src/commands/default-shell.js';

describe('the shell without a command', () => {
  it.each([
    [{ SHELL: '/bin/bash' }, true, ['/bin/bash', '-l']],
    [{ SHELL: '/usr/bin/zsh' }, true, ['/usr/bin/zsh', '-l']],
    [{ SHELL: '/bin/bash' }, false, ['/bin/bash']],
    // It is not known what makes it a login shell.
    [{ SHELL: '/opt/xonsh' }, true, ['/opt/xonsh']],
  ])('with %j and login %s is %j', (env, login, words) => {
    expect(defaultShell(env, { login })).toEqual(words);
  });

  it('is that of the user where the environment names none', () => {
    expect(defaultShell({ SHELL: '' }, { login: false })[0]).toMatch(/^\//);
  });
});
