import { expect, it } from 'vitest';

import type { Dialog } from '../../src/dialogs/dialog-view.js';
import { RunningLine, type LineClient } from '../../src/server/view/running-line.js';
import { spellMentions, promptWording } from '../../src/text/mentions.js';

const WORDING = promptWording(() => 'Ctrl-q ~');

/** A line that is typed now, and its client some time later. */
function begin({ lateMs = 0, typed = 0 } = {}): { line: RunningLine; shown: string[] } {
  const shown: string[] = [];
  let nowMs = 0;
  const client = {
    inputs: 7,
    open: ({ name }: Dialog) => void shown.push(`dialog ${name}`),
    showMessage: (said: string, level: string) => void shown.push(`${level} ${spellMentions(said, WORDING)}`),
    selection: () => 'selected',
  };
  const line = new RunningLine(client as unknown as LineClient, 'run make all', () => nowMs);
  nowMs += lateMs;
  client.inputs += typed;
  return { line, shown };
}

/** What it shows of what was printed. */
function show(text: string, when: { lateMs?: number; typed?: number } = {}): string[] {
  const { line, shown } = begin(when);
  line.show([{ text }]);
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

it('opens no dialog then either, which is an error', () => {
  const dialog = { name: 'names' } as Dialog;
  const soon = begin({ lateMs: 200, typed: 3 });
  soon.line.surface.open(dialog);
  expect(soon.shown).toEqual(['dialog names']);
  const late = begin({ lateMs: 400, typed: 1 });
  expect(() => late.line.surface.open(dialog)).toThrow(
    'run make all: nothing opens over what you typed meanwhile; run it again',
  );
  expect([late.shown, late.line.surface.selection()]).toEqual([[], 'selected']);
});
