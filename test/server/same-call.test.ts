// A verb causes the same call of the coordinator whether it comes from a key, a slash command, the prompt or
// the shell.

import { describe, expect, it, vi } from 'vitest';

import { splitWords } from '../../src/commands/line/split-words.js';
import { registry } from '../../src/commands/registry.js';
import { createRecorder, HELLO, WAYS } from './recording-runner.js';

const LINES = [
  'new',
  'config reload',
  'new debug login --model openai/x',
  'new -d -- make test',
  'new -h',
  'switch 2',
  'popup -w 50% -n box -- lazygit',
  'scratch',
  's two',
  '2',
  'next',
  'last',
  'rename 2 new-name',
  'rename new-name',
  'session-name new-name',
  'close 2',
  'close',
  'reopen',
  'reopen old',
  'next-waiting',
  'delete old --yes',
  'prune 1d -y',
  'split right',
  'split below --session 2',
  'focus left',
  'resize up 3',
  'zoom',
  'swap next',
  'rotate',
  'rotate down',
  'equalise',
  'pane mark',
  'sync on',
  'layout tiled',
  'break',
  'join 2',
  'hide',
  'tab new',
  'tab next',
  'tab 3',
  'tab rename my tab',
  'tab close --hide',
  'program htop -d 5',
  'detach',
  'redraw',
  'mouse off',
  'send-prefix',
  'paste',
  'paste buffer0 --to 2',
  'copy-answer 2',
  'copy-mode',
  'copy-mode jump-forward --count 3 -- x',
  'quit --yes',
  'doctor',
  'share 2 --minutes 5 --group staff',
  'shares end 2',
];

describe('every way in', () => {
  it.each(LINES)('%s', async (line) => {
    const calls: string[][] = [];
    for (const way of Object.values(WAYS)) {
      const fake = createRecorder();
      await way(fake, line);
      calls.push(fake.calls);
    }
    expect(calls[0]).toHaveLength(1);
    expect(calls).toEqual([calls[0], calls[0], calls[0], calls[0]]);
  });

  it('covers every command that changes something', () => {
    const readers = [
      'actions',
      'pause',
      'resume',
      'reply',
      'report',
      'sessions',
      'send',
      // Sends as it does.
      'ask',
      'keep',
      'send-keys',
      'capture',
      'export',
      // They speak to the agent of a chat, or list agents.
      'agents',
      'mode',
      'model',
      'effort',
      'next-mode',
      'restart',
      'face',
      'install-agent',
      // Runs git; what it does is tested with real repositories.
      'worktree',
      // On its own stack, which is not a coordinator's.
      'buffers',
      // Speaks to the program itself.
      'copy-code',
      'copy',
      // Compares answers, or copies one into a draft; see saved-conversations.test.ts.
      'compare',
      'pipe',
      // They act on the turns and the prompt of a chat itself.
      'branches',
      'btw',
      'clear',
      'compact',
      'context',
      'continue',
      'edit',
      'fork',
      'queue',
      'redo',
      'retry',
      'rewind',
      'stash',
      'steer',
      'undo',
      // And on what its model may call.
      'tools',
      'mcp',
      // Starts a process; see shell-runs.test.ts.
      'run',
      // Runs what a file holds; see source-command.test.ts.
      'source',
      'menu',
      // They read or write files.
      'save',
      'load',
      'import',
      'up',
      'freeze',
      'templates',
      'template',
      'picker',
      'inbox',
      'prompt',
      'keys',
      'messages',
      'help',
      'tree',
      'pane-numbers',
      'clients',
      // They tell what happens.
      'events',
      'wait',
      'stats',
      'history',
      // Asks a process that looks through files.
      'search',
      // They ask other machines, or go there.
      'hosts',
      'ssh',
    ];
    // pause, resume and report ask the session itself, import the disk first.
    const covered = new Set(LINES.map((line) => registry.get(splitWords(line)).command.name));
    expect(
      registry.commands
        .map(({ name }) => name)
        .filter((name) => !covered.has(name))
        .sort(),
    ).toEqual(readers.sort());
  });

  it('opens the dialog that a key asks for', async () => {
    for (const [line, dialog] of [
      ['picker', 'picker'],
      ['prompt', 'prompt'],
      ['keys', 'keys'],
      ['buffers', 'texts'],
      ['copy-code', 'texts'],
      ['program', 'prompt'],
      ['close --ask', 'choice'],
      ['rename --ask', 'prompt'],
      ['delete old', 'choice'],
      ['prune', 'choice'],
      ['tab close', 'choice'],
      ['tab rename', 'prompt'],
      ['quit', 'choice'],
      ['tree', 'rows'],
      ['pane-numbers', 'pane numbers'],
      ['clients', 'rows'],
      ['messages', 'text'],
      ['help', 'text'],
    ] as const) {
      const fake = createRecorder();
      await fake.runner.runForClient(fake.client, line, 'key');
      expect([line, fake.dialogs]).toEqual([line, [dialog]]);
    }
  });

  it('prints in a shell what a key opens to choose from', async () => {
    for (const [line, printed] of [
      ['buffers', /copied/],
      ['clients', /two \(this one\)/],
      ['keys', /split right/],
      ['tree', /two/],
    ] as const) {
      const fake = createRecorder();
      const { stdout } = await fake.runner.answer(HELLO, [line], { json: false });
      expect([line, stdout, fake.dialogs]).toEqual([line, expect.stringMatching(printed), []]);
    }
  });

  it('opens nothing late over what was typed meanwhile', async () => {
    for (const way of ['key', 'prompt', 'slash'] as const) {
      const fake = createRecorder();
      let [now, inputs] = [0, 0];
      Object.defineProperty(fake.client, 'inputs', { get: () => (inputs += 1) });
      const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_000));
      const reply = await WAYS[way](fake, 'buffers');
      clock.mockRestore();
      expect(fake.dialogs).toEqual([]);
      expect(JSON.stringify([reply, fake.messages])).toMatch(/buffers: nothing opens over what you typed/);
    }
  });
});
