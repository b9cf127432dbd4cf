import { describe, expect, it } from 'vitest';

import { readKeys } from '../../src/keymap/read-keys.js';
import {
  chatWording,
  commandWord,
  keyWord,
  promptWording,
  shellWording,
  spellMentions,
} from '../../src/text/mentions.js';
import { UserError } from '../../src/text/user-error.js';

const { keyOf } = readKeys({ prefix: 'C-b', bindings: { n: 'sessions', x: 'none', X: 'none' } });
const text = `no session a; ${commandWord('sessions')} lists them, ${keyWord('tab new')} opens a tab, ${keyWord('hide')} hides`;

describe('what a text names', () => {
  it.each([
    [
      'in a chat',
      chatWording(keyOf),
      'no session a; /sessions lists them, Ctrl-b c opens a tab, /hide hides',
    ],
    [
      'at the prompt',
      promptWording(keyOf),
      'no session a; :sessions lists them, Ctrl-b c opens a tab, :hide hides',
    ],
    [
      'in a shell',
      shellWording(keyOf),
      'no session a; qmux ls lists them, Ctrl-b c opens a tab, qmux hide hides',
    ],
  ])('%s is spelled as it is typed there', (_where, wording, expected) => {
    expect(spellMentions(text, wording)).toBe(expected);
    expect(spellMentions(expected, wording)).toBe(expected);
  });

  it('is spelled in an error that nobody spells', () => {
    const error = new UserError(text);
    expect(error.message).toBe('no session a; /sessions lists them, /tab new opens a tab, /hide hides');
    expect(error.spell(shellWording(keyOf))).toContain('qmux ls lists them');
  });
});
