import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { defaultConfig, type Config } from '../../src/config/options.js';
import { Notifications } from '../../src/server/notifications.js';
import { encodeNotification, findNotificationWay } from '../../src/server/outer-notification.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

const SESSION = { id: 'id-2', name: 'agent' };

function create(config: Partial<Config>, ...terminals: Record<string, string>[]) {
  const sent: string[][] = terminals.map(() => []);
  const problems: string[] = [];
  const notifications = new Notifications({
    config: { ...defaultConfig(), ...config },
    terminals: () => terminals.map((env, at) => ({ env, send: (text: string) => void sent[at]?.push(text) })),
    env: () => ({ PATH: process.env['PATH'] ?? '' }),
    onProblem: (message) => void problems.push(message),
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
    expect(encodeNotification('osc9', 'qmux a', 'Run make?')).toBe('\u001b]9;qmux a: Run make?\u001b\\');
    expect(encodeNotification('osc777', 'q;x', 'a;b')).toBe('\u001b]777;notify;q,x;a;b\u001b\\');
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
        '\u001b]9;qmux agent: Run make?\u001b\\',
        '\u001b]9;qmux agent: error: no key\u001b\\',
        '\u001b]9;qmux agent: asks something\u001b\\',
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
});
