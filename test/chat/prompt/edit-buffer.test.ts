// The buffer of a prompt against a simple model: an array of letters and a place in it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EditBuffer } from '../../../src/chat/prompt/edit-buffer.js';
import { pressEditKey } from '../../../src/chat/prompt/edit-keys.js';

const LONG = Array.from({ length: 30 }, (_, at) => `\tline ${at}`).join('\n');
const UNDO = '\x1f';
const REDO = '\x18\x12';

interface Model {
  letters: string[];
  at: number;
}

/** What a key does, said in the simplest way. */
const MODEL_KEYS: Readonly<Record<string, (model: Model) => void>> = {
  '\x1b[D': (model) => void (model.at = Math.max(0, model.at - 1)),
  '\x06': (model) => void (model.at = Math.min(model.letters.length, model.at + 1)),
  '\x7f': (model) => {
    if (model.at > 0) model.letters.splice(--model.at, 1);
  },
  '\x1b[3~': (model) => void model.letters.splice(model.at, 1),
  '\x01': (model) => void (model.at = model.letters.lastIndexOf('\n', model.at - 1) + 1),
  '\x05': (model) => {
    const end = model.letters.indexOf('\n', model.at);
    model.at = end === -1 ? model.letters.length : end;
  },
  '\x17': (model) => {
    const to = model.at;
    const isBlank = (at: number): boolean => /^\s$/.test(model.letters[at] ?? 'x');
    while (model.at > 0 && isBlank(model.at - 1)) model.at--;
    while (model.at > 0 && !isBlank(model.at - 1)) model.at--;
    model.letters.splice(model.at, to - model.at);
  },
};
// As lastIndexOf(): a negative place would count from the end.
const guarded = (key: string, model: Model): void => {
  if (key === '\x01' && model.at === 0) return;
  MODEL_KEYS[key]?.(model);
};

const LETTERS = ['a', 'b', ' ', '.', '漢', '😀', '👩‍💻', 'é', 'e\u0301', '\n', '\t', LONG] as const;

describe('the buffer of a prompt', () => {
  it('does what a simple model does, whatever is typed, pasted and pressed', () => {
    const action = fc.oneof(fc.constantFrom(...LETTERS), fc.constantFrom(...Object.keys(MODEL_KEYS)));
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const buffer = new EditBuffer();
        const model: Model = { letters: [], at: 0 };
        for (const each of actions) {
          if (each in MODEL_KEYS) {
            pressEditKey(buffer, each);
            guarded(each, model);
          } else {
            if (each === LONG || each === '\n') buffer.paste(each);
            else buffer.insert(each);
            model.letters.splice(model.at++, 0, each);
          }
          expect(buffer.text).toBe(model.letters.join(''));
          expect(buffer.cursorInText).toBe(model.letters.slice(0, model.at).join('').length);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('undoes everything, and does it again', () => {
    const action = fc.oneof(
      fc.constantFrom(...LETTERS),
      fc.constantFrom('\x7f', '\x17', '\x0b', '\x15', '\x19', '\x1by', '\x14', '\x1bd', UNDO, REDO, '\x1bb'),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const buffer = new EditBuffer();
        for (const each of actions) {
          if (each === LONG) buffer.paste(each);
          else pressEditKey(buffer, each);
        }
        const last = buffer.text;
        while (buffer.undo());
        expect(buffer.text).toBe('');
        while (buffer.redo());
        // What had been undone before is done again as well.
        if (!actions.includes(UNDO)) expect(buffer.text).toBe(last);
      }),
      { numRuns: 150 },
    );
  });

  it('puts killed text back, and the text killed before it', () => {
    const buffer = new EditBuffer();
    const press = (...keys: string[]): void => keys.forEach((key) => pressEditKey(buffer, key));
    press(...'one two three');
    // Killed one after the other, they are one text.
    press('\x17', '\x17');
    press('\x01', '\x0b');
    expect(buffer.text).toBe('');
    press('\x19');
    expect(buffer.text).toBe('one ');
    press('\x1by');
    expect(buffer.text).toBe('two three');
    press('!', '\x1by');
    expect(buffer.text).toBe('two three!');
  });

  it('undoes a word at a time', () => {
    const buffer = new EditBuffer();
    for (const key of 'fix the bug') pressEditKey(buffer, key);
    const seen: string[] = [];
    while (buffer.undo()) seen.push(buffer.text);
    expect(seen).toEqual(['fix the ', 'fix ', '']);
  });

  it('joins lines where one ends, exchanges letters, and goes by words and to the ends', () => {
    const buffer = new EditBuffer();
    buffer.setText('one.two\nthree', { cursor: 7 });
    pressEditKey(buffer, '\x0b');
    expect(buffer.text).toBe('one.twothree');
    pressEditKey(buffer, '\x14');
    expect(buffer.text).toBe('one.twtohree');
    buffer.setText('ab');
    pressEditKey(buffer, '\x14');
    expect(buffer.text).toBe('ba');
    buffer.setText('one.two\nthree');
    const places = ['\x1bb', '\x1bb', '\x1bf', '\x1b<', '\x1b>'].map((key) => {
      pressEditKey(buffer, key);
      return buffer.cursor;
    });
    expect(places).toEqual([8, 4, 7, 0, 13]);
  });

  it('contains nothing that a terminal would execute, wherever a text is from', () => {
    const buffer = new EditBuffer();
    buffer.setText('a\x1b[2Jb\r\nc\ud800\udc00\udc01');
    expect(buffer.text).toBe('a[2Jb\nc\ud800\udc00\ufffd');
    buffer.setEdited('x\udc00');
    expect(buffer.text).toBe('x\ufffd');
  });

  it('never stands within a letter, even if signs join it afterwards', () => {
    const buffer = new EditBuffer();
    buffer.setText('e\u0301x', { cursor: 1 });
    expect(buffer.cursor).toBe(2);
    buffer.setText('\u0301x', { cursor: 0 });
    buffer.insert('e');
    expect([buffer.text, buffer.cursor]).toEqual(['e\u0301x', 2]);
  });
});
