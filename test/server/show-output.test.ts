import { expect, it } from 'vitest';

import type { Dialog } from '../../src/dialogs/dialog-view.js';
import { beginOutput } from '../../src/server/view/show-output.js';
import { spellMentions, promptWording } from '../../src/text/mentions.js';

const WORDING = promptWording(() => 'Ctrl-q ~');

/** What the client shows of what was printed, lateMs after the line was typed. */
function show(text: string, { lateMs = 0, typed = 0 } = {}): string[] {
  const shown: string[] = [];
  let nowMs = 0;
  const client = {
    inputs: 7,
    open: ({ name }: Dialog) => void shown.push(`dialog ${name}`),
    showMessage: (said: string, level: string) => void shown.push(`${level} ${spellMentions(said, WORDING)}`),
  };
  const end = beginOutput(client, 'run make all', () => nowMs);
  nowMs += lateMs;
  client.inputs += typed;
  end([{ text }]);
  return shown;
}

it('shows one line as a message and more in an overlay', () => {
  expect(show('')).toEqual([]);
  expect(show('one', { lateMs: 9_000, typed: 9 })).toEqual(['info one']);
  expect(show('one\ntwo')).toEqual(['dialog text']);
  // Typed ahead: for what the line opens.
  expect(show('one\ntwo', { lateMs: 200, typed: 3 })).toEqual(['dialog text']);
  expect(show('one\ntwo', { lateMs: 9_000 })).toEqual(['dialog text']);
});

it('opens nothing over what its user types meanwhile', () => {
  expect(show('one\ntwo', { lateMs: 400, typed: 1 })).toEqual([
    'kept one\ntwo',
    'info run make all: 2 lines; Ctrl-q ~ shows them',
  ]);
});
