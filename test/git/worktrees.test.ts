// Worktrees with real git: made, compared, merged, removed, and what is refused.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { addWorktree, type NewWorktree } from '../../src/git/add-worktree.js';
import { commitAll, mergeBranch } from '../../src/git/merge-worktree.js';
import { removeWorktree, type Removal } from '../../src/git/remove-worktree.js';
import { createGit } from '../../src/git/run-git.js';
import { undoMerge } from '../../src/git/undo-merge.js';
import { findPlace, findTarget, listWorktrees, readNotes } from '../../src/git/worktree-list.js';
import { readDiff } from '../../src/git/worktree-diff.js';
import { readState, type WorktreeState } from '../../src/git/worktree-state.js';
import { newDirectory } from '../temporary-directory.js';
import { gitIn, newRepository } from './temporary-repository.js';

const git = createGit({ PATH: process.env['PATH'], HOME: '/nonexistent' });
const DIRECTORY = '../{repo}-{name}';

const add = (cwd: string, branch: string, directory = DIRECTORY): Promise<NewWorktree> =>
  addWorktree(git, { cwd, branch, directory });

async function stateOf({ path, branch, repository }: NewWorktree): Promise<WorktreeState> {
  const notes = (await readNotes(git, repository)).get(branch);
  return readState(git, path, { notes, target: await findTarget(git, repository, branch, notes) });
}

async function removalOf({ path, branch, repository }: NewWorktree): Promise<Removal> {
  const worktree = (await listWorktrees(git, repository)).find((each) => each.path === path);
  if (!worktree) throw new Error(`no worktree ${path}`);
  const notes = (await readNotes(git, repository)).get(branch);
  return { repository, worktree, notes, target: await findTarget(git, repository, branch, notes) };
}

const merge = (made: NewWorktree, wishes: { squash?: boolean; open?: boolean } = {}) =>
  mergeBranch(git, { ...made, squash: false, open: false, ...wishes });

describe('a new worktree', () => {
  it('is beside the repository, on a branch of its own', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'fix-login');
    expect(made.path).toBe(`${repository.root}-fix-login`);
    expect(readFileSync(join(made.path, 'a.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
    expect(gitIn(made.path, 'branch', '--show-current')).toBe('fix-login');
    expect(await stateOf(made)).toEqual({
      target: 'main',
      added: 0,
      removed: 0,
      files: 0,
      uncommitted: [],
      ahead: 0,
    });
  });

  it.each(['with spaces', '日本語の倉庫', "quote'd $(x)"])('can be of a repository %s', async (name) => {
    const repository = newRepository({ name });
    const made = await add(repository.root, 'ログイン');
    expect(made.path).toBe(`${repository.root}-ログイン`);
    repository.write(join(made.path, '新 しい.txt'), 'x\n');
    expect(await stateOf(made)).toMatchObject({ added: 1, uncommitted: ['新 しい.txt'] });
    expect((await readDiff(git, made.path, 'main')).map(({ path }) => path)).toEqual(['新 しい.txt']);
  });

  it('begins in the same directory below its root', async () => {
    const repository = newRepository();
    repository.write('web/b.txt', 'b\n');
    repository.git('add', '.');
    repository.git('commit', '-q', '-m', 'Second');
    mkdirSync(join(repository.root, 'only-here'));
    expect((await add(join(repository.root, 'web'), 'x')).directory).toBe(`${repository.root}-x/web`);
    expect((await add(join(repository.root, 'only-here'), 'y')).directory).toBe(`${repository.root}-y`);
  });

  it('is beside the repository also if made from another worktree, and merged into that one', async () => {
    const repository = newRepository();
    const first = await add(repository.root, 'first');
    const second = await add(first.path, 'second');
    expect(second.path).toBe(`${repository.root}-second`);
    expect((await stateOf(second)).target).toBe('first');
  });

  it('of a submodule is beside the repository around it, and is merged into its branch', async () => {
    const library = newRepository({ name: 'library' });
    const repository = newRepository();
    const allow = ['-c', 'protocol.file.allow=always'];
    repository.git(...allow, 'submodule', '--quiet', 'add', library.root, 'lib/library');
    const inside = join(repository.root, 'lib/library');
    gitIn(inside, 'config', 'user.name', 'A');
    gitIn(inside, 'config', 'user.email', 'a@example.org');
    const made = await add(inside, 'x');
    expect(made.path).toBe(join(repository.root, '../library-x'));
    repository.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    expect(await merge(made)).toEqual({ type: 'merged', target: 'main', commits: 1 });
    expect(readFileSync(join(inside, 'b.txt'), 'utf8')).toBe('b\n');
  });

  it('does not care where git variables of the environment point to', async () => {
    const repository = newRepository();
    const other = newRepository();
    const misled = createGit({
      PATH: process.env['PATH'],
      GIT_DIR: join(other.root, '.git'),
      GIT_WORK_TREE: other.root,
      GIT_INDEX_FILE: join(other.root, 'index'),
    });
    const made = await addWorktree(misled, { cwd: repository.root, branch: 'x', directory: DIRECTORY });
    expect(made.path).toBe(`${repository.root}-x`);
    expect(other.git('branch', '--list', 'x')).toBe('');
  });

  it('is where the option says', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'feature/x', '.trees/{repo}/{name}');
    expect(made.path).toBe(join(repository.root, '.trees/repo/feature-x'));
  });

  it.each([
    ['proj.git', 'proj-x'],
    ['proj/.bare', 'proj-x'],
  ])('can be of the bare repository %s', async (name, expected) => {
    const repository = newRepository();
    const base = newDirectory();
    repository.git('clone', '-q', '--bare', repository.root, join(base, name));
    const made = await add(join(base, name), 'x');
    expect(made.path).toBe(join(base, expected));
    expect((await stateOf(made)).target).toBe('main');
  });

  it('gets the ignored files that .worktreeinclude names, and no others', async () => {
    const repository = newRepository();
    repository.write('.gitignore', '.env*\nnode_modules/\nbuild/\n');
    repository.write('.worktreeinclude', '# local settings\n.env\nnode_modules/\nnotes.txt\na.txt\n');
    repository.git('add', '.');
    repository.git('commit', '-q', '-m', 'Ignore');
    repository.write('.env', 'KEY=1\n');
    repository.write('sub/.env', 'KEY=2\n');
    repository.write('.env.other', 'no\n');
    repository.write('build/out', 'no\n');
    repository.write('notes.txt', 'not ignored\n');
    repository.write('node_modules/m/index.js', 'm\n');
    symlinkSync('m', join(repository.root, 'node_modules/link'));
    const made = await add(repository.root, 'x');
    expect(made.copied).toBe(3);
    expect(readFileSync(join(made.path, '.env'), 'utf8')).toBe('KEY=1\n');
    expect(readFileSync(join(made.path, 'sub/.env'), 'utf8')).toBe('KEY=2\n');
    expect(readFileSync(join(made.path, 'node_modules/m/index.js'), 'utf8')).toBe('m\n');
    expect(readlinkSync(join(made.path, 'node_modules/link'))).toBe('m');
    for (const path of ['.env.other', 'build', 'notes.txt'])
      expect(existsSync(join(made.path, path))).toBe(false);
    expect((await stateOf(made)).uncommitted).toEqual([]);
  });

  it('is refused with the reason, and then nothing was made', async () => {
    const repository = newRepository();
    const branches = repository.git('branch', '--list');
    await expect(add(newDirectory(), 'x')).rejects.toThrow('is not in a git repository');
    await expect(add(repository.root, 'main')).rejects.toThrow('there is a branch main already');
    await expect(add(repository.root, 'a..b')).rejects.toThrow('is not a name that git allows');
    repository.write(`${repository.root}-taken/file`, 'mine');
    await expect(add(repository.root, 'taken')).rejects.toThrow('is there already');
    await expect(add(newRepository({ commits: false }).root, 'x')).rejects.toThrow('has no commit');
    await expect(add('/nonexistent/directory', 'x')).rejects.toThrow('there is no directory');
    const without = createGit({ PATH: newDirectory() });
    const made = addWorktree(without, { cwd: repository.root, branch: 'x', directory: DIRECTORY });
    await expect(made).rejects.toThrow('git is not installed');
    expect(repository.git('branch', '--list')).toBe(branches);
    expect(readFileSync(`${repository.root}-taken/file`, 'utf8')).toBe('mine');
  });

  it('leaves nothing if a hook fails', async () => {
    const repository = newRepository();
    repository.write('.git/hooks/post-checkout', '#!/bin/sh\nexit 3\n');
    gitIn(repository.root, 'config', 'core.hooksPath', join(repository.root, '.git/hooks'));
    chmodSync(join(repository.root, '.git/hooks/post-checkout'), 0o755);
    await expect(add(repository.root, 'x')).rejects.toThrow('git worktree failed');
    expect(repository.git('branch', '--list', 'x')).toBe('');
    expect(existsSync(`${repository.root}-x`)).toBe(false);
  });

  it('is not touched by one of the same name that comes second', async () => {
    const repository = newRepository();
    const both = await Promise.allSettled([add(repository.root, 'x'), add(repository.root, 'x')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(gitIn(`${repository.root}-x`, 'status', '--short')).toBe('');
  });
});

describe('what a worktree differs in', () => {
  it('is counted since it left its target, with what is not committed', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    repository.write(join(made.path, 'a.txt'), 'one\nTWO\nthree\n');
    gitIn(made.path, 'commit', '-aqm', 'Two');
    repository.write(join(made.path, 'b.txt'), 'b\nb\n');
    repository.write('a.txt', 'zero\none\ntwo\nthree\n');
    repository.git('commit', '-aqm', 'Zero');
    const index = gitIn(made.path, 'diff', '--cached', '--name-only');
    expect(await stateOf(made)).toEqual({
      target: 'main',
      added: 3,
      removed: 1,
      files: 2,
      uncommitted: ['b.txt'],
      ahead: 1,
    });
    expect(gitIn(made.path, 'diff', '--cached', '--name-only')).toBe(index);
    expect(gitIn(made.path, 'status', '--short')).toBe('?? b.txt');
  });

  it('has what was changed in the second in which git read the file last', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    gitIn(made.path, 'config', 'core.trustctime', 'false');
    const file = join(made.path, 'a.txt');
    const then = new Date(Date.now() - 10_000);
    const setBack = (path: string): void => utimesSync(path, then, then);
    setBack(file);
    gitIn(made.path, 'update-index', '--refresh');
    repository.write(file, 'one\nTWO\nthree\n');
    repository.write(join(made.path, 'b.txt'), 'b\n');
    setBack(file);
    // git then compares the contents, since the times cannot tell.
    setBack(gitIn(made.path, 'rev-parse', '--git-path', 'index'));
    expect((await readDiff(git, made.path, 'main')).map(({ path }) => path)).toEqual(['a.txt', 'b.txt']);
    expect((await stateOf(made)).added).toBe(2);
  });

  it('is shown by file', async () => {
    const repository = newRepository();
    repository.write('link', 'x\n');
    repository.git('add', '.');
    repository.git('commit', '-q', '-m', 'Second');
    const made = await add(repository.root, 'x');
    repository.write(join(made.path, 'a.txt'), 'one\nthree\ndiff --git a/x b/x\n');
    repository.write(join(made.path, 'b.bin'), '\0\0');
    repository.write(join(made.path, 'new/c "q".txt'), 'c\n');
    rmSync(join(made.path, 'link'));
    symlinkSync('a.txt', join(made.path, 'link'));
    const files = await readDiff(git, made.path, 'main');
    expect(files.map(({ path, added, removed, isBinary }) => [path, added, removed, isBinary])).toEqual([
      ['a.txt', 1, 1, false],
      ['b.bin', 0, 0, true],
      ['link', 1, 1, false],
      ['new/c "q".txt', 1, 0, false],
    ]);
    expect(files[0]?.patch.slice(-5)).toEqual([
      '@@ -1,3 +1,3 @@',
      ' one',
      '-two',
      ' three',
      '+diff --git a/x b/x',
    ]);
    expect(files[3]?.patch.at(-1)).toBe('+c');
  });
});

describe('merging', () => {
  it('brings the commits to the branch that it began from', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    expect(await merge(made)).toEqual({ type: 'nothing', target: 'main' });
    repository.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    expect(await merge(made)).toEqual({ type: 'merged', target: 'main', commits: 1 });
    expect(readFileSync(join(repository.root, 'b.txt'), 'utf8')).toBe('b\n');
    expect(await stateOf(made)).toMatchObject({ ahead: 0, added: 0 });
  });

  it('squashes into one commit, after which nothing is left to merge or to lose', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    for (const name of ['b', 'c']) {
      repository.write(join(made.path, name), `${name}\n`);
      await commitAll(git, made.path, name);
    }
    expect(await merge(made, { squash: true })).toEqual({ type: 'merged', target: 'main', commits: 2 });
    expect(repository.git('rev-list', '--count', 'HEAD')).toBe('2');
    expect(await merge(made)).toEqual({ type: 'nothing', target: 'main' });
    expect((await stateOf(made)).ahead).toBe(0);
    expect(await removeWorktree(git, await removalOf(made), { force: false })).toEqual({
      wayBack: undefined,
      branch: 'removed',
    });
  });

  it('is taken back while nothing follows it', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    const undo = () => undoMerge(git, made.repository, 'x');
    await expect(undo()).rejects.toThrow('no merge of x is known');
    repository.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    const before = repository.git('rev-parse', 'main');
    await merge(made, { squash: true });
    const merged = repository.git('rev-parse', 'main');
    repository.git('commit', '-q', '--allow-empty', '-m', 'Later');
    await expect(undo()).rejects.toThrow(
      `main has gone on since x was merged; git revert ${before.slice(0, 12)}..${merged.slice(0, 12)} takes`,
    );
    repository.git('reset', '-q', '--hard', merged);
    repository.git('update-ref', 'refs/remotes/origin/x', merged);
    repository.git('update-ref', 'refs/remotes/origin/main', merged);
    await expect(undo()).rejects.toThrow('origin/main has the merge of x already');
    repository.git('update-ref', '-d', 'refs/remotes/origin/main');
    repository.write('untracked', '');
    expect(await undo()).toEqual({ target: 'main', from: before });
    expect([repository.git('rev-parse', 'main'), repository.git('status', '--short')]).toEqual([
      before,
      '?? untracked',
    ]);
    expect((await readNotes(git, made.repository)).get('x')).toEqual({ target: 'main' });
  });

  it('refuses a dirty target and changes nothing', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    repository.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    repository.write('a.txt', 'mine\n');
    await expect(merge(made)).rejects.toThrow(`main has uncommitted changes in ${repository.root}: a.txt`);
    expect(repository.git('rev-list', '--count', 'HEAD')).toBe('1');
    expect(readFileSync(join(repository.root, 'a.txt'), 'utf8')).toBe('mine\n');
  });

  it('refuses to overwrite what is not tracked', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    repository.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    repository.write('b.txt', 'mine\n');
    await expect(merge(made)).rejects.toThrow('b.txt');
    expect(repository.git('status', '--short')).toBe('?? b.txt');
    expect(readFileSync(join(repository.root, 'b.txt'), 'utf8')).toBe('mine\n');
  });

  it('names conflicts and leaves both sides untouched, unless they are to be opened', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    repository.write(join(made.path, 'a.txt'), 'ONE\ntwo\nthree\n');
    await commitAll(git, made.path, 'Theirs');
    repository.write('a.txt', 'Eins\ntwo\nthree\n');
    repository.git('commit', '-aqm', 'Ours');
    expect(await merge(made)).toEqual({ type: 'conflicts', target: 'main', files: ['a.txt'], at: undefined });
    for (const at of [repository.root, made.path]) expect(gitIn(at, 'status', '--short')).toBe('');
    const opened = await merge(made, { open: true });
    expect(opened).toEqual({ type: 'conflicts', target: 'main', files: ['a.txt'], at: repository.root });
    expect(repository.git('status', '--short')).toBe('UU a.txt');
    repository.git('merge', '--abort');
    expect(repository.git('status', '--short')).toBe('');
  });

  it.each([[false], [true]])('takes back what a hook refuses (squash: %s)', async (squash) => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    repository.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    repository.write('c.txt', 'c\n');
    repository.git('add', 'c.txt');
    repository.git('commit', '-qm', 'C');
    const hook = squash ? 'pre-commit' : 'pre-merge-commit';
    repository.write(`.git/hooks/${hook}`, '#!/bin/sh\necho not today >&2\nexit 1\n');
    chmodSync(join(repository.root, '.git/hooks', hook), 0o755);
    await expect(merge(made, { squash })).rejects.toThrow('not today');
    expect(repository.git('status', '--short')).toBe('');
    expect(existsSync(join(repository.root, '.git/MERGE_HEAD'))).toBe(false);
    expect(existsSync(join(repository.root, 'b.txt'))).toBe(false);
  });

  it.each([
    ['forward', false, false],
    ['with a commit', true, false],
    ['squashed', true, true],
  ])('moves a branch that is checked out nowhere: %s', async (_, isApart, squash) => {
    const repository = newRepository();
    const bare = join(newDirectory(), 'bare.git');
    repository.git('clone', '-q', '--bare', repository.root, bare);
    gitIn(bare, 'config', 'user.name', 'A');
    gitIn(bare, 'config', 'user.email', 'a@example.org');
    const made = await add(bare, 'x');
    repository.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    if (isApart) {
      repository.write('c.txt', 'c\n');
      repository.git('add', 'c.txt');
      repository.git('commit', '-qm', 'C');
      repository.git('push', '-q', bare, 'main');
    }
    expect(await merge(made, { squash })).toEqual({ type: 'merged', target: 'main', commits: 1 });
    expect(gitIn(bare, 'show', 'main:b.txt')).toBe('b');
    expect(gitIn(bare, 'rev-list', '--count', 'main')).toBe(squash ? '3' : isApart ? '4' : '2');
  });
});

describe('committing everything', () => {
  it('can be taken back, to what was staged before', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    repository.write(join(made.path, 'staged.txt'), 's\n');
    gitIn(made.path, 'add', 'staged.txt');
    repository.write(join(made.path, 'a.txt'), 'changed\n');
    repository.write(join(made.path, 'new.txt'), 'n\n');
    const before = gitIn(made.path, 'status', '--short');
    const undo = await commitAll(git, made.path, 'All');
    expect(gitIn(made.path, 'status', '--short')).toBe('');
    await undo();
    expect(gitIn(made.path, 'status', '--short')).toBe(before);
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\nexit 1\n');
    chmodSync(join(repository.root, '.git/hooks/pre-commit'), 0o755);
    await expect(commitAll(git, made.path, 'All')).rejects.toThrow('git commit failed');
    expect(gitIn(made.path, 'status', '--short')).toBe(before);
  });
});

describe('removing', () => {
  it('removes the worktree and its branch when nothing is lost', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    await removeWorktree(git, await removalOf(made), { force: false });
    expect(existsSync(made.path)).toBe(false);
    expect(repository.git('branch', '--list', 'x')).toBe('');
    expect((await readNotes(git, made.repository)).size).toBe(0);
  });

  it('refuses, and says what would be lost; --force leaves a way back to all of it', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    repository.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    repository.write(join(made.path, 'c.txt'), 'c\n');
    const refused = removeWorktree(git, await removalOf(made), { force: false });
    await expect(refused).rejects.toThrow(
      'removing x would lose 1 uncommitted file: c.txt, and 1 commit that no other branch has',
    );
    expect(readFileSync(join(made.path, 'c.txt'), 'utf8')).toBe('c\n');
    const { wayBack, branch } = await removeWorktree(git, await removalOf(made), { force: true });
    expect(branch).toBe('removed');
    expect(existsSync(made.path)).toBe(false);
    for (const name of ['b', 'c']) expect(repository.git('show', `${wayBack}:${name}.txt`)).toBe(name);
  });

  it('loses nothing that was pushed', async () => {
    const origin = newRepository();
    const clone = newRepository();
    clone.git('remote', 'add', 'origin', origin.root);
    const made = await add(clone.root, 'x');
    clone.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    gitIn(made.path, 'push', '-q', 'origin', 'x');
    await removeWorktree(git, await removalOf(made), { force: false });
    expect(origin.git('show', 'x:b.txt')).toBe('b');
  });

  it('of a folder that was removed by hand looks at its commits', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    repository.write(join(made.path, 'b.txt'), 'b\n');
    await commitAll(git, made.path, 'B');
    rmSync(made.path, { recursive: true });
    const removal = await removalOf(made);
    expect(removal.worktree.isMissing).toBe(true);
    await expect(removeWorktree(git, removal, { force: false })).rejects.toThrow('1 commit');
    await merge(made);
    await removeWorktree(git, await removalOf(made), { force: false });
    expect(repository.git('branch', '--list', 'x')).toBe('');
    expect(await listWorktrees(git, made.repository)).toHaveLength(1);
  });

  it('keeps a branch that qmux did not make', async () => {
    const repository = newRepository();
    repository.git('worktree', 'add', '-q', '-b', 'mine', `${repository.root}-mine`);
    const place = await findPlace(git, `${repository.root}-mine`);
    const made = { path: `${repository.root}-mine`, branch: 'mine', repository: place?.repository ?? '' };
    const removal = await removalOf(made as NewWorktree);
    expect(await removeWorktree(git, removal, { force: false })).toEqual({
      wayBack: undefined,
      branch: 'kept',
    });
    expect(repository.git('branch', '--list', 'mine')).toContain('mine');
  });

  it('never removes the repository itself, or what is locked', async () => {
    const repository = newRepository();
    const made = await add(repository.root, 'x');
    const removal = await removalOf(made);
    const [main] = await listWorktrees(git, made.repository);
    if (!main) throw new Error('no worktree');
    const own = removeWorktree(git, { ...removal, worktree: main }, { force: true });
    await expect(own).rejects.toThrow('is the repository itself');
    repository.git('worktree', 'lock', '--reason', 'on a stick', made.path);
    const locked = removeWorktree(git, await removalOf(made), { force: true });
    await expect(locked).rejects.toThrow('is locked (on a stick)');
    expect(existsSync(made.path)).toBe(true);
  });

  it('looks into submodules', async () => {
    const library = newRepository({ name: 'library' });
    const repository = newRepository();
    const allow = ['-c', 'protocol.file.allow=always'];
    repository.git(...allow, 'submodule', '--quiet', 'add', library.root, 'lib/library');
    repository.git('commit', '-qm', 'Add library');
    const made = await add(repository.root, 'x');
    expect(made.submodules).toBe(1);
    gitIn(made.path, ...allow, 'submodule', '--quiet', 'update', '--init');
    const inside = join(made.path, 'lib/library');
    repository.write(join(inside, 'new.txt'), 'n\n');
    gitIn(inside, 'config', 'user.name', 'A');
    gitIn(inside, 'config', 'user.email', 'a@example.org');
    gitIn(inside, 'add', '.');
    gitIn(inside, 'commit', '-qm', 'New');
    await commitAll(git, made.path, 'Newer library');
    await merge(made);
    await expect(removeWorktree(git, await removalOf(made), { force: false })).rejects.toThrow(
      'commits in submodule lib/library that were not pushed',
    );
    gitIn(inside, 'push', '-q', 'origin', 'HEAD:refs/heads/new');
    await removeWorktree(git, await removalOf(made), { force: false });
    expect(existsSync(made.path)).toBe(false);
  });
});
