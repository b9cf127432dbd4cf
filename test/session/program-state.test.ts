import { describe, expect, it } from 'vitest';

import { deriveState, hearSignal, SAID_NOTHING, type Said } from '../../src/session/program-state.js';
import type { ProgramSignal, ReportedState } from '../../src/terminal/program-signal.js';

const report = (state: ReportedState, text = ''): ProgramSignal => ({ type: 'report', state, text });
const STARTED: ProgramSignal = { type: 'progress', running: true };
const STOPPED: ProgramSignal = { type: 'progress', running: false };
const PROMPT: ProgramSignal = { type: 'prompt' };

const hearAll = (signals: readonly ProgramSignal[]): Said =>
  signals.reduce((said, signal) => (signal.type === 'bell' ? said : hearSignal(said, signal)), SAID_NOTHING);

describe("a program's state", () => {
  it.each<[Said['state'], boolean, boolean, string]>([
    ['quiet', false, false, 'active'],
    ['quiet', true, false, 'waiting'],
    ['working', false, false, 'processing'],
    ['working', true, false, 'waiting'],
    ['blocked', false, false, 'waiting'],
    ['blocked', true, false, 'waiting'],
    ['error', false, false, 'active'],
    ['error', true, false, 'waiting'],
    ['quiet', true, true, 'completed'],
    ['blocked', true, true, 'completed'],
    ['working', false, true, 'completed'],
  ])('that said %s (bell: %s, ended: %s) is %s', (state, rang, ended, expected) => {
    expect(deriveState({ said: { state, by: 'report', text: '' }, rang, ended })).toBe(expected);
  });
});

describe('what a program said last', () => {
  it.each<[string, ProgramSignal[], Said['state']]>([
    ['nothing', [], 'quiet'],
    ['that it works', [report('working')], 'working'],
    ['that it asks', [report('working'), report('blocked')], 'blocked'],
    ['that it goes on', [report('blocked'), report('working')], 'working'],
    ['done', [report('blocked'), report('done')], 'quiet'],
    ['idle', [report('working'), report('idle')], 'quiet'],
    ['clear', [report('error'), report('clear')], 'quiet'],
    ['an error', [report('working'), report('error')], 'error'],
    ['a bar', [STARTED], 'working'],
    ['a bar and its end', [STARTED, STARTED, STOPPED], 'quiet'],
    ['a bar while it asks', [report('blocked'), STARTED], 'working'],
    ['the end of a bar while it asks', [report('blocked'), STOPPED], 'blocked'],
    ['a bar amid its own work', [report('working'), STARTED, STOPPED], 'working'],
    ['a prompt behind work', [report('working'), PROMPT], 'quiet'],
    ['a prompt behind a question', [report('blocked'), PROMPT], 'quiet'],
    ['a prompt behind an error', [report('error'), PROMPT], 'error'],
  ])('after %s', (_what, signals, state) => {
    expect(hearAll(signals).state).toBe(state);
  });

  it('keeps the text of the last report', () => {
    expect(hearAll([report('blocked', 'one?'), report('blocked', 'two?')]).text).toBe('two?');
    expect(hearAll([report('blocked', 'one?'), report('working')]).text).toBe('');
  });
});
