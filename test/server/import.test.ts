// Files of conversations into a real workspace: what happens to each, and what is left if something is wrong.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { commandWord } from '../../src/text/mentions.js';

import type { CommandContext } from '../../src/commands/command.js';
import { defaultConfig } from '../../src/config/options.js';
import { registry } from '../../src/commands/registry.js';
import { runCommand } from '../../src/commands/run-command.js';
import { resolvePaths } from '../../src/paths/paths.js';
import { isProgram } from '../../src/session/any-session.js';
import type { ExportTurn } from '../../src/store/export.js';
import { exportText } from '../store/export-text.js';
import { newDirectory } from '../temporary-directory.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/import', import.meta.url));
let started: StartedWorkspace;
afterEach(() => started.workspace.stop());

async function startWithChat(): Promise<StartedWorkspace> {
  const workspace = await startWorkspace();
  await workspace.create({ name: 'first-chat' });
  return workspace;
}

interface Report {
  imported: { id: string; name: string; turns: number }[];
  present: { name: string; note: string }[];
  failed: { file: string; reason: string }[];
}

async function importPaths(...paths: string[]): Promise<Report & { text: string; exitCode: number }> {
  const { coordinator } = started.workspace;
  const context = {
    registry,
    coordinator,
    caller: { env: {}, cwd: started.directory },
    config: defaultConfig(),
    inspection: {
      paths: resolvePaths({ QMUX_HOME: started.directory }, { serverName: 'default' }),
      disk: started.disk,
    },
  } as unknown as CommandContext;
  const { text, json, exitCode = 0 } = await runCommand(context, ['import', '--json', ...paths]);
  return { ...(json as Report), text, exitCode };
}

const write = (name: string, content: unknown): string => {
  const file = join(started.directory, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
/** Of what was imported. */
const sessionFolders = (): string[] => {
  const open = started.workspace.coordinator.sessions.map(({ id }) => id);
  const folders = readdirSync(join(started.directory, 'data', 'default', 'sessions'));
  return folders.filter((name) => !open.includes(name));
};

async function turnsOf(name: string): Promise<readonly ExportTurn[]> {
  const [session] = await started.workspace.coordinator.reopenSessions(started.viewer, [name]);
  if (!session || isProgram(session)) throw new Error('not a chat');
  return session.turns();
}

const session = {
  id: 'abc123',
  name: 'login-fails',
  kind: 'chat',
  type: 'debug',
  model: 'openai/small',
  created: 1_700_000_000_000,
} as const;
const ATTACHED = {
  kind: 'file',
  name: 'a.ts',
  path: '/p/a.ts',
  lines: { from: 2, to: 3 },
  text: 'two\nthree\n',
  bytes: 10,
} as const;
const turn = (id: string, different: Partial<ExportTurn> = {}): ExportTurn => ({
  id,
  parent: null,
  question: `question ${id}`,
  answer: `answer ${id}\n\nwith 漢字`,
  model: 'openai/small',
  tools: [],
  thought: undefined,
  usage: undefined,
  attached: [],
  finish: 'stop',
  at: 1_700_000_100_000,
  ...different,
});
const exported = (turns: readonly ExportTurn[], different: Partial<typeof session> = {}): string =>
  exportText([{ session: { ...session, ...different }, turns, branch: turns.at(-1)?.id ?? null }], 'json');

describe('import of an export', () => {
  it('brings back the session as it was, also after a restart', async () => {
    started = await startWithChat();
    const turns = [
      turn('a'),
      turn('b', { parent: 'a', finish: 'interrupted', answer: 'half', attached: [ATTACHED] }),
    ];
    write('one.json', exported(turns));
    expect(await importPaths('one.json')).toMatchObject({
      exitCode: 0,
      imported: [{ id: 'abc123', name: 'login-fails', turns: 2 }],
      text: `imported 1 session; ${commandWord('reopen')} brings one back: login-fails`,
    });
    expect(started.workspace.coordinator.archive[0]).toMatchObject({
      type: 'debug',
      model: 'openai/small',
      created: session.created,
      lastUsed: turn('b').at,
      lastQuestion: 'question b',
      cwd: homedir(),
    });
    started = await started.startAgain();
    expect(await turnsOf('login-fails')).toEqual(turns);
  });

  it('is told the second time and makes no double, open or archived', async () => {
    started = await startWithChat();
    write('one.json', exported([turn('a')]));
    write('two.json', exported([turn('a'), turn('b', { parent: 'a' })]));
    await importPaths('one.json');
    const again = await importPaths('one.json', 'two.json');
    expect(again).toMatchObject({ exitCode: 0, imported: [], failed: [] });
    expect(again.present.map(({ note }) => note)).toEqual(['', ', with 1 turns; the file has 2']);
    await turnsOf('login-fails');
    expect((await importPaths('one.json')).text).toMatch(/^already here: login-fails \(.*one\.json\)$/);
    expect(started.workspace.coordinator.sessions).toHaveLength(2);
    expect(started.workspace.coordinator.archive).toHaveLength(0);
  });

  it('takes several from one file, and a question that still waited waits again', async () => {
    started = await startWithChat();
    const conversations = ['first', 'second'].map((name) => ({
      session: { ...session, id: name, name },
      turns: [turn('a'), turn('b', { answer: '', model: undefined, finish: undefined })],
      branch: 'a',
    }));
    write('both.json', exportText(conversations, 'json'));
    expect((await importPaths('both.json')).imported.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(await turnsOf('second')).toMatchObject([{ answer: turn('a').answer }]);
    const chat = started.workspace.coordinator.resolve('second');
    expect(await chat.capture({ lines: 40, ansi: false })).toContain('it is back in the prompt');
  });

  it('drops a type and a model that are not known here, and makes a name of one that is none', async () => {
    started = await startWithChat();
    write(
      'odd.json',
      exported([turn('a')], { type: 'poem', model: 'nobody/x', name: '../etc passwd' } as never),
    );
    await importPaths('odd.json');
    const [meta] = started.workspace.coordinator.archive;
    expect(meta).toMatchObject({ name: 'etc-passwd', type: 'chat' });
    expect(meta).not.toHaveProperty('model');
  });

  it('takes a long one in slices and whole', async () => {
    started = await startWithChat();
    const turns = Array.from({ length: 3_000 }, (_, at) =>
      turn(`t${at}`, { answer: `${at} `.repeat(300), parent: at === 0 ? null : `t${at - 1}` }),
    );
    write('long.json', exported(turns));
    expect((await importPaths('long.json')).imported).toMatchObject([{ turns: 3_000 }]);
    expect(await turnsOf('login-fails')).toEqual(turns);
  });
});

describe('import of what Amazon Q leaves', () => {
  it('takes a turn for a prompt and all up to the next one', async () => {
    started = await startWithChat();
    const { imported, failed } = await importPaths(FIXTURES);
    expect(failed).toEqual([]);
    expect(imported.map(({ name, turns }) => [name, turns])).toEqual([
      ['write-shell-loop', 2],
      ['login-test-fail', 3],
    ]);
    const archive = started.workspace.coordinator.archive;
    expect(archive.find(({ name }) => name === 'login-test-fail')).toMatchObject({
      id: 'q-d503e8f7-92de-4fd0-bba1-24becaca588b',
      cwd: '/tmp',
      created: Date.parse('2025-08-30T08:00:00Z'),
    });
    expect(await turnsOf('login-test-fail')).toMatchObject([
      {
        question: 'why does the login test fail?',
        answer: 'Let me look at the test.\n\nThe token is a text, not a number: 漢字 🙂.',
        finish: 'stop',
        parent: null,
      },
      { question: 'mend it', answer: '', finish: 'interrupted' },
      {
        question: 'no, mend the code instead',
        answer: 'Then `login()` has to parse it.',
        finish: 'stop',
        at: Date.parse('2025-08-30T08:02:00Z'),
      },
    ]);
    const session = started.workspace.coordinator.resolve('login-test-fail');
    const screen = await session.capture({ lines: 60, ansi: false });
    expect(screen).toContain('used fs_read, execute_bash');
    expect(screen).toContain('a conversation with Amazon Q (CLAUDE_SONNET_4)');
    expect(await turnsOf('write-shell-loop')).toMatchObject([
      { question: '(the question is not in the file)', answer: 'So much for that.', finish: 'stop' },
      { question: 'write a shell loop', answer: 'I will try it:', finish: 'cut' },
    ]);
    expect((await importPaths(FIXTURES)).present).toHaveLength(2);
  });

  it('takes it also where a session file wraps it, with its name', async () => {
    started = await startWithChat();
    const conversation = JSON.parse(readFileSync(join(FIXTURES, 'amazon-q-save.json'), 'utf8')) as object;
    write('wrapped.json', {
      name: 'Login work',
      conversation: { ...conversation, conversation_id: undefined },
    });
    expect((await importPaths('wrapped.json')).imported).toMatchObject([{ name: 'login-work', turns: 3 }]);
    expect((await importPaths('wrapped.json')).imported).toEqual([]);
  });
});

describe('a bad file', () => {
  it.each([
    ['{"version":1,', 'not valid JSON'],
    ['"text"', 'it is neither an export of qmux nor a conversation of Amazon Q'],
    ['[]', 'it is empty'],
    [{ version: 2, session: {}, turns: [] }, 'it was written by a newer qmux (version 2); update qmux'],
    [
      { version: 1, session: { ...session, id: '../x', created: '2025-01-01' }, turns: [] },
      'its session.id is damaged',
    ],
    [{ history: [] }, 'its history is empty'],
    [{ history: [[{}, {}]] }, "entry 1 of its history: the user's message is damaged"],
    [
      { history: [[{ content: { Prompt: { prompt: 'x' } } }, { Reply: {} }]] },
      "entry 1 of its history: the assistant's message is damaged",
    ],
  ])('%j is named with its reason, and keeps no other out', async (content, reason) => {
    started = await startWithChat();
    mkdirSync(join(started.directory, 'exports'));
    write('exports/a-bad.json', content);
    write('exports/b-good.json', exported([turn('a')]));
    const report = await importPaths('exports');
    expect(report).toMatchObject({ exitCode: 1, imported: [{ name: 'login-fails' }] });
    expect(report.failed).toEqual([
      {
        file: join(started.directory, 'exports/a-bad.json'),
        reason: expect.stringContaining(reason) as string,
      },
    ]);
    expect(sessionFolders()).toEqual(['abc123']);
  });

  it('of several conversations of which one is damaged gives none of them', async () => {
    started = await startWithChat();
    const [good] = [JSON.parse(exported([turn('a')])) as object];
    write('two.json', [good, { ...good, turns: [{ ...turn('b'), at: 'never' }] }]);
    expect((await importPaths('two.json')).failed).toMatchObject([{ reason: 'turn 1: its at is damaged' }]);
    expect(sessionFolders()).toEqual([]);
  });

  it('that is not there, or a directory without any, is refused', async () => {
    started = await startWithChat();
    await expect(importPaths('nothing.json')).rejects.toThrow('no file or directory nothing.json');
    const empty = newDirectory();
    await expect(importPaths(empty)).rejects.toThrow('contains no .json file');
  });

  it('that cannot be written leaves nothing behind', async () => {
    started = await startWithChat();
    write('one.json', exported([turn('a')]));
    const sessions = join(started.directory, 'data', 'default', 'sessions');
    rmSync(sessions, { recursive: true });
    writeFileSync(sessions, 'in the way');
    const report = await importPaths('one.json');
    expect(report).toMatchObject({ imported: [], exitCode: 1 });
    expect(report.failed[0]?.reason).toContain('cannot make directory');
    expect(started.workspace.coordinator.archive).toEqual([]);
    rmSync(sessions);
    mkdirSync(sessions);
  });
});
