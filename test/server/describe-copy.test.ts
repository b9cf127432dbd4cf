import { describe, expect, it } from 'vitest';

import { copyBindings } from '../../src/keymap/copy-keys.js';
import { describeCopy } from '../../src/server/view/describe-copy.js';
import { openCopyPane } from '../copy-mode/copy-pane.js';

describe('the title of a pane in copy mode', () => {
  const { mode } = openCopyPane('one\r\n'.repeat(20));

  it('names the keys that leave, search, select and copy', () => {
    expect(describeCopy(mode, copyBindings('vi'))).toEqual([
      'line 0/16',
      'q leaves',
      '/ searches',
      'v selects',
      'y copies',
    ]);
    expect(describeCopy(mode, copyBindings('emacs')).slice(1)).toEqual([
      'q leaves',
      'Ctrl-s searches',
      'Ctrl-Space selects',
      'Ctrl-w copies',
    ]);
  });

  it('names those that the config made of them, and none that there are not', () => {
    const changed = copyBindings('vi', {
      q: 'copy-mode halfpage-up',
      Z: 'copy-mode cancel',
      v: 'none',
      y: 'none',
      Enter: 'none',
    });
    expect(describeCopy(mode, changed).slice(1)).toEqual(['Z leaves', '/ searches', 'Space selects']);
  });
});
