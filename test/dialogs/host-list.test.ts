import { expect, it } from 'vitest';

import { createHostList } from '../../src/dialogs/host-list.js';
import { hostRows } from '../../src/commands/remote/host-rows.js';
import { plainKey } from '../../src/keymap/key.js';
import type { HostAnswer } from '../../src/remote/list-host.js';
import type { Dialog } from '../../src/dialogs/dialog-view.js';

const session = (number: number) => ({
  id: `id${number}`,
  number,
  name: `chat-${number}`,
  kind: 'chat',
  state: 'active',
  answers: 'guide',
  needsUser: number === 2,
});

it('keeps its selection while hosts answer, and Enter goes there', () => {
  const answers = new Map<string, HostAnswer>();
  const list = createHostList(() => ['one', 'two'].flatMap((host) => hostRows(host, answers.get(host))));
  const press = (dialog: Dialog, name: string): Dialog => {
    const step = dialog.press(plainKey(name));
    if (step.type !== 'stay') throw new Error(`${name} gave ${step.type}`);
    return step.dialog;
  };
  const rows = (dialog: Dialog): string[] =>
    dialog.view({ rows: 10, cols: 60 }).lines.map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .replaceAll(/ +/g, ' ')
        .trim(),
    );
  expect(rows(list)).toEqual(['one asking …', 'two asking …']);
  const onTwo = press(list, 'Down');
  answers.set('one', {
    host: 'one',
    sessions: [1, 2, 3].map((number) => session(number)),
    problem: undefined,
  });
  expect(rows(onTwo)).toEqual([
    'one #1 chat-1 active guide',
    '#2 chat-2 needs you guide',
    '#3 chat-3 active guide',
    'two asking …',
  ]);
  expect(onTwo.press(plainKey('Enter'))).toEqual({ type: 'close', commands: [['ssh', 'two']] });
  answers.set('two', { host: 'two', sessions: undefined, problem: 'did not answer within 5 s' });
  expect(rows(onTwo).at(-1)).toBe('two did not answer within 5 s');
  const onThird = press(onTwo, 'Up');
  expect(onThird.press(plainKey('Enter'))).toEqual({ type: 'close', commands: [['ssh', 'one', 'id3']] });
});
