// vi's keys at the prompt: each command on a small text, with what it leaves.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EditBuffer } from '../../../src/chat/prompt/edit-buffer.js';
import { ViKeys } from '../../../src/chat/prompt/vi-keys.js';
import { paneChat } from '../../../src/chat/chat-place.js';
import { startChat } from '../scripted-host.js';

const ESC = '\x1b';
const CTRL_R = '\x12';

/** The | is the cursor. */
function begin(text: string): { buffer: EditBuffer; vi: ViKeys } {
  const buffer = new EditBuffer();
  buffer.setText(text.replace('|', ''), { cursor: text.indexOf('|') });
  const vi = new ViKeys(buffer);
  // Insert mode ends one letter to the left.
  vi.press(ESC);
  buffer.moveTo(text.indexOf('|'));
  return { buffer, vi };
}

const shown = ({ inside, cursor }: EditBuffer): string =>
  `${inside.slice(0, cursor)}|${inside.slice(cursor)}`;

function after(text: string, keys: string): string {
  const { buffer, vi } = begin(text);
  for (const key of keys) vi.press(key);
  return shown(buffer);
}

describe('vi', () => {
  it.each([
    // text, keys, what is left
    ['a|bc', 'h', '|abc'],
    ['|abc', 'h', '|abc'],
    ['|abc', '9l', 'ab|c'],
    ['ab\nc|d\nef', '2k', 'a|b\ncd\nef'],
    ['a|b\n\ncd', '2j', 'ab\n\nc|d'],
    ['|one, two  three', 'w', 'one|, two  three'],
    ['|one, two  three', '3w', 'one, two  |three'],
    ['|one\n\ntwo', 'w', 'one\n|\ntwo'],
    ['one, two|', 'b', 'one, |two'],
    ['one, t|wo', '2b', 'one|, two'],
    ['|one two', 'e', 'on|e two'],
    ['on|e two', 'e', 'one tw|o'],
    ['|one two', '9e', 'one tw|o'],
    ['|a.b, c', 'W', 'a.b, |c'],
    ['|a.b c.d e', '2W', 'a.b c.d |e'],
    ['a (b.c)|', 'B', 'a |(b.c)'],
    ['|a.b c.d', 'E', 'a.|b c.d'],
    ['|a.b c.d', '2E', 'a.b c.|d'],
    ['|a.b c', 'dW', '|c'],
    ['|a.b\nc', 'dW', '|\nc'],
    ['|a.b c.d', 'dE', '| c.d'],
    ['a c.|d', 'dB', 'a |d'],
    ['|a.b c', `cWx${ESC}`, '|x c'],
    ['|- c', `cWx${ESC}`, '|x c'],
    ['|a.b c.d e', `c2Wx${ESC}`, '|x e'],
    ['a\n|b\n\n\nc', '}', 'a\nb\n|\n\nc'],
    ['a\nb\n|\n\nc', '}', 'a\nb\n\n\n|c'],
    ['|a\n\nb\n\nc', '2}', 'a\n\nb\n|\nc'],
    ['a\n\nb|b\nc', '{', 'a\n|\nbb\nc'],
    ['ab\n|\nc', '{', '|ab\n\nc'],
    ['a\n\n|b\nc\n\nd', 'd}', 'a\n\n|\nd'],
    ['a|b\nc\n\nd', 'd}', '|a\n\nd'],
    ['a\n\nb|c', 'd{', 'a\n|c'],
    ['|a\nb', 'd}', '|'],
    ['|f(a[1], {b})', '%', 'f(a[1], {b}|)'],
    ['f(a[1], {b}|)', '%', 'f|(a[1], {b})'],
    ['f(a|[1], {b})', '%', 'f(a[1|], {b})'],
    ['f|(a, b) c', 'd%', 'f| c'],
    ['|(a', '%', '|(a'],
    ['|abc', `Rxy${ESC}`, 'x|yc'],
    ['ab|c\nd', `Rxyz${ESC}`, 'abxy|z\nd'],
    ['|abc', `Rxy\x7f\x7f${ESC}`, '|abc'],
    ['a|bc', `Rx\x7f\x7f\x7fy${ESC}`, '|ybc'],
    ['|abcd', `Rx${ESC}l.`, 'x|xcd'],
    ['|漢字', `Rab${ESC}u`, '|漢字'],
    ['  on|e', '0', '|  one'],
    ['  on|e', '^', '  |one'],
    ['|one\ntwo', '$', 'on|e\ntwo'],
    ['a\nb\n  |c', 'gg', '|a\nb\n  c'],
    ['|a\nb\n  c', 'G', 'a\nb\n  |c'],
    ['|a\nb\nc', '2G', 'a\n|b\nc'],
    ['|a.b.c', 'f.', 'a|.b.c'],
    ['|a.b.c', '2f.', 'a.b|.c'],
    ['|a.b.c', 'f.;', 'a.b|.c'],
    ['|a.b.c', '2f.,', 'a|.b.c'],
    ['|aa.b.c', 't.', 'a|a.b.c'],
    ['|aa.b.c', 't.;', 'aa.|b.c'],
    ['|abc', 'fx', '|abc'],
    ['a|bc', 'x', 'a|c'],
    ['a|bcd', '2x', 'a|d'],
    ['ab|c', 'x', 'a|b'],
    ['a|bc', '9x', '|a'],
    ['|one two', 'dw', '|two'],
    ['|one two three', '2dw', '|three'],
    ['|one two three', 'd2w', '|three'],
    ['one |two\nthree', 'dw', 'one| \nthree'],
    ['|one two', 'de', '| two'],
    ['one |two', 'db', '|two'],
    ['one|.two', 'd0', '|.two'],
    ['on|e two', 'd$', 'o|n'],
    ['|a.b.c', 'df.', '|b.c'],
    ['|a.b.c', 'dt.', '|.b.c'],
    ['a\n|b\nc', 'dj', '|a'],
    ['a\nb\n|c\nd', 'dgg', '|d'],
    ['a\n|b\nc', 'dG', '|a'],
    ['a\n|b\nc', 'dd', 'a\n|c'],
    ['a\nb\n|c', 'dd', 'a\n|b'],
    ['|a\nb\nc', '2dd', '|c'],
    ['|a', 'dd', '|'],
    ['|one two', `cwx${ESC}`, '|x two'],
    ['one |two', `cwx${ESC}`, 'one |x'],
    ['|a b', `cwx${ESC}`, '|x b'],
    ['|one two three', `c2wx${ESC}`, '|x three'],
    ['  a|b\nc', `ccx${ESC}`, '|x\nc'],
    ['on|e', 'D', 'o|n'],
    ['on|e two', `Cx${ESC}`, 'on|x'],
    ['a |b(c, "d e")', 'di(', 'a |b(c, "d e")'],
    ['a b(c|, "d e")', 'di(', 'a b(|)'],
    ['f(g(x), |y)', 'di(', 'f(|)'],
    ['say |"d e" now', 'di"', 'say "|" now'],
    ['|say "d e" now', `ci"x${ESC}`, 'say "|x" now'],
    ['one t|wo three', 'diw', 'one | three'],
    ['one t|wo', `ciwx${ESC}`, 'one |x'],
    ['a\n|b', `ox${ESC}`, 'a\nb\n|x'],
    ['a\n|b', `Ox${ESC}`, 'a\n|x\nb'],
    ['|ab', `Ax${ESC}`, 'ab|x'],
    ['  a|b', `Ix${ESC}`, '  |xab'],
    ['|ab', `ax${ESC}`, 'a|xb'],
    ['a|b', `ix${ESC}`, 'a|xb'],
    ['|abc', 'rx', '|xbc'],
    ['|abc', '2rx', 'x|xc'],
    ['|abc', '9rx', '|abc'],
    ['|aBc', '~', 'A|Bc'],
    ['|aBc', '3~', 'Ab|C'],
    ['|a\n  b', 'J', 'a| b'],
    ['|a\nb\nc', '3J', 'a b| c'],
    ['|ab', 'xp', 'b|a'],
    ['|one\ntwo', 'ddp', 'two\n|one'],
    ['|one two', 'yw$p', 'one twoone| '],
    ['|a\nb', 'yy1jp', 'a\nb\n|a'],
    ['|a', 'yy2p', 'a\n|a\na'],
    ['|abc', 'xu', '|abc'],
    ['|abc', `xxuu`, '|abc'],
    ['|abc', `xu${CTRL_R}`, '|bc'],
    ['|one two', `cwab cd${ESC}u`, '|one two'],
    ['|abcd', 'x.', '|cd'],
    ['|abcdef', '2x.', '|ef'],
    ['|abcdef', 'x3.', '|ef'],
    ['|one two', `cwx${ESC}w.`, 'x |x'],
    ['|a\nb', `Ax${ESC}1j.`, 'ax\nb|x'],
    ['|one two three', 'dw..', '|'],
    ['a.b.|c', 'F.', 'a.b|.c'],
    ['a.b.|c', '2F.', 'a|.b.c'],
    ['a.b.|c', 'F.;', 'a|.b.c'],
    ['a.b.|c', '2F.,', 'a.b|.c'],
    ['a.bb|.c', 'T.', 'a.|bb.c'],
    ['a.bb.|c', 'T.;', 'a.|bb.c'],
    ['a.bb|.c', 'dF.', 'a|.c'],
    ['|abc', 'Fx', '|abc'],
    ['ab|cd', '2X', '|cd'],
    ['|abc', 'X', '|abc'],
    ['|abc', `2sx${ESC}`, '|xc'],
    ['  a|b\nc', `Sx${ESC}`, '|x\nc'],
    ['|abcd', `sx${ESC}l.`, 'x|xcd'],
    ['|one two', 'ywP', 'one| one two'],
    ['|one\ntwo', 'Y1jP', 'one\n|one\ntwo'],
    ['a\n|b', 'yy2P', 'a\n|b\nb\nb'],
    // Esc drops what was begun; what is not in the list does nothing.
    ['|one two', `d${ESC}w`, 'one |two'],
    ['|one two', 'dzx', '|ne two'],
    ['|漢字 é', 'wx', '漢字| '],
    ['|👩‍💻a', 'x', '|a'],
  ])('%j %j', (text, keys, left) => {
    expect(after(text, keys)).toBe(left);
  });

  it('takes a paste in both modes, and repeats one that was inserted', () => {
    const { buffer, vi } = begin('a|b');
    vi.paste('X');
    expect(shown(buffer)).toBe('aX|b');
    vi.press('A');
    vi.paste('Y');
    vi.press(ESC);
    vi.press('.');
    expect(buffer.text).toBe('aXbYY');
  });

  it('comes back to the beginning by undo, whatever was pressed', () => {
    const key = fc.constantFrom(
      ...'hjklwbeWBE0^$Gg;,xdcypPoOAIuia.rR~J2fFTXsSY(){}%" tw\n',
      ESC,
      CTRL_R,
      '\x1bx',
      '\x7f',
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        const { buffer, vi } = begin('on|e (two)\n"three"');
        for (const each of keys) {
          vi.press(each);
          const { cursor, units } = buffer;
          if (vi.mode === 'normal' && cursor > units.lineStart(cursor))
            expect(cursor).toBeLessThan(units.lineEnd(cursor));
        }
        while (buffer.undo());
        expect(buffer.text).toBe('');
      }),
      { numRuns: 200 },
    );
  });
});

describe('a prompt with vi keys', () => {
  const start = () =>
    startChat({
      cols: 80,
      host: {
        place: paneChat(
          () => undefined,
          () => 'vi',
        ),
      },
    });
  const until = async (chat: ReturnType<typeof startChat>, text: string): Promise<void> => chat.until(text);

  it('shows its mode, and begins in insert mode after each question', async () => {
    const chat = start();
    chat.type(...'one two', ESC);
    await until(chat, '< one two');
    chat.type('b', 'x', '\r');
    await until(chat, 'one wo');
    expect(chat.records.find(({ type }) => type === 'question')).toMatchObject({ text: 'one wo' });
    chat.type('j');
    expect(chat.screen()).toContain('> j');
  });

  it('shows that letters are replaced', async () => {
    const chat = start();
    chat.type(...'one', ESC, '0', 'R', 'T');
    await until(chat, 'R Tne');
    chat.type(ESC);
    await until(chat, '< Tne');
    expect(chat.screen()).not.toContain('R Tne');
  });

  it('leaves insert mode by Esc while an answer comes, and interrupts it by the next', async () => {
    const chat = start();
    chat.type(...'one', '\r');
    await until(chat, 'answering');
    chat.type(...'draft', ESC);
    await until(chat, '< draft');
    expect(chat.chat.answering).toBe(true);
    chat.type(ESC);
    await until(chat, '(interrupted)');
    expect(chat.screen()).toContain('< draft');
  });

  it('goes to earlier questions by k and back by j', async () => {
    const chat = start();
    chat.chat.send('one');
    chat.type(...'draft', ESC);
    await until(chat, '< draft');
    chat.type('k');
    expect(chat.screen()).toContain('< one');
    chat.type('j', 'x');
    expect(chat.screen()).toMatch(/< draf$/m);
  });
});
