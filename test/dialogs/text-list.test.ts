import { describe, expect, it } from 'vitest';

import { createTextList } from '../../src/dialogs/text-list.js';
import { press, ROOM, selectedText, SMALL, stay, textOf } from './press-keys.js';

const LONG = 'npm install -g @agentclientprotocol/ claude-agent-acp';

const list = (count: number) =>
  createTextList({
    title: 'paste buffers',
    texts: Array.from({ length: count }, (_, at) => ({
      name: `buffer${at}`,
      size: '2 lines',
      lines: ['', `text 漢字 ${at}`, 'second line'],
    })),
    nothing: 'nothing has been copied yet',
    take: (name) => ['paste', name],
    delete: (name) => ['buffers', '--delete', name],
    footer: 'Enter pastes',
  });

describe('a list of texts', () => {
  it('shows each by its first line that has text, and the selected one whole', () => {
    const view = list(3).view(ROOM);
    expect(textOf(view)).toEqual([
      'buffer0      2 lines    text 漢字 0',
      'buffer1      2 lines    text 漢字 1',
      'buffer2      2 lines    text 漢字 2',
      '─'.repeat(80),
      '',
      'text 漢字 0',
      'second line',
    ]);
  });

  it('gives the list what short texts leave of the room, and wraps a long line', () => {
    const texts = Array.from({ length: 12 }, (_, at) => ({
      name: `agent${at}`,
      size: 'missing',
      lines: [LONG],
    }));
    const options = { title: '', nothing: '', take: () => [], footer: '' };
    const view = createTextList({ ...options, texts }).view({ rows: 12, cols: 40 });
    expect(textOf(view).map((line) => line.slice(0, 6))).toEqual([
      'agent0',
      'agent1',
      'agent2',
      'agent3',
      'agent4',
      'agent5',
      'agent6',
      'agent7',
      '──────',
      'npm in',
      '  clau',
    ]);
  });

  it('takes the selected one with Enter', () => {
    expect(press(list(20), 'j', 'Down', 'k', 'Enter')).toEqual({
      type: 'close',
      commands: [['paste', 'buffer1']],
    });
    expect(press(list(20), 'G', 'Enter')).toEqual({ type: 'close', commands: [['paste', 'buffer19']] });
    expect(selectedText(stay(press(list(20), 'G')).view(SMALL))).toMatch(/^buffer19/);
  });

  it('deletes the selected one and selects the next', () => {
    const step = press(list(3), 'j', 'd');
    expect(step).toMatchObject({ type: 'run', commands: [['buffers', '--delete', 'buffer1']] });
    expect(selectedText(stay(step).view(ROOM))).toMatch(/^buffer2/);
    expect(textOf(stay(press(list(1), 'd')).view(ROOM))).toEqual(['nothing has been copied yet']);
    expect(press(stay(press(list(1), 'd')), 'Enter')).toEqual({ type: 'close', commands: [] });
  });

  it('closes with Escape', () => {
    expect(press(list(1), 'Escape')).toEqual({ type: 'close', commands: [] });
  });
});
