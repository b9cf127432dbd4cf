// Ctrl-R: earlier questions found while one types, as at a shell.

import { describe, expect, it } from 'vitest';

import { findAsked } from '../../../src/chat/prompt/find-asked.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat, type ScriptedChat } from '../scripted-host.js';

const CTRL_R = '\x12';
const ESC = '\x1b';
const ENTER = '\r';
const LEFT = '\x1b[D';
const UNDO = '\x1f';

const HERE = ['why does the build fail', 'name a colour', 'build it again'];
const ELSEWHERE = ['build a boat', 'a table of units', 'bring up idle lads'];

const asked = (texts: readonly string[]) => texts.map((text) => ({ text }));

const find = (query: string): string[] =>
  [...findAsked({ here: asked(HERE), elsewhere: asked(ELSEWHERE) }, query)].flatMap(
    (each) => each?.text ?? [],
  );

describe('which questions match', () => {
  it.each([
    ['build', ['why does the build fail', 'build it again', 'build a boat', 'bring up idle lads']],
    ['fail build', ['why does the build fail']],
    ['BOAT', ['build a boat']],
    ['nmclr', ['name a colour']],
    ['', []],
  ])('%j', (query, found) => {
    expect(find(query)).toEqual(found);
  });

  it('is each question once, however often it was asked', () => {
    const all = { here: asked(['again', 'again']), elsewhere: asked(['again']) };
    expect([...findAsked(all, 'again')].filter((each) => each !== undefined)).toHaveLength(1);
  });
});

describe('the search at the prompt', () => {
  const sent = ({ records }: ScriptedChat): string[] =>
    records.flatMap((record) => (record.type === 'question' ? [record.text] : []));

  function start(here = HERE): ScriptedChat & { added: string[] } {
    const added: string[] = [];
    const history = {
      add: ({ text }: { text: string }) => void added.push(text),
      all: async () => ({ here: asked(here), elsewhere: asked(ELSEWHERE) }),
    };
    return { ...startChat({ cols: 80, host: { history } }), added };
  }

  it('shows the latest match, and the next older one at each Ctrl-R', async () => {
    const chat = start();
    chat.type(...'draft', CTRL_R, ...'build');
    await chat.until('why does the build fail');
    expect(chat.screen()).toContain(' search: build');
    chat.type(CTRL_R);
    expect(chat.screen()).toContain('build it again');
    chat.type(CTRL_R);
    expect(chat.screen()).toContain('build a boat');
    // Ctrl-S goes the other way.
    chat.type('\x13');
    expect(chat.screen()).toContain('build it again');
    chat.type(...' boat');
    expect(chat.screen()).toContain('build a boat');
    chat.type('x');
    expect(chat.screen()).toContain('no question matches');
  });

  it('sends by Enter what is shown, and keeps the draft', async () => {
    const chat = start();
    chat.type(...'draft', CTRL_R, ...'boat');
    await chat.until('build a boat');
    chat.type(ENTER);
    expect(sent(chat)).toEqual(['build a boat']);
    expect(chat.screen()).toContain('> draft');
    expect(chat.added).toEqual(['build a boat']);
  });

  it('takes it into the prompt by Esc or a key that edits; undo brings the draft back', async () => {
    const chat = start();
    chat.type(...'draft', CTRL_R, ...'boat');
    await chat.until('build a boat');
    chat.type(ESC);
    await chat.until('> build a boat');
    chat.type(UNDO);
    expect(chat.screen()).toContain('> draft');
    chat.type(CTRL_R, ...'boat');
    await chat.until('build a boat');
    chat.type(LEFT, '!');
    expect(chat.screen()).toContain('> build a boa!t');
    expect(sent(chat)).toEqual([]);
  });

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-G', '\x07'],
  ])('is left by %s with the draft as it was', async (_, key) => {
    const chat = start();
    chat.type(...'draft', CTRL_R, ...'boat');
    await chat.until('build a boat');
    chat.type(key);
    expect(chat.screen()).toContain('> draft');
  });

  it('sends nothing by Enter where nothing matches', async () => {
    const chat = start();
    chat.type(...'draft', CTRL_R, ...'zzzz');
    await chat.until('no question matches');
    chat.type(ENTER);
    expect(sent(chat)).toEqual([]);
    expect(chat.screen()).toContain('> draft');
  });

  it('sends a question that looks like a command as the question that it was', async () => {
    const chat = start(['/etc is what?']);
    chat.type(CTRL_R, ...'etc');
    await chat.until('/etc is what?');
    chat.type(ENTER);
    expect([sent(chat), chat.commands]).toEqual([['/etc is what?'], []]);
  });

  it.each([
    ['sent at once', [ENTER]],
    ['taken into the prompt and sent', [LEFT, '\x05', ENTER]],
  ])('names what it named when it was asked, and nothing else: %s', async (_, keys) => {
    const text = 'compare @a with @b';
    const history = { add: () => {}, all: async () => ({ here: [{ text, refs: [16] }], elsewhere: [] }) };
    const chat = startChat({ cols: 80, host: { history } });
    chat.type(CTRL_R, ...'compare');
    await chat.until(`  ${text}`);
    chat.type(...keys);
    expect(chat.records[0]).toMatchObject({ type: 'question', text, refs: [16] });
  });

  it('finds among its own questions where nothing keeps the others', async () => {
    const chat = startChat({ cols: 80 });
    chat.chat.send('what is a monad');
    chat.type(CTRL_R, ...'monad');
    await chat.until(' search: monad');
    expect(chat.screen()).toMatch(/search: monad\n +what is a monad/);
  });

  it('ends when a question stands above the prompt', async () => {
    const chat = start();
    chat.type(CTRL_R, ...'boat');
    await chat.until('build a boat');
    chat.chat.send('now');
    await waitUntil('it is asked', () => chat.model.requests.length > 0);
    const asking = chat.model.requests.at(-1)?.ask?.({ kind: 'text', text: 'which one?' });
    await chat.until('which one?');
    expect(chat.screen()).not.toContain('search:');
    chat.type(CTRL_R);
    expect(chat.screen()).toContain('answer the question first');
    chat.chat.interrupt();
    await asking;
  });
});
