import { describe, expect, it } from 'vitest';

import { createChoice } from '../../src/dialogs/choice.js';
import { copyBindings, NO_COPY_KEYS, pressCopyKey } from '../../src/keymap/copy-keys.js';
import { resolveBindings } from '../../src/keymap/default-bindings.js';
import { encodeKey } from '../../src/keymap/encode.js';
import { InputDecoder } from '../../src/keymap/input-decoder.js';
import type { KeyState, KeyTable } from '../../src/keymap/key-table.js';
import { pressKey, ROOT } from '../../src/keymap/key-table.js';
import { formatKeyName, plainKey, type Key } from '../../src/keymap/key.js';
import { latinTwin } from '../../src/keymap/latin-twin.js';

const keysOf = (text: string): Key[] =>
  new InputDecoder()
    .push(new TextEncoder().encode(text))
    .flatMap((event) => (event.type === 'key' ? [event.key] : []));

const tableWith = (overrides: Record<string, string> = {}, prefix: Partial<Key> = {}): KeyTable => ({
  prefix: { ...plainKey('q'), ctrl: true, ...prefix },
  bindings: new Map(resolveBindings(overrides, 'C-q').map((binding) => [binding.key, binding])),
  root: new Map(),
  repeatTimeMs: 500,
});

/** What the bytes of a terminal cause. */
function press(table: KeyTable, text: string): string[] {
  let state: KeyState = ROOT;
  return keysOf(text).map((key) => {
    const step = pressKey(table, state, key, 0);
    state = step.state;
    return step.action.type === 'command' ? step.action.command : step.action.type;
  });
}

const CTRL_Q = '\u0011';

describe('the key in the place of another script', () => {
  it('is told for the layouts that have no Latin letters', () => {
    const twins = (text: string): string =>
      [...text].map((name) => latinTwin(plainKey(name))?.name ?? '-').join('');
    expect(twins('йцукенгшщзхъфывапролджэячсмитьбюё')).toBe("qwertyuiop[]asdfghjkl;'zxcvbnm,.`");
    expect(twins('СЖЭХ')).toBe('C:"{');
    expect(twins('іїєў')).toBe("s]'o");
    expect(twins('ςερτυθιοπασδφγηξκλζχψωβνμΞ')).toBe('wertyuiopasdfghjklzxcvbnmJ');
    expect(twins('קראטוןםפשדגכעיחלךףזסבהנמצתץ')).toBe('ertyuiopasdfghjkl;zxcvbnm,.');
    expect(twins('شسيبلاتنمك')).toBe('asdfghjkl;');
    expect(twins('ㅂㅈㄷㄱㅅㅁㄴㅇㅋㅌㅊㅍㅠㅜㅡㅃ')).toBe('qwertasdzxcvbnmQ');
    expect(twins('ქწერტასდფზხცვბნმ')).toBe('qwertasdfzxcvbnm');
    expect(twins('ฟหกดผปแอ')).toBe('asdfzxcv');
    expect(twins('aé漢あñ5%')).toBe('-------');
  });

  it('is what a key after the prefix stands for', () => {
    expect(press(tableWith(), `${CTRL_Q}с`)).toEqual(['swallow', 'tab new']);
    expect(press(tableWith(), `${CTRL_Q}С`)).toEqual(['swallow', 'program']);
    expect(press(tableWith(), `${CTRL_Q}χ`)).toEqual(['swallow', 'close --ask']);
    expect(press(tableWith(), `${CTRL_Q}Э`)).toEqual(['swallow', 'split below']);
    // Text elsewhere is text.
    expect(press(tableWith(), 'с')).toEqual(['forward']);
  });

  it('is the one that the terminal tells, where it does', () => {
    // Bulgarian: ц is at the position of w on this layout, and of c on the phonetic one.
    expect(press(tableWith(), `${CTRL_Q}\x1b[1094::99u`)).toEqual(['swallow', 'tab new']);
    expect(press(tableWith(), `${CTRL_Q}\x1b[1094:1062:99;2u`)).toEqual(['swallow', 'program']);
  });

  it('stands back behind what the user has bound', () => {
    const table = tableWith({ с: 'zoom', 'C-й': 'tree', C: 'none' });
    expect(press(table, `${CTRL_Q}с`)).toEqual(['swallow', 'zoom']);
    expect(press(table, `${CTRL_Q}\x1b[1081::113;5u`)).toEqual(['swallow', 'tree']);
    expect(press(table, `${CTRL_Q}С`)).toEqual(['swallow', 'unbound']);
  });

  it('makes the prefix, in every way to tell it', () => {
    for (const chord of ['\x1b[1081::113;5u', '\x1b[1081;5u', '\x1b[27;5;1081~'])
      expect(press(tableWith(), `${chord}с`)).toEqual(['swallow', 'tab new']);
    expect(press(tableWith({}, { name: 'ё', ctrl: false }), 'ёс')).toEqual(['swallow', 'tab new']);
    // A prefix without a modifier does not take text in another script.
    expect(press(tableWith({}, { name: '`', ctrl: false }), 'ёс')).toEqual(['forward', 'forward']);
  });

  it('is what a chord sends to a program', () => {
    const modes = {
      applicationCursorKeys: false,
      applicationKeypad: false,
      kittyFlags: 0,
      modifyOtherKeys: 0,
    } as const;
    for (const chord of ['\x1b[1089::99;5u', '\x1b[1089;5u', '\x1b[27;5;1089~'])
      expect(keysOf(chord).map((key) => encodeKey(key, modes))).toEqual(['\u0003']);
  });

  it('moves in copy mode, but is no character that is looked for', () => {
    const bindings = copyBindings('vi');
    const commandOf = (state: typeof NO_COPY_KEYS, key: Key): unknown =>
      pressCopyKey(bindings, 'vi', state, key).command;
    expect(commandOf(NO_COPY_KEYS, plainKey('о'))).toEqual(commandOf(NO_COPY_KEYS, plainKey('j')));
    const { state } = pressCopyKey(bindings, 'vi', NO_COPY_KEYS, plainKey('а'));
    expect(state.waiting?.key).toBe('f');
    expect(commandOf(state, plainKey('ж'))).toMatchObject({ character: 'ж' });
  });

  it('answers no question', () => {
    const choices = [{ key: 'y', label: 'quit', commands: [['quit']] }];
    const dialog = createChoice({ title: 'Quit?', lines: [], choices });
    expect(dialog.press(plainKey('н')).type).toBe('stay');
    expect(dialog.press(plainKey('y')).type).toBe('close');
  });

  it('keeps its name among the bindings', () => {
    expect(keysOf('\x1b[1081::113;5u').map(formatKeyName)).toEqual(['C-q']);
    expect(keysOf('\x1b[1089:1057:99;2u').map(formatKeyName)).toEqual(['С']);
  });
});
