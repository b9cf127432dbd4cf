// The inbox as its user sees it: the longest waiting question first, answered by the keys of a pane, each only
// once it has been on the screen; what happens when questions come and go under its reader.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { UserQuestion } from '../../../src/chat/user-question.js';
import { dialogRoom } from '../../../src/frame/dialog-box.js';
import type { Screen } from '../../../src/terminal/screen.js';
import { installGlyphs } from '../../../src/text/glyphs.js';
import { UserError } from '../../../src/text/user-error.js';
import { textWidth } from '../../../src/text/width.js';
import { CALL, permission, startInbox } from './start-inbox.js';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
  });
});
afterEach(() => {
  vi.useRealTimers();
  installGlyphs('drawn');
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
/** In sight for long enough, then a key alone. */
async function answer(inbox: ReturnType<typeof startInbox>, key: string): Promise<void> {
  await pass(400);
  inbox.press(key);
  await pass(200);
}

const WORDS: UserQuestion = { kind: 'text', text: 'Which branch?' };
const FORM: UserQuestion = {
  kind: 'form',
  text: 'How?',
  fields: [
    { name: 'name', title: 'Name', type: 'text', values: [], required: true },
    { name: 'sure', title: 'Sure', type: 'flag', values: [], required: false },
  ],
};

describe('the list', () => {
  it('shows every question with session, agent and age, and the first one in full below', async () => {
    const inbox = startInbox();
    inbox.ask(permission('make all'), { headline: () => 'run make all' });
    await pass(120_000);
    inbox.report('Overwrite a.txt?');
    const rows = inbox.rows();
    expect(inbox.view.title).toBe('inbox: 1 of 2');
    expect(rows[0]).toBe('#1 chat1  fake  2 min   run make all');
    expect(rows[1]).toBe('#2 chat2        now     Overwrite a.txt?');
    expect(rows.slice(3, 8)).toEqual([
      'May it?',
      'run $ make all',
      '  1 a  Always allow',
      '  2 y  Allow',
      '  3 n  Reject',
    ]);
    expect(inbox.view.selected).toBe(0);
  });

  it('says that nothing is asked, and shows the first question that comes', () => {
    const inbox = startInbox();
    expect(inbox.rows()).toEqual(['no question is open', 'Esc closes']);
    inbox.ask(permission('make'));
    expect(inbox.rows()).toContain('run $ make');
  });

  it('keeps the selection on a question while others come and go above and below', async () => {
    const inbox = startInbox();
    const first = inbox.ask(permission('first'));
    inbox.ask(permission('second'));
    inbox.ask(permission('third'));
    inbox.press('C-n');
    expect(inbox.rows()).toContain('run $ second');
    inbox.end(first);
    expect(inbox.view.title).toBe('inbox: 1 of 2');
    expect(inbox.rows()).toContain('run $ second');
    await answer(inbox, 'y');
    expect(inbox.replies.map(({ id }) => id)).toEqual(['q2']);
  });
});

describe('answering', () => {
  it('takes the keys of a pane once the question has been on the screen, then shows the next one', async () => {
    const inbox = startInbox();
    inbox.ask(permission('first'));
    inbox.ask(permission('second'));
    await answer(inbox, 'y');
    await answer(inbox, '3');
    expect(inbox.replies.map(({ id, reply }) => [id, reply])).toEqual([
      ['q1', expect.objectContaining({ option: expect.objectContaining({ id: 'once' }) as unknown })],
      ['q2', expect.objectContaining({ option: expect.objectContaining({ id: 'no' }) as unknown })],
    ]);
    expect(inbox.rows()).toEqual(['no question is open', 'answered chat2  Esc closes']);
  });

  it.each([
    ['before it was on the screen for 0.4 s', 399, ['y']],
    ['together with another', 400, ['y', 'n']],
  ])('takes no key that comes %s', async (_, afterMs, keys) => {
    const inbox = startInbox();
    inbox.ask(permission('make'));
    await pass(afterMs);
    inbox.press(...keys);
    await pass(1_000);
    expect(inbox.replies).toEqual([]);
    expect(inbox.rows()).toContain(`> ${keys.join('')}`);
    // Esc takes what was typed away, and leaves the inbox open.
    inbox.press('Escape');
    expect(inbox.rows().some((row) => row.startsWith('> '))).toBe(false);
    await answer(inbox, 'y');
    expect(inbox.replies).toHaveLength(1);
  });

  it.each(['C-n', 'C-p'])('takes no key that comes together with %s', async (key) => {
    const inbox = startInbox();
    inbox.ask(permission('make'));
    await pass(1_000);
    inbox.press(key);
    await pass(100);
    inbox.press('y');
    await pass(1_000);
    expect(inbox.replies).toEqual([]);
  });

  it('lets go of a key that is held when the selection moves', async () => {
    const inbox = startInbox();
    inbox.ask(permission('first'));
    inbox.ask(permission('second'));
    await pass(1_000);
    inbox.press('y');
    await pass(100);
    inbox.press('C-n');
    await pass(1_000);
    expect(inbox.replies).toEqual([]);
  });

  it('starts the time again when the question was not selected meanwhile', async () => {
    const inbox = startInbox();
    inbox.ask(permission('first'));
    inbox.ask(permission('second'));
    await pass(1_000);
    inbox.press('C-n');
    await pass(200);
    inbox.press('C-p');
    await pass(399);
    inbox.press('y');
    await pass(1_000);
    expect(inbox.replies).toEqual([]);
  });

  it('rejects with a reason by d, which Esc puts aside', async () => {
    const inbox = startInbox();
    inbox.ask(permission('rm -r build'));
    await answer(inbox, 'd');
    inbox.press(...'not');
    await pass(200);
    inbox.press('Escape');
    await pass(200);
    expect(inbox.rows()).toContain('  2 y  Allow');
    await answer(inbox, 'd');
    expect(inbox.rows()).toContain('> not');
    inbox.press('Space', ...'now');
    await pass(200);
    inbox.press('Enter');
    expect(inbox.replies[0]?.reply).toMatchObject({ option: { id: 'no' }, reason: 'not now' });
  });

  it('takes words for a question for words, and queues what was typed below another', async () => {
    const inbox = startInbox();
    inbox.ask(WORDS);
    inbox.ask(permission('make'));
    await pass(400);
    inbox.press(...'main', 'Enter');
    expect(inbox.replies[0]?.reply).toEqual({ type: 'text', text: 'main' });
    inbox.press(...'later', 'Enter');
    await pass(1_000);
    expect(inbox.replies).toHaveLength(1);
    expect(inbox.queued).toEqual(['chat2: later']);
    expect(inbox.rows().at(-1)).toContain('queued for chat2');
  });

  it('fills in a form, which is there again after a look at another question', async () => {
    const inbox = startInbox();
    inbox.ask(FORM);
    inbox.ask(permission('make'));
    await pass(400);
    inbox.press(...'two');
    await pass(200);
    inbox.press('C-n');
    await pass(200);
    inbox.press('C-p');
    expect(inbox.rows()).toContain('> Name *: two');
    await pass(400);
    inbox.press('Tab', 'y');
    await pass(200);
    inbox.press('Enter');
    expect(inbox.replies[0]?.reply).toEqual({ type: 'form', values: { name: 'two', sure: true } });
  });

  it('declines by Ctrl-C', async () => {
    const inbox = startInbox();
    inbox.ask(FORM);
    await answer(inbox, 'C-c');
    expect(inbox.replies[0]?.reply).toEqual({ type: 'declined' });
  });

  it('allows no command before its end was shown', async () => {
    const inbox = startInbox();
    inbox.ask(permission('step\n'.repeat(40)));
    await answer(inbox, 'y');
    expect(inbox.replies).toEqual([]);
    expect(inbox.rows().at(-1)).toMatch(/^PageDown first: \d+ more lines {2}Esc closes$/);
    for (let page = 0; page < 10; page++) {
      inbox.press('PageDown');
      await pass(200);
    }
    await answer(inbox, 'y');
    expect(inbox.replies).toHaveLength(1);
  });

  it('says why a reply could not be kept, and asks as before', async () => {
    const inbox = startInbox();
    inbox.ask(permission('make'));
    inbox.failWith(new UserError('the disk is full'));
    await answer(inbox, 'y');
    expect(inbox.replies).toEqual([]);
    expect(inbox.rows().at(-1)).toBe('the disk is full  Esc closes');
    inbox.failWith(undefined);
    await answer(inbox, 'y');
    expect(inbox.replies).toHaveLength(1);
  });

  it('does nothing once it is closed', async () => {
    const inbox = startInbox();
    inbox.ask(permission('make'));
    await pass(400);
    inbox.press('y', 'Escape');
    await pass(1_000);
    expect(inbox.closed).toEqual([]);
    expect(inbox.replies).toEqual([]);
  });
});

describe('a question that ends meanwhile', () => {
  it('says so in its place, takes no key, and Enter goes on', async () => {
    const inbox = startInbox();
    inbox.ask(permission('first'));
    const second = inbox.ask(permission('second'));
    inbox.ask(permission('third'));
    inbox.press('C-n');
    await pass(400);
    inbox.press('y');
    await pass(100);
    inbox.end(second);
    await pass(1_000);
    expect(inbox.replies).toEqual([]);
    expect(inbox.rows()[1]).toBe('#2 chat2  fake  ended   May it?');
    expect(inbox.rows()).toContain('this question has ended: it was answered elsewhere, or taken back');
    inbox.press('y');
    await pass(1_000);
    expect(inbox.replies).toEqual([]);
    inbox.press('Enter');
    expect(inbox.view.title).toBe('inbox: 2 of 2');
    expect(inbox.rows()).toContain('run $ third');
  });

  it('is not answered by a key that was pressed before its end is known', async () => {
    const inbox = startInbox();
    const id = inbox.ask(permission('first'));
    await pass(400);
    inbox.press('y');
    // Answered in the pane in the same moment.
    inbox.end(id, { unseen: true });
    await pass(200);
    expect(inbox.replies).toEqual([]);
    expect(inbox.rows()).toContain('this question has ended: it was answered elsewhere, or taken back');
  });
});

describe('a question of a program', () => {
  const screen = {} as Screen;

  it('shows its screen and is answered there', async () => {
    const inbox = startInbox({ findPreview: () => ({ type: 'screen', screen }) });
    inbox.report('Overwrite a.txt?');
    expect(inbox.view.screen?.screen).toBe(screen);
    expect(inbox.rows()).toContain('Overwrite a.txt?');
    await answer(inbox, 'y');
    expect(inbox.rows().at(-1)).toBe('go there to answer: Enter  Esc closes');
    inbox.press('Enter');
    expect(inbox.closed).toEqual([['switch', '#1']]);
  });

  it('does not take a key that was meant for a chat', async () => {
    const inbox = startInbox();
    inbox.ask(permission('make'));
    inbox.report('Overwrite?');
    inbox.press('C-n');
    await answer(inbox, 'y');
    expect(inbox.replies).toEqual([]);
  });
});

it('goes to the session of a question by Ctrl-g', () => {
  const inbox = startInbox();
  inbox.ask(permission('make'));
  inbox.press('C-g');
  expect(inbox.closed).toEqual([['switch', '#1']]);
});

describe('a read-only client', () => {
  it('looks and does not answer', async () => {
    const inbox = startInbox({ readOnly: true });
    inbox.ask(permission('step\n'.repeat(40)));
    inbox.ask(FORM);
    inbox.press('PageDown');
    expect(inbox.rows().some((row) => row.includes('above'))).toBe(true);
    await answer(inbox, 'n');
    expect(inbox.rows().at(-1)).toBe('attached read-only: nothing is answered here  Esc closes');
    inbox.paste('y');
    inbox.press('C-n');
    await answer(inbox, 'Enter');
    await answer(inbox, 'Enter');
    expect(inbox.rows()).toContain('> Name *:');
    expect(inbox.replies).toEqual([]);
    expect(inbox.queued).toEqual([]);
  });
});

describe('in any room', () => {
  const QUESTIONS: Readonly<Record<string, UserQuestion>> = {
    command: permission('echo 漢字 && make 日本語のファイル && echo 👩‍💻 '.repeat(3)),
    diff: {
      ...permission(''),
      call: {
        ...CALL,
        kind: 'edit',
        diffs: [{ path: '/tmp/漢字.ts', old: 'const 甲 = 1;\n', new: 'const 乙 = 1;\n' }],
      },
    } as UserQuestion,
    form: FORM,
    words: WORDS,
  };
  const SIZES = [
    [40, 120],
    [24, 80],
    [15, 60],
    [10, 40],
  ] as const;

  it.each(
    (['drawn', 'plain'] as const).flatMap((set) =>
      SIZES.flatMap(([rows, cols]) =>
        Object.keys(QUESTIONS).map((name) => [set, `${cols}x${rows}`, name, rows, cols] as const),
      ),
    ),
  )('%s at %s: a question of kind %s fits and can be answered', async (set, _, name, rows, cols) => {
    installGlyphs(set);
    const room = dialogRoom(rows, cols, { isLarge: true });
    const inbox = startInbox(room);
    inbox.ask(QUESTIONS[name] as UserQuestion, {
      session: { number: 12, id: 's', name: '漢字の長い名前のセッション' },
    });
    inbox.ask(permission('other'));
    const texts = inbox.rows().slice(0, -1);
    expect(texts.length).toBeLessThanOrEqual(room.rows);
    for (const text of texts) expect(textWidth(text)).toBeLessThanOrEqual(room.cols);
    for (let page = 0; page < 20; page++) {
      inbox.press('PageDown');
      await pass(200);
    }
    await answer(inbox, 'C-c');
    expect(inbox.replies).toHaveLength(1);
  });

  it('says where to answer a question with more options than fit', () => {
    const inbox = startInbox(dialogRoom(10, 40, { isLarge: true }));
    inbox.ask({
      kind: 'choice',
      text: 'Which?',
      options: Array.from({ length: 9 }, (_, at) => ({ id: `${at}`, name: `Option ${at}`, kind: 'choice' })),
    });
    expect(inbox.view.asks).toBeUndefined();
    expect(inbox.rows().at(-1)).toContain('Ctrl-g goes there');
  });
});
