// What commands reply and refuse, over a coordinator that records its calls. Which call a line causes is
// tested in same-call.test.ts; this tests what the caller reads.

import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';

import { splitWords } from '../../src/commands/line/split-words.js';
import { createRecorder, HELLO, WAYS } from '../server/recording-runner.js';

const answer = async (line: string, options = { json: false }) => {
  const recorder = createRecorder();
  const response = await recorder.runner.answer(HELLO, splitWords(line), options);
  return { ...response, calls: recorder.calls };
};

describe('a command line', () => {
  it.each([
    ['', 'there is no command; qmux help lists them'],
    ['new a b', 'no type or agent a; the types are debug'],
    ['new debug login now', 'new takes a type, a name, and a command after --; now is too much'],
    ['new debug -- make', 'a program has no type and no agent; leave out debug'],
    ['switch', 'switch needs X, a number or a name; qmux ls lists them'],
    ['rename', 'rename needs NEW; usage: rename [X] NEW'],
    ['tab', 'tab needs an action: new, next, previous, last, a number, rename, move, swap or close'],
    ['tab next --hide', 'tab next does not take --hide'],
    ['focus', 'focus needs a direction: left, right, up, down, next or last'],
    ['join', 'join needs a session, or a marked pane; qmux pane mark marks one'],
    ['swap', 'swap needs the other pane: next, previous or a marked one; qmux pane mark marks one'],
    ['tab move', 'tab move needs a place: left, right or a number'],
    ['tab move up', 'tab move: up is not a number of a tab; qmux tree lists them'],
    ['tab swap', 'tab swap needs the number of the other tab, or of two'],
    ['delete', 'delete needs X, a closed session; qmux ls --all lists them'],
    ['copy-mode search-forwar', 'copy-mode does not know search-forwar; did you mean search-forward?'],
    ['copy-mode zzz', 'copy-mode does not know zzz; qmux help copy-mode lists what it takes'],
    ['copy-code x', 'copy-code: N must be a whole number, not x'],
    ['buffers --bogus', 'buffers does not know --bogus; qmux help buffers lists its flags'],
    ['tab bogus', 'tab does not know bogus; qmux help tab lists what it takes'],
    ['tab next 3', 'tab next does not take 3'],
    ['tab 3 --bogus', 'tab 3 does not take --bogus'],
    ['new-window htop', 'tab new does not take htop'],
    ['resize left much', 'resize: N must be a whole number, not much'],
    ['send 2 "  "', 'there is no text to send'],
    ['send 2 hi --timeout 3', '--timeout needs --wait'],
    ['send 2 hi --wait --timeout soon', '--timeout must be a whole number, not soon'],
    ['export 2 --format pdf', 'no format pdf; the formats are md, json and html'],
    ['capture 2 --lines -1', '--lines must be a whole number, not -1'],
    ['help swich', 'no command swich; did you mean switch?'],
  ])('%j is refused in one line, and changes nothing', async (line, message) => {
    const { stderr, exitCode, calls } = await answer(line);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([exitCode, calls]).toEqual([2, []]);
  });

  it('prints an object where --json is asked for, else words', async () => {
    expect((await answer('new -d')).stdout).toBe('created #2 two\n');
    const asked = await answer('new -d --json', { json: true });
    expect(JSON.parse(asked.stdout)).toEqual({ number: 2, id: 'id-2', name: 'two' });
    expect(JSON.parse((await answer('ls --json', { json: true })).stdout)).toEqual([]);
    expect((await answer('ls')).stdout).toBe('no sessions\n');
    expect((await answer('ls --short')).stdout).toBe('');
  });

  it('says what was copied, pasted and deleted', async () => {
    expect((await answer('copy-answer 2')).stdout).toBe('copied 3 lines to buffer1\n');
    expect((await answer('paste')).stdout).toBe('pasted 6 characters into two\n');
    expect((await answer('paste --to 2')).stdout).toBe('pasted 6 characters into two\n');
    expect((await answer('buffers --set mine a b')).stdout).toBe('put 3 characters into mine\n');
    expect((await answer('buffers --delete buffer0')).stdout).toBe('deleted buffer0\n');
  });

  it('attaches to a new or reopened session, but not to one that stays behind', async () => {
    expect((await answer('new')).attach).toBe('id-2');
    expect((await answer('reopen')).attach).toBe('id-2');
    expect((await answer('new -d')).attach).toBeUndefined();
  });

  it('reads the words of a tab name and of a program as they were typed', async () => {
    expect((await answer("tab rename '漢字 tab' two")).calls).toEqual([
      'arrangement.renameTab ["viewer","漢字 tab two"]',
    ]);
    const prompt = createRecorder();
    await WAYS.prompt(prompt, 'program ls ~/x ~y');
    expect(prompt.calls[0]).toContain(JSON.stringify(['ls', `${homedir()}/x`, '~y']));
    const [created = ''] = (await answer("program npm run dev -- --port '3 4'")).calls;
    expect(created).toContain('"command":["npm","run","dev","--","--port","3 4"]');
  });

  it('prints in a chat as a note, at a client as its message or an overlay', async () => {
    const chat = createRecorder();
    expect(await chat.runner.runSlash(chat.session, 'session-name')).toEqual({ level: 'info', text: 'two' });
    expect(await chat.runner.runSlash(chat.session, 'redraw')).toBeUndefined();
    expect(await chat.runner.runSlash(chat.session, 'zom')).toEqual({
      level: 'error',
      text: 'no command zom; did you mean zoom?',
    });
    expect(await chat.runner.runSlash(chat.session, "rename 'x")).toEqual({
      level: 'error',
      text: "the quote ' is not closed",
    });
    expect(await chat.runner.runSlash(chat.session, 'rename 2 three')).toEqual({
      level: 'done',
      text: 'renamed two to three',
    });
    const left = createRecorder({ isDrawn: false });
    expect(await left.runner.runSlash(left.session, 'close')).toBeUndefined();
    expect(left.messages).toEqual(['closed two; /reopen brings it back']);
    const client = createRecorder();
    await WAYS.prompt(client, 'help new');
    expect(client.dialogs).toEqual(['text']);
  });
});
