import { describe, expect, it } from 'vitest';

import { createCopyPrompt } from '../../src/dialogs/copy-prompt.js';
import { press, stay, type } from './press-keys.js';

describe('the question of copy mode', () => {
  it('searches with every change and takes the text with Enter', () => {
    const step = press(createCopyPrompt('search-forward'), 'a');
    expect(step).toMatchObject({
      type: 'run',
      commands: [['copy-mode', 'search-forward', '--incremental', '--', 'a']],
    });
    expect(press(stay(step), 'Left').type).toBe('stay');
    expect(press(type(createCopyPrompt('search-backward'), 'x y'), 'Enter')).toEqual({
      type: 'close',
      commands: [['copy-mode', 'search-backward', '--', 'x y']],
    });
    expect(stay(press(createCopyPrompt('search-forward'), 'a')).paste('漢').type).toBe('run');
  });

  it('goes back with Escape, and with Enter on nothing', () => {
    const cancelled = { type: 'close', commands: [['copy-mode', 'search-cancel']] };
    expect(press(type(createCopyPrompt('search-forward'), 'abc'), 'Escape')).toEqual(cancelled);
    expect(press(createCopyPrompt('search-forward'), 'Enter')).toEqual(cancelled);
  });

  it('for a row runs nothing before its end', () => {
    const prompt = stay(press(createCopyPrompt('goto-line'), '1', '2'));
    expect(press(prompt, 'Enter')).toEqual({
      type: 'close',
      commands: [['copy-mode', 'goto-line', '--', '12']],
    });
    expect(press(prompt, 'Escape')).toEqual({ type: 'close', commands: [] });
  });
});
