// Sessions in git worktrees, as a user sees them: made with a session, in titles and lists, compared, merged,
// removed.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { Config } from '../../src/config/options.js';
import { isProgram } from '../../src/session/any-session.js';
import type { SessionFacts } from '../../src/session/session-facts.js';
import { gitIn, newRepository, type TemporaryRepository } from '../git/temporary-repository.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer } from './start-client.js';

const PATH = process.env['PATH'] ?? '';
const ENTER = '\r';
const ESCAPE = '\x1b';

async function start(config: Partial<Config> = {}): Promise<{
  server: StartedServer;
  repository: TemporaryRepository;
  run: (line: string) => Promise<string>;
}> {
  const repository = newRepository();
  const server = await startServer({
    env: { PATH, SHELL: '/bin/sh' },
    config: { loginShell: false, ...config },
  });
  onTestFinished(() => server.workspace.stop());
  const run = async (line: string): Promise<string> => {
    const { stdout, stderr, exitCode } = await server.call(line, { PATH });
    return exitCode === 0 ? stdout.trimEnd() : `${exitCode}: ${(stdout + stderr).trimEnd()}`;
  };
  return { server, repository, run };
}

const inRepository = ({ root }: TemporaryRepository): string => `--cwd '${root}'`;

const factsOf = (server: StartedServer, name: string): SessionFacts | undefined =>
  server.coordinator.list({ archived: true }).find(({ facts }) => facts.name === name)?.facts;

function waitForWorktree(
  server: StartedServer,
  name: string,
  expected: Partial<NonNullable<SessionFacts['worktree']>>,
): Promise<unknown> {
  return waitUntil(
    `${name} has the worktree ${JSON.stringify(expected)}`,
    () => {
      const worktree = factsOf(server, name)?.worktree;
      return worktree && Object.entries(expected).every(([key, value]) => worktree[key as 'path'] === value);
    },
    { describe: () => JSON.stringify(factsOf(server, name)?.worktree) },
  );
}

describe('new --worktree', () => {
  it('makes a session on a branch of its name, in its title and in ls --json', async () => {
    const { server, repository, run } = await start();
    const client = server.attach({ cols: 120 });
    const path = `${repository.root}-fix-login`;
    expect(await run(`new --worktree fix-login ${inRepository(repository)}`)).toBe(
      `created #2 fix-login on branch fix-login, from main, in ${path}`,
    );
    await client.waitForText('⎇ fix-login');
    await waitForWorktree(server, 'fix-login', { path, branch: 'fix-login', target: 'main', added: 0 });
    expect(factsOf(server, 'fix-login')?.cwd).toBe(path);
  });

  it("puts the type's prefix before the branch, once", async () => {
    const { repository, run } = await start();
    await run(`new --worktree -d hotfix login ${inRepository(repository)}`);
    await run(`new --worktree -d plan planning-x ${inRepository(repository)}`);
    await run(`new --worktree -d ${inRepository(repository)} -- sh`);
    await run(`new --worktree -d debug ${inRepository(repository)}`);
    const branches = repository.git('branch', '--format=%(refname:short)').split('\n');
    expect(branches).toEqual(['debug-4', 'hotfix-login', 'main', 'planning-x', 'sh-3']);
  });

  it('takes the prefix of a type of the config with its own separator', async () => {
    const { repository, run } = await start({ types: { bug: { prefix: 'fix/' } } });
    await run(`new --worktree -d bug login ${inRepository(repository)}`);
    await run(`new --worktree -d fix-2 ${inRepository(repository)}`);
    expect(repository.git('branch', '--list', 'fix/login')).toContain('fix/login');
    expect(existsSync(`${repository.root}-fix-login`)).toBe(true);
  });

  it('takes another branch for a session without a name, and refuses one with a name that is taken', async () => {
    const { repository, run } = await start();
    repository.git('branch', 'chat-1');
    repository.git('branch', 'taken');
    expect(await run(`new --worktree -d ${inRepository(repository)}`)).toContain(
      'on branch chat-1-2, from main, in',
    );
    expect(await run(`new --worktree -d taken ${inRepository(repository)}`)).toBe(
      '1: there is a branch taken already; give the session another name',
    );
  });

  it('makes nothing if the session cannot be made', async () => {
    const { server, repository, run } = await start();
    const before = repository.git('branch', '--list');
    const there = inRepository(repository);
    expect(await run(`new --worktree -d x ${there} -- no-such-program-here`)).toMatch(
      /^1: .*no-such-program/,
    );
    expect(await run(`new --worktree -d bad/name ${there}`)).toContain('characters other than');
    expect(await run(`new --worktree -d x --model nowhere/none ${there}`)).toContain('unknown provider');
    expect(await run('new --worktree -d x')).toContain('is not in a git repository');
    const without = await server.call(`new --worktree -d x ${there}`, { PATH: '/nonexistent' });
    expect(without.stderr).toContain('git is not installed');
    expect(repository.git('branch', '--list')).toBe(before);
    expect(existsSync(`${repository.root}-x`)).toBe(false);
    expect(factsOf(server, 'x')).toBeUndefined();
  });
});

describe('the worktree of a session', () => {
  it('is read again when its program rests, and not while it works', async () => {
    const { server, repository, run } = await start();
    const client = server.attach({ cols: 120 });
    await run(`new --worktree work ${inRepository(repository)} -- sh`);
    await waitForWorktree(server, 'work', { added: 0 });
    const session = server.coordinator.resolve('work');
    session.input('echo four >> a.txt; echo new > b.txt\r');
    await client.waitForText('⎇ work +2 −0');
    await waitForWorktree(server, 'work', { added: 2, uncommitted: 2, files: 2 });
    expect(isProgram(session)).toBe(true);
  });

  it('is known to every session in it, and after a restart', async () => {
    const { server, repository, run } = await start();
    await run(`new --worktree -d first ${inRepository(repository)}`);
    repository.write(`${repository.root}-first/b.txt`, 'b\n');
    await run(`new -d second --cwd '${repository.root}-first'`);
    await waitForWorktree(server, 'second', { branch: 'first', added: 1 });
    await waitForWorktree(server, 'first', { added: 1 });
    const [listed] = JSON.parse(await jsonOf(server, 'worktree list')) as { sessions: string[] }[];
    expect(listed?.sessions).toHaveLength(2);
    const again = await server.startAgain();
    onTestFinished(() => again.workspace.stop());
    for (const name of ['first', 'second'])
      await waitUntil(
        `${name} knows its worktree`,
        () => again.workspace.coordinator.resolve(name).worktree?.state?.added === 1,
      );
  });

  it('is missing once its folder was removed by hand, and can then be removed', async () => {
    const { server, repository, run } = await start();
    await run(`new --worktree -d x ${inRepository(repository)}`);
    await waitForWorktree(server, 'x', { added: 0 });
    rmSync(`${repository.root}-x`, { recursive: true });
    expect(await run('worktree diff x')).toContain('the folder of x is gone');
    expect(await run('worktree list')).toContain('(folder removed)');
    expect(await run('worktree remove x')).toContain('#1 x works in the worktree x');
    await run('close x');
    expect(await run('worktree remove x')).toBe(`removed ${repository.root}-x`);
    expect(repository.git('branch', '--list', 'x')).toBe('');
  });

  it('stays when the session is closed', async () => {
    const { repository, run } = await start();
    await run(`new --worktree -d x ${inRepository(repository)}`);
    repository.write(`${repository.root}-x/b.txt`, 'b\n');
    await run('close x');
    expect(readFileSync(`${repository.root}-x/b.txt`, 'utf8')).toBe('b\n');
    expect(await run('worktree diff x')).toContain('+b');
  });
});

describe('worktree', () => {
  it('shows the diff by file, and puts comments on lines into the draft', async () => {
    const { server, repository, run } = await start();
    const client = server.attach({ cols: 120 });
    await run(`new --worktree x ${inRepository(repository)}`);
    repository.write(`${repository.root}-x/a.txt`, 'one\nTWO\nthree\n');
    repository.write(`${repository.root}-x/新しい.txt`, 'n\n');
    client.type(`/worktree diff${ENTER}`);
    await client.waitForText('x, since main: 2 files');
    await client.waitForText('新しい.txt  +1 −0');
    client.type('jjj');
    client.type('c');
    client.type(`why capitals?${ENTER}`);
    await client.waitForText('» why capitals?');
    client.type(ESCAPE);
    await client.waitForText('> Comments on the changes in x');
    await client.waitForText(/a\.txt, removed line 2\s+> -two\s+why capitals\?/);
  });

  it('has no draft for comments in a program that would run them', async () => {
    const { server, repository, run } = await start();
    const client = server.attach({ cols: 120 });
    await run(`new --worktree x ${inRepository(repository)} -- cat`);
    repository.write(`${repository.root}-x/b.txt`, 'b\n');
    client.type('\x11:');
    client.type(`worktree diff x${ENTER}`);
    await client.waitForText('x, since main: 1 file');
    client.type('jjj');
    client.type('c');
    await client.waitForText('x does not ask for pastes to be marked');
  });

  it('is shown to a read-only client, which changes nothing with it', async () => {
    const { server, repository, run } = await start();
    await run(`new --worktree -d x ${inRepository(repository)}`);
    repository.write(`${repository.root}-x/b.txt`, 'b\n');
    const client = server.attach({ cols: 120, readOnly: true });
    client.type('\x11:');
    client.type(`worktree diff x${ENTER}`);
    await client.waitForText('x, since main: 1 file');
    client.type('jjjc');
    await client.waitForText('attached read-only: nothing is written here');
    client.type(ESCAPE);
    await client.waitForNoText('x, since main');
    client.type('\x11:');
    client.type(`worktree remove x --force${ENTER}`);
    await client.waitForText('attached read-only: worktree is not run here');
    expect(existsSync(`${repository.root}-x/b.txt`)).toBe(true);
  });

  it('asks before it merges, and commits first if that is wanted', async () => {
    const { server, repository, run } = await start();
    const client = server.attach({ cols: 120 });
    await run(`new --worktree x ${inRepository(repository)}`);
    repository.write(`${repository.root}-x/b.txt`, 'b\n');
    client.type(`/worktree merge${ENTER}`);
    await client.waitForText('merge x into main?');
    await client.waitForText('not committed: b.txt');
    client.type('c');
    await client.waitForText('commit message:');
    client.type(`Add b, for x${ENTER}`);
    await client.waitForText('merged 1 commit of x into main');
    expect(repository.git('log', '-1', '--format=%s')).toBe('Add b, for x');
    expect(readFileSync(join(repository.root, 'b.txt'), 'utf8')).toBe('b\n');
  });

  it('does not merge past uncommitted work in a shell, unless told to', async () => {
    const { repository, run } = await start();
    await run(`new --worktree -d x ${inRepository(repository)}`);
    repository.write(`${repository.root}-x/b.txt`, 'b\n');
    expect(await run('worktree merge x')).toContain('1: x has b.txt not committed; add --commit TEXT');
    repository.write('a.txt', 'dirty\n');
    expect(await run(`worktree merge x --commit 'B'`)).toContain('main has uncommitted changes');
    expect(gitIn(`${repository.root}-x`, 'status', '--short')).toBe('?? b.txt');
    repository.git('checkout', '-q', '.');
    expect(await run(`worktree merge x --squash --commit 'B'`)).toContain('merged 1 commit of x into main');
    await run('worktree keep x');
    expect(await run('worktree merge x')).toBe('main has everything that x committed');
  });

  it('names conflicts, and opens them only if asked to', async () => {
    const { server, repository, run } = await start();
    const client = server.attach({ cols: 120 });
    await run(`new --worktree x ${inRepository(repository)}`);
    repository.write(`${repository.root}-x/a.txt`, 'ONE\ntwo\nthree\n');
    gitIn(`${repository.root}-x`, 'commit', '-qam', 'Theirs');
    repository.write('a.txt', 'Eins\ntwo\nthree\n');
    repository.git('commit', '-qam', 'Ours');
    expect(await run('worktree merge x')).toMatch(
      /^1: x and main conflict in 1 file; nothing was changed:\n {2}a\.txt\n/,
    );
    client.type(`/worktree merge${ENTER}`);
    await client.waitForText('m merge');
    client.type('m');
    await client.waitForText('nothing was changed');
    expect(repository.git('status', '--short')).toBe('');
    client.type('o');
    await client.waitForText('git merge --abort takes it back');
    expect(repository.git('status', '--short')).toBe('UU a.txt');
    repository.git('merge', '--abort');
    expect(await run('worktree merge x --squash --open')).toContain('git reset --merge takes it back');
    expect(repository.git('status', '--short')).toBe('UU a.txt');
    repository.git('reset', '--merge');
    expect(repository.git('status', '--short')).toBe('');
  });

  it('commits again what it took back, if its conflicts are opened', async () => {
    const { server, repository, run } = await start();
    const client = server.attach({ cols: 120 });
    await run(`new --worktree x ${inRepository(repository)}`);
    repository.write(`${repository.root}-x/a.txt`, 'ONE\ntwo\nthree\n');
    repository.write('a.txt', 'Eins\ntwo\nthree\n');
    repository.git('commit', '-qam', 'Ours');
    expect(await run(`worktree merge x --commit 'Big one'`)).toContain(
      "qmux worktree merge x --open --commit 'Big one' begins the merge",
    );
    client.type(`/worktree merge${ENTER}`);
    await client.waitForText('c commit them first');
    client.type('c');
    await client.waitForText('commit message:');
    client.type(`Big one${ENTER}`);
    await client.waitForText('nothing was changed');
    expect(gitIn(`${repository.root}-x`, 'status', '--short')).toBe(' M a.txt');
    client.type('o');
    await client.waitForText('git merge --abort takes it back');
    expect(repository.git('status', '--short')).toBe('UU a.txt');
    expect(gitIn(`${repository.root}-x`, 'log', '-1', '--format=%s')).toBe('Big one');
  });

  it('removes nothing that would be lost, or that a session works in', async () => {
    const { server, repository, run } = await start();
    await run(`new --worktree -d x ${inRepository(repository)}`);
    repository.write(`${repository.root}-x/b.txt`, 'b\n');
    expect(await run('worktree remove x')).toContain('close x first, or add --force');
    await run('close x');
    expect(await run('worktree remove x')).toContain('would lose 1 uncommitted file: b.txt');
    expect(existsSync(`${repository.root}-x/b.txt`)).toBe(true);
    const { wayBack } = JSON.parse(await jsonOf(server, 'worktree remove x --force')) as { wayBack: string };
    expect(repository.git('show', `${wayBack}:b.txt`)).toBe('b');
    expect(existsSync(`${repository.root}-x`)).toBe(false);
  });

  it.each([
    ['worktree list x', 'worktree list does not take x'],
    ['worktree diff --force', 'worktree diff does not take --force'],
    ['worktree frob', 'worktree takes list, diff, merge, keep or remove, not frob'],
    ['worktree diff nowhere', 'there is no session or worktree nowhere'],
  ])('refuses %s', async (line, words) => {
    const { run } = await start();
    expect(await run(line)).toContain(words);
  });

  it('says of a session outside that it works in none', async () => {
    const { run } = await start();
    await run('new -d outside');
    expect(await run('worktree merge outside')).toContain('outside does not work in a worktree');
    expect(await run('worktree list')).toBe('there is no worktree; qmux new --worktree makes one');
  });

  it('does not take the beginning of a session for a branch of that name', async () => {
    const { repository, run } = await start();
    repository.git('worktree', 'add', '-q', '-b', 'fix', `${repository.root}-mine`);
    await run(`new --worktree -d fix-login ${inRepository(repository)}`);
    expect(await run('worktree remove fix')).toBe(`removed ${repository.root}-mine; its branch fix stays`);
    expect(existsSync(`${repository.root}-fix-login`)).toBe(true);
  });
});

/** `qmux LINE --json`. */
async function jsonOf(server: StartedServer, line: string): Promise<string> {
  const { stdout, stderr } = await server.call(`${line} --json`);
  if (stdout === '') throw new Error(stderr);
  return stdout;
}
