// Files and sessions that a prompt names, from the key to what the model gets.

import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { NamedSecrets } from '../../../src/chat/agents/named-secrets.js';
import type { ChatMessage } from '../../../src/chat/ports.js';
import { newDirectory } from '../../temporary-directory.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat, type ScriptedChat } from '../scripted-host.js';

const ENTER = '\r';
const UP = '\x1b[A';
const KEY = 'sk-live-0123456789abcdef';

interface Project {
  root: string;
  chat: ScriptedChat;
  paste(text: string): void;
  /** Types, sends, and what the model gets of it. */
  ask(text: string): Promise<ChatMessage | undefined>;
  requested(count: number): Promise<ChatMessage | undefined>;
}

function openProject(records: Parameters<typeof startChat>[0] = {}): Project {
  const root = join(newDirectory(), 'project');
  mkdirSync(root);
  writeFileSync(join(root, 'a.txt'), 'text of a\n');
  writeFileSync(join(root, 'b.txt'), 'text of b\n');
  writeFileSync(join(root, '../outside.txt'), 'OUTSIDE');
  symlinkSync('../outside.txt', join(root, 'link.txt'));
  writeFileSync(join(root, 'env.txt'), `OPENAI_API_KEY=${KEY}\n`);
  const secrets = new NamedSecrets({ OPENAI_API_KEY: KEY }, {});
  const chat = startChat({
    ...records,
    host: {
      directory: root,
      around: {
        standing: [],
        rulesDirectory: undefined,
        withoutKeys: (text) => secrets.name(text),
        completeSession: (beginning) =>
          ['build', 'bench']
            .filter((name) => name.startsWith(beginning))
            .map((value) => ({ value, summary: '' })),
        hasSession: (name) => name === '3' || name === 'build',
        quoteSession: async (name) =>
          name === '3' || name === 'build' ? `$ make\n${KEY}\nfailed\n` : undefined,
      },
      ...records.host,
    },
  });
  const requested: Project['requested'] = async (count) => {
    await waitUntil('the model is asked', () => chat.model.requests.length === count);
    chat.model.say('answer');
    chat.model.end();
    await waitUntil('it has answered', () => !chat.chat.answering);
    return chat.model.requests[count - 1]?.messages.at(-1);
  };
  return {
    root,
    chat,
    paste: (text) => chat.pty.write(new TextEncoder().encode(`\x1b[200~${text}\x1b[201~`)),
    requested,
    ask: (text) => {
      chat.type(...text, ENTER);
      return requested(chat.model.requests.length + 1);
    },
  };
}

const textsOf = (message: ChatMessage | undefined): string[] =>
  (message?.attached ?? []).map(({ name, text }) => `${name}: ${text}`);

it('goes along as it is when the turn begins, and stays with the question', async () => {
  const { root, chat, ask } = openProject();
  const message = await ask('compare @a.txt with @b.txt.');
  expect(message?.text).toBe('compare @a.txt with @b.txt.');
  expect(textsOf(message)).toEqual(['a.txt: text of a\n', 'b.txt: text of b\n']);
  expect(chat.screen()).toContain('2 files, 20 bytes: a.txt, b.txt');
  // What was sent is what a later turn gets, whatever became of the file.
  writeFileSync(join(root, 'a.txt'), 'something else');
  await ask('and now?');
  expect(textsOf(chat.model.requests[1]?.messages[0])[0]).toBe('a.txt: text of a\n');
  const restarted = startChat({ records: chat.records });
  expect(restarted.chat.conversation.turns[0]?.attached.map(({ text }) => text)).toEqual([
    'text of a\n',
    'text of b\n',
  ]);
});

it('is nothing that was pasted or sent from elsewhere', async () => {
  const { chat, ask, paste, requested } = openProject();
  paste('@a.txt and @b.txt ');
  expect(textsOf(await ask('say more of @b.txt ok'))).toEqual(['b.txt: text of b\n']);
  paste('@a.txt ');
  chat.type('\x15', '\x19', ENTER);
  expect(textsOf(await requested(2))).toEqual([]);
  paste(`@a.txt\n${'long\n'.repeat(20)}`);
  chat.type(ENTER);
  expect(textsOf(await requested(3))).toEqual([]);
  chat.chat.send('read @a.txt');
  expect(textsOf(await requested(4))).toEqual([]);
  // Nor when it is asked again.
  chat.type(UP, ENTER);
  expect(textsOf(await requested(5))).toEqual([]);
  expect(chat.model.requests[4]?.messages.at(-1)?.text).toBe('read @a.txt');
});

it('is named by a question that is asked again, taken back, or typed before a restart', async () => {
  const { root, chat, ask, requested } = openProject();
  await ask('why @a.txt ?');
  chat.type(UP, ENTER);
  expect(textsOf(await requested(2))).toEqual(['a.txt: text of a\n']);
  chat.chat.pause();
  chat.type(...'queued @b.txt !', ENTER, '\x1b[1;3A');
  expect(chat.screen()).toContain('> queued @b.txt !');
  chat.chat.resume();
  chat.type(ENTER);
  expect(textsOf(await requested(3))).toEqual(['b.txt: text of b\n']);
  const again = startChat({
    host: { directory: root, draft: { text: 'x @a.txt y @b.txt z', refs: [2] } },
  });
  again.type(ENTER);
  await waitUntil('it is asked', () => again.model.requests.length === 1);
  expect(textsOf(again.model.requests[0]?.messages.at(-1))).toEqual(['a.txt: text of a\n']);
});

it('is said before Enter, with why it cannot go along', async () => {
  const { root, chat, requested } = openProject({ cols: 160 });
  writeFileSync(join(root, 'big.txt'), 'a line\n'.repeat(2_000));
  truncateSync(join(root, 'big.txt'), 20 * 1024 * 1024);
  chat.type(...'see @a.txt @nobody ');
  await chat.until('sends 1 file, 10 bytes · @nobody: there is no such file, it is sent as text');
  chat.type(...'@big.txt ');
  await chat.until('big.txt has 20 MB, at most 200 KB are sent; name some lines');
  chat.type(ENTER);
  expect(chat.screen()).toContain('nothing was sent: big.txt cannot go along');
  expect(chat.screen()).toContain('> see @a.txt @nobody @big.txt');
  chat.type('\x7f', ...'#1-2 ');
  await chat.until('sends 2 files');
  chat.type(ENTER);
  expect(textsOf(await requested(1))).toEqual(['a.txt: text of a\n', 'big.txt: a line\na line\n']);
});

it('is refused before Enter where a file has no such line', async () => {
  const { root, chat, requested } = openProject({ cols: 160 });
  writeFileSync(join(root, 'two.txt'), 'one\ntwo\n');
  chat.type(...'see @two.txt#3');
  await chat.until('two.txt has no line 3; name other lines');
  chat.type(ENTER);
  expect(chat.screen()).toContain('nothing was sent: two.txt cannot go along');
  chat.type('\x7f', ...'2-9');
  await chat.until('sends 1 file');
  chat.type(ENTER);
  expect(textsOf(await requested(1))).toEqual(['two.txt: two\n']);
});

it('is said and refused at the end of the prompt too, and not missed while it is typed', async () => {
  const { root, chat } = openProject({ cols: 160 });
  writeFileSync(join(root, 'bad.txt'), '\0\0');
  chat.type(...'see @a.tx');
  await chat.until('> @a.txt');
  expect(chat.screen()).not.toContain('no such file');
  chat.type('t');
  await chat.until('sends 1 file, 10 bytes');
  chat.type(...' or @#buil');
  expect(chat.screen()).not.toContain('no such session');
  chat.type('d');
  await chat.until('sends 1 file, 1 session');
  chat.type(...' or @bad.txt');
  await chat.until('bad.txt is binary');
  chat.type(ENTER);
  expect(chat.screen()).toContain('nothing was sent: bad.txt cannot go along');
});

it('is nothing but what was named: no key, no other file', async () => {
  const { root, chat, ask } = openProject();
  const message = await ask('see @env.txt, @link.txt and @. but not a@b.txt');
  expect(textsOf(message).join('\n')).toBe(
    'env.txt: OPENAI_API_KEY=«OPENAI_API_KEY»\n\nlink.txt: OUTSIDE\n.: a.txt\nb.txt\nenv.txt\nlink.txt\n',
  );
  expect(message?.attached?.[1]?.path).toBe(join(root, '../outside.txt'));
  expect(JSON.stringify(chat.records)).not.toContain(KEY);
});

it('can be a session, quoted as data', async () => {
  const { chat, ask } = openProject();
  chat.type(...'why did @#b');
  await chat.until('> @#build');
  chat.type('\t');
  const message = await ask('fail, @#9 ?');
  expect(message?.text).toBe('why did @#build fail, @#9 ?');
  expect(message?.attached).toMatchObject([{ kind: 'session', name: '#build' }]);
  expect(textsOf(message)).toEqual(['#build: $ make\n«OPENAI_API_KEY»\nfailed\n']);
});

it('is completed from the files of the directory', async () => {
  const { chat, ask } = openProject();
  chat.type(...'see @b.t');
  await waitUntil(
    'a file is offered',
    () => chat.screen().includes('  @b.txt') || chat.screen().includes('> @b.txt'),
  );
  chat.type('\t', ...'and ', '@');
  await chat.until('@env.txt');
  chat.type('\x1b', '\x7f');
  expect(textsOf(await ask('go'))).toEqual(['b.txt: text of b\n']);
});

it('can be an image whose path is pasted', async () => {
  const { root, chat, paste, ask } = openProject();
  const image = join(root, 'my picture.png');
  writeFileSync(image, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  paste(`${image.replace(' ', '\\ ')} `);
  await chat.until(/sends 1 image, 8 bytes/);
  const message = await ask('what is it?');
  expect(message?.text).toBe(`@"${image}" what is it?`);
  expect(message?.attached).toMatchObject([{ kind: 'image', mediaType: 'image/png' }]);
});
