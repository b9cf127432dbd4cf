import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { defaultConfig, type Config } from '../../src/config/options.js';
import { Notifications } from '../../src/server/workspace/notifications.js';
import { encodeNotification, findNotificationWay } from '../../src/server/view/outer-notification.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

const SESSION = { id: 'id-2', name: 'agent' };

afterEach(() => void vi.useRealTimers());

function create(config: Partial<Config>, ...terminals: Record<string, string>[]) {
  const sent: string[][] = terminals.map(() => []);
  const problems: string[] = [];
  const notifications = new Notifications({
    config: { ...defaultConfig(), ...config },
    terminals: () => terminals.map((env, at) => ({ env, send: (text: string) => void sent[at]?.push(text) })),
    env: () => ({ PATH: process.env['PATH'] ?? '' }),
    onProblem: (message) => void problems.push(message),
    record: () => undefined,
  });
  return { notifications, sent, problems };
}

describe('a terminal', () => {
  it.each<[Record<string, string>, string]>([
    [{ TERM: 'xterm-256color' }, 'bell'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal' }, 'bell'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' }, 'bell'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 'osc9'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' }, 'osc777'],
    [{ TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty' }, 'osc777'],
    [{ TERM: 'xterm-ghostty' }, 'osc777'],
    [{ TERM: 'xterm-kitty' }, 'osc9'],
    [{ TERM: 'foot' }, 'osc777'],
    [{ TERM: 'tmux-256color', TERM_PROGRAM: 'tmux' }, 'bell'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app', TMUX: '/tmp/x' }, 'bell'],
    [{ TERM: 'screen.xterm-kitty' }, 'bell'],
    [{}, 'bell'],
  ])('with %j is told by %s', (env, way) => {
    expect(findNotificationWay(env)).toBe(way);
  });

  it('is told in its own words', () => {
    expect(encodeNotification('bell', 'a', 'b')).toBe('\u0007');
    expect(encodeNotification('osc9', 'qmux a', 'Run make?')).toBe('\x1b]9;qmux a: Run make?\x1b\\');
    expect(encodeNotification('osc777', 'q;x', 'a;b')).toBe('\x1b]777;notify;q,x;a;b\x1b\\');
  });
});

describe('notifications', () => {
  const KITTY = { TERM: 'xterm-kitty' };

  it('go to every terminal, each in its own way', () => {
    const { notifications, sent } = create({}, KITTY, { TERM: 'xterm' });
    notifications.tell(SESSION, { type: 'attention', reason: 'question', text: 'Run make?' });
    notifications.tell(SESSION, { type: 'attention', reason: 'error', text: 'no key' });
    notifications.tell(SESSION, { type: 'attention', reason: 'question', text: '' });
    expect(sent).toEqual([
      [
        '\x1b]9;qmux agent: Run make?\x1b\\',
        '\x1b]9;qmux agent: error: no key\x1b\\',
        '\x1b]9;qmux agent: asks something\x1b\\',
      ],
      ['\u0007', '\u0007', '\u0007'],
    ]);
  });

  it.each<[Partial<Config>, string[]]>([
    [{ notify: 'bell' }, ['\u0007']],
    [{ notify: 'bell', notificationCommand: 'false' }, ['\u0007']],
    [{ notify: 'none', notificationCommand: 'false' }, []],
    [{ notify: 'command' }, []],
  ])('go where %j says', (config, expected) => {
    const { notifications, sent, problems } = create(config, KITTY);
    notifications.tell(SESSION, { type: 'attention', reason: 'bell', text: 'bell' });
    expect(sent).toEqual([expected]);
    expect(problems).toEqual([]);
  });

  it('run the command one after the other, with all they say in its environment', async () => {
    const file = join(newDirectory(), 'told');
    const notificationCommand = `printf '%s|%s|%s|%s\\n' "$QMUX_SESSION" "$QMUX_NAME" "$QMUX_REASON" "$QMUX_TEXT" >> ${file}`;
    const { notifications, sent, problems } = create({ notificationCommand }, KITTY);
    notifications.tell(SESSION, { type: 'attention', reason: 'question', text: '$(touch /tmp/x) "; `id`' });
    notifications.tell(SESSION, { type: 'attention', reason: 'bell', text: 'bell' });
    const told = (): string[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
    await waitUntil('both are told', () => told().length === 2);
    expect(told()).toEqual(['id-2|agent|question|$(touch /tmp/x) "; `id`', 'id-2|agent|bell|bell']);
    expect(sent).toEqual([[]]);
    expect(problems).toEqual([]);
  });

  it('say what is wrong with the command, and go on', async () => {
    const { notifications, problems } = create({ notificationCommand: 'exit 3' });
    notifications.tell(SESSION, { type: 'attention', reason: 'bell', text: 'bell' });
    notifications.tell(SESSION, { type: 'attention', reason: 'error', text: 'no key' });
    await waitUntil('both have failed', () => problems.length === 2);
    expect(problems[0]).toBe('notification_command exited 3');
  });

  it.each([
    ['hangs', 'READY; sleep 600', 'was ended by SIGTERM'],
    ['ignores SIGTERM', "trap '' TERM; READY; while :; do sleep 600; done", 'was killed'],
    [
      'waits for one of its own that ignores SIGTERM',
      `sh -c "trap '' TERM; READY; sleep 600" & wait; wait`,
      'was ended by SIGTERM',
    ],
    ['floods its output', 'READY; yes; yes >&2', 'was ended by SIGTERM'],
    ['waits for input that never comes', 'READY; read line; sleep 600', 'was ended by SIGTERM'],
  ])('run the next command behind one that %s', async (_what, command, problem) => {
    const file = join(newDirectory(), 'told');
    const hanging = command.replace('READY', () => `echo $$ > ${file}.pid`);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { notifications, problems } = create({
      notificationCommand: `if [ "$QMUX_REASON" = bell ]; then echo told >> ${file}; else ${hanging}; fi`,
    });
    notifications.tell(SESSION, { type: 'attention', reason: 'question', text: 'a?' });
    notifications.tell(SESSION, { type: 'attention', reason: 'bell', text: 'bell' });
    const pid = await waitUntil(
      'the first one hangs',
      () => (existsSync(`${file}.pid`) && Number(readFileSync(`${file}.pid`, 'utf8'))) || undefined,
    );
    vi.advanceTimersByTime(10_000);
    if (problem !== 'was killed') await waitUntil('it is ended', () => problems.length > 0);
    vi.advanceTimersByTime(1_000);
    await waitUntil('the next one ran', () => existsSync(file));
    expect(problems).toEqual([expect.stringContaining(`notification_command ${problem}`) as string]);
    await waitUntil('nothing of its group is left', () => !isGroupAlive(pid));
  });

  it('run the next command behind one that cannot even be started', async () => {
    const file = join(newDirectory(), 'told');
    const { notifications, problems } = create({ notificationCommand: `echo told >> ${file}` });
    notifications.tell({ ...SESSION, name: 'nul\0' }, { type: 'attention', reason: 'bell', text: 'bell' });
    notifications.tell(SESSION, { type: 'attention', reason: 'bell', text: 'bell' });
    await waitUntil('the next one ran', () => existsSync(file));
    expect(problems).toEqual([expect.stringContaining('notification_command cannot be run') as string]);
  });

  it('gather no more than a few dozen behind a command that hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { notifications, problems } = create({ notificationCommand: 'sleep 600' });
    for (let count = 0; count < 60; count++)
      notifications.tell(SESSION, { type: 'attention', reason: 'bell', text: 'bell' });
    expect(problems).toHaveLength(9);
    expect(problems[0]).toContain('are waiting for one that hangs');
    await waitUntil('all of them were ended', () => {
      vi.advanceTimersByTime(10_000);
      return problems.length === 60;
    });
  });
});

function isGroupAlive(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}
