// Rules and files that go along with every question.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

import { describeContext } from '../../../src/chat/context/context-report.js';
import { readStanding, withStanding } from '../../../src/chat/context/standing.js';
import { newDirectory } from '../../temporary-directory.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat } from '../scripted-host.js';

const around = (standing: readonly string[] = [], rulesDirectory?: string) => ({
  standing,
  rulesDirectory,
  withoutKeys: (text: string) => text.replaceAll('sk-1234567890abcdef', '«KEY»'),
});

function write(files: Readonly<Record<string, string>>): string {
  const root = newDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const spell = async (...given: Parameters<typeof readStanding>): Promise<string[]> =>
  (await readStanding(...given)).files.map(({ kind, name, text }) => `${kind} ${name}: ${text}`);

it('takes the rules beside the config, of the repository down to the directory, and of Amazon Q', async () => {
  const root = write({
    'config/AGENTS.md': 'mine sk-1234567890abcdef',
    'above/AGENTS.md': 'not of this repository',
    'above/repo/.git/HEAD': '',
    'above/repo/AGENTS.md': 'of the repository',
    'above/repo/.amazonq/rules/style/a.md': 'style',
    'above/repo/.amazonq/rules/no.txt': 'no rule',
    'above/repo/src/AGENTS.md': 'of src',
    'above/repo/other/AGENTS.md': 'of another folder',
  });
  const directory = join(root, 'above/repo/src');
  const config = join(root, 'config');
  expect(await spell(directory, around([], config))).toEqual([
    `rules ${config}/AGENTS.md: mine «KEY»`,
    'rules ../AGENTS.md: of the repository',
    'rules AGENTS.md: of src',
    'rules ../.amazonq/rules/style/a.md: style',
  ]);
  expect(await spell(directory, around())).toEqual([]);
});

it('takes files by path and pattern, as they are now, each once', async () => {
  const root = write({ 'a.md': 'a', 'docs/b.md': 'b', 'docs/c.txt': 'c', 'src/main.py': 'm' });
  const wanted = around(['src/main.py', '*.md', 'docs/', 'gone.md', 'no/*.py']);
  expect((await spell(root, wanted)).sort()).toEqual([
    'file a.md: a',
    'file docs/b.md: b',
    'file docs/c.txt: c',
    'file src/main.py: m',
  ]);
  expect((await readStanding(root, wanted)).leftOut).toEqual([
    'there is no file gone.md',
    'no/*.py fits no file',
  ]);
  writeFileSync(join(root, 'a.md'), 'changed');
  expect(await spell(root, around(['a.md']))).toEqual(['file a.md: changed']);
});

it('takes a file that usually holds secrets only by its own name', async () => {
  const root = write({ '.env': 'S=1', 'a.md': 'a', 'keys/tls.pem': 'p', 'keys/id_rsa': 'k' });
  symlinkSync('.env', join(root, 'link.txt'));
  const found = await readStanding(root, around(['*', 'keys/', '.env*']));
  expect(found.files).toEqual([{ kind: 'file', name: 'a.md', text: 'a' }]);
  expect(found.leftOut).toEqual([expect.stringMatching(/ and 3 more may hold secrets; name a file itself/)]);
  expect(await spell(root, around(['.env', 'keys/tls.pem']))).toEqual([
    'file .env: S=1',
    'file keys/tls.pem: p',
  ]);
});

it('reads nothing outside of what was named, whatever links lead there', async () => {
  const root = write({ 'outside/secret.md': 'SECRET', 'repo/.git/HEAD': '', 'repo/docs/a.md': 'a' });
  const repo = join(root, 'repo');
  symlinkSync('../outside/secret.md', join(repo, 'AGENTS.md'));
  symlinkSync('../../outside/secret.md', join(repo, 'docs/link.md'));
  symlinkSync('../../outside', join(repo, 'docs/folder'));
  mkdirSync(join(repo, '.amazonq'));
  symlinkSync('../../outside', join(repo, '.amazonq/rules'));
  const { files, leftOut } = await readStanding(repo, around(['docs/**'], join(root, 'config')));
  expect(files).toEqual([{ kind: 'file', name: 'docs/a.md', text: 'a' }]);
  expect(leftOut).toContain(`AGENTS.md leads out of ${repo}`);
  expect(leftOut).toContain(`docs/link.md leads out of ${repo}`);
});

it('is part of what a model is told, and not of what an agent is', async () => {
  const root = write({ 'AGENTS.md': 'Be short.' });
  const chat = startChat({
    host: {
      directory: root,
      around: {
        ...around([], join(root, 'config')),
        completeSession: () => [],
        hasSession: () => false,
        quoteSession: async () => undefined,
      },
    },
  });
  chat.chat.send('hello');
  await waitUntil('the model is asked', () => chat.model.requests.length === 1);
  expect(chat.model.requests[0]?.instruction).toBe(
    'Rules of the user and of this project:\n\n<rules name="AGENTS.md">\nBe short.\n</rules>',
  );
  chat.model.end();
});

it('comes after the instruction of the type', () => {
  const files = [
    { kind: 'rules', name: 'AGENTS.md', text: 'r' },
    { kind: 'file', name: 'a.md', text: 'f' },
  ] as const;
  expect(withStanding('Debug.', { files, leftOut: [] })?.split('\n\n')).toEqual([
    'Debug.',
    'Rules of the user and of this project:',
    '<rules name="AGENTS.md">\nr\n</rules>',
    'Files that the user keeps in this conversation, as they are now:',
    '<file name="a.md">\nf\n</file>',
  ]);
  expect(withStanding(undefined, { files: [], leftOut: [] })).toBeUndefined();
});

it('is reported with a bar and what is not sent', () => {
  const files = [{ kind: 'rules', name: 'AGENTS.md', text: 'x'.repeat(400) }] as const;
  const report = describeContext({
    instruction: 'y'.repeat(40),
    standing: { files, leftOut: ['big.txt has 20 MB'] },
    turns: [],
    summary: undefined,
    window: 1100,
  });
  expect(report.split('\n')).toEqual([
    'about 110 tokens of 1,100, 10 %',
    `[####${'.'.repeat(36)}]`,
    'instruction                about 10',
    'rules           1 file     about 100',
    'rules AGENTS.md',
    'not sent: big.txt has 20 MB',
  ]);
});
