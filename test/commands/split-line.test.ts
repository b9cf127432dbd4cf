// Several commands on one line: where one ends, and that all are read before any runs.

import { describe, expect, it } from 'vitest';

import { lastCommandOf, parseLineParts, splitLine } from '../../src/commands/line/split-line.js';
import { registry } from '../../src/commands/registry.js';
import { createRecorder } from '../server/recording-runner.js';

describe('a line', () => {
  it.each([
    ['zoom', ['zoom']],
    ['', ['']],
    ['split right ; zoom', ['split right', 'zoom']],
    ['split right ; zoom ;', ['split right', 'zoom']],
    ['  split right  ;\tzoom ; tab next', ['split right', 'zoom', 'tab next']],
    ['split right ; new -d build -- make', ['split right', 'new -d build -- make']],
    ['new -d -- sh -c a ; b', ['new -d -- sh -c a ; b']],
    ['zoom ; new -- find . ; zoom', ['zoom', 'new -- find . ; zoom']],
    ['switch ";" ; zoom', ['switch ";"', 'zoom']],
    ['switch \\; ; zoom', ['switch \\;', 'zoom']],
    ["switch ';'", ["switch ';'"]],
    ['split right; zoom', ['split right; zoom']],
    ['send 2 first ; then', ['send 2 first ; then']],
    ['send 2 ; then', ['send 2 ; then']],
    ["zoom ; send 2 don't ; stop", ['zoom', "send 2 don't ; stop"]],
    ['tab next ; zoom', ['tab next', 'zoom']],
    ['tab swap 1 2 ; tab move left ; zoom', ['tab swap 1 2', 'tab move left', 'zoom']],
    ['move-window -t 1 ; rename-window a ; b', ['move-window -t 1', 'rename-window a ; b']],
    ['new-window ; split-window -h', ['new-window', 'split-window -h']],
    ['tab rename this ; that', ['tab rename this ; that']],
    ['rename-window a ; b', ['rename-window a ; b']],
    ['prompt ; zoom', ['prompt ; zoom']],
    ['program ; zoom', ['program', 'zoom']],
    ['program top ; zoom', ['program top ; zoom']],
    ['copy-mode page-up ; zoom', ['copy-mode page-up', 'zoom']],
    ['2 ; zoom', ['2', 'zoom']],
    ['zom ; split right', ['zom', 'split right']],
    ['; zoom', ['', 'zoom']],
  ])('%j', (line, parts) => {
    expect(splitLine(registry, line)).toEqual(parts);
  });

  it.each([
    ['zoom ; split left', '2nd of 2, split: split takes right or below, not left'],
    ['zom ; split right ; zoom', '1st of 3, zom: no command zom; did you mean zoom?'],
    ['zoom ; ; zoom', '2nd of 3: there is no command before the ;'],
    ["zoom ; zoom ; rename 'x", "3rd of 3, rename: the quote ' is not closed"],
    [`${'zoom ; '.repeat(10)}zoom 1`, '11th of 11, zoom: zoom does not take 1'],
    ['split left', 'split takes right or below, not left'],
  ])('is refused as a whole: %s', (line, message) => {
    expect(() => parseLineParts(registry, line)).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(() => parseLineParts(registry, line)).toThrow(message);
  });
});

it.each([
  ['', ''],
  ['zo', 'zo'],
  ['zoom ; ', ''],
  ['zoom ; tab ne', 'tab ne'],
  ['zoom ; new deb', 'new deb'],
  ['zoom ; send 2 a ; b', 'send 2 a ; b'],
  ['zoom ; tab ', 'tab '],
])('its end is completed as a line of its own: %j', (line, last) => {
  expect(lastCommandOf(registry, line)).toBe(last);
});

describe('a line of several commands, from a key', () => {
  const run = async (line: string, options: { readOnly?: boolean } = {}) => {
    const recorder = createRecorder();
    Object.assign(recorder.client, { readOnly: options.readOnly ?? false });
    await recorder.runner.runForClient(recorder.client, line, 'key');
    return recorder;
  };

  it('runs them in order', async () => {
    const { calls, messages } = await run('split right ; tab new ; mouse on ; redraw');
    expect(calls.map((call) => call.split(' ')[0])).toEqual([
      'createSession',
      'createSession',
      'switchMouse',
      'redraw',
    ]);
    expect(messages).toEqual(['mouse on']);
  });

  it('shows all that they print, in their order', async () => {
    const { dialogs, messages } = await run('mouse on ; sessions');
    expect({ dialogs, messages }).toEqual({ dialogs: ['text'], messages: [] });
  });

  it('runs none if one cannot be read', async () => {
    const { calls, messages } = await run('redraw ; split left');
    expect(calls).toEqual([]);
    expect(messages).toEqual(['2nd of 2, split: split takes right or below, not left']);
  });

  it('stops at the first that fails, and says which', async () => {
    const { calls, messages } = await run('mouse on ; detach nobody ; redraw');
    expect(calls).toEqual(['switchMouse on']);
    expect(messages).toEqual(['mouse on', '2nd of 3, detach: no terminal nobody; :clients lists them']);
  });

  it('runs none for a read-only client if one changes something', async () => {
    const { calls, messages } = await run('redraw ; zoom', { readOnly: true });
    expect(calls).toEqual([]);
    expect(messages).toEqual([expect.stringMatching(/^2nd of 2, zoom: attached read-only: zoom is not run/)]);
    expect((await run('redraw ; keys', { readOnly: true })).calls).toEqual(['redraw']);
  });
});

it('is one command for slash commands and the shell', async () => {
  const { runner, session, calls } = createRecorder();
  expect(await runner.runSlash(session, 'zoom ; redraw')).toMatchObject({
    level: 'error',
    text: expect.stringContaining("zoom does not take ';'"),
  });
  expect(calls).toEqual([]);
});
