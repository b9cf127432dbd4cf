// Modes, models and other options, in the three ways in which agents report and take them.

import { describe, expect, it } from 'vitest';

import { SessionOptions } from '../../../src/chat/agents/session-options.js';

const MODES = {
  currentModeId: 'default',
  availableModes: [
    { id: 'default', name: 'Default', description: 'asks' },
    { id: 'yolo', name: 'YOLO' },
  ],
};

const select = (id: string, category: string, currentValue: string, ...values: string[]): object => ({
  id,
  name: id,
  category,
  type: 'select',
  currentValue,
  options: values.map((value) => ({ value, name: value.toUpperCase() })),
});

describe('options', () => {
  it('are modes and models of an agent without config options', () => {
    const options = new SessionOptions();
    const models = { currentModelId: 'a', availableModels: [{ modelId: 'a', name: 'A' }, { modelId: 'b' }] };
    expect(options.read({ modes: MODES, models })).toBe(true);
    expect(options.list).toEqual([
      {
        id: 'mode',
        name: 'Mode',
        category: 'mode',
        current: 'default',
        values: [
          { value: 'default', name: 'Default', description: 'asks' },
          { value: 'yolo', name: 'YOLO' },
        ],
      },
      {
        id: 'model',
        name: 'Model',
        category: 'model',
        current: 'a',
        values: [
          { value: 'a', name: 'A' },
          { value: 'b', name: 'b' },
        ],
      },
    ]);
    expect(options.requestFor('mode', 'yolo')).toEqual({
      method: 'session/set_mode',
      params: { modeId: 'yolo' },
    });
    expect(options.requestFor('model', 'b')).toEqual({
      method: 'session/set_model',
      params: { modelId: 'b' },
    });
    expect(options.requestFor('model', 'c')).toBeUndefined();
    expect(options.requestFor('effort', 'low')).toBeUndefined();
  });

  it('list a mode once that is reported twice, and set it as config option', () => {
    const options = new SessionOptions();
    options.read({ modes: MODES, configOptions: [select('mode', 'mode', 'default', 'default', 'yolo')] });
    expect(options.list.map(({ id }) => id)).toEqual(['mode']);
    expect(options.requestFor('mode', 'yolo')).toEqual({
      method: 'session/set_config_option',
      params: { configId: 'mode', type: 'select', value: 'yolo' },
    });
    options.setMode('yolo');
    expect(options.find('mode')?.current).toBe('yolo');
  });

  it('are yes or no for a flag, and without their groups', () => {
    const options = new SessionOptions();
    const grouped = {
      ...select('model', 'model', 'b'),
      options: [
        { group: 'one', name: 'One', options: [{ value: 'a', name: 'A' }] },
        { group: 'two', name: 'Two', options: [{ value: 'b', name: 'B' }] },
      ],
    };
    const flag = { id: 'web', name: 'Web search', type: 'boolean', currentValue: true };
    options.read({ configOptions: [grouped, flag, select('e', 'thought_level', 'low', 'low', 'high')] });
    expect(options.list.map(({ category, current, values }) => [category, current, values.length])).toEqual([
      ['model', 'b', 2],
      ['other', 'yes', 2],
      ['effort', 'low', 2],
    ]);
    expect(options.requestFor('web', 'no')?.params).toEqual({
      configId: 'web',
      type: 'boolean',
      value: false,
    });
    options.noteSet('web', 'no');
    expect(options.list[1]?.current).toBe('no');
  });

  it('stay as they were when a result says nothing of them', () => {
    const options = new SessionOptions();
    options.read({ modes: MODES });
    expect(options.read({})).toBe(false);
    expect(options.read(null)).toBe(false);
    expect(options.list).toHaveLength(1);
    options.read({ configOptions: [{ name: 'no id' }, 7, { id: 'x', type: 'select' }] });
    expect(options.list.map(({ id }) => id)).toEqual(['mode']);
  });
});
