import { describe, expect, it } from 'vitest';

import { DEFAULT_DROP, parseTemplate, readStatus } from '../../src/config/status-template.js';

describe('a template', () => {
  it('has text around its values, and in their braces', () => {
    expect(parseTemplate('a {host} · {at the clock }!')).toEqual({
      start: 'a ',
      parts: [
        { before: '', label: '', value: 'host' },
        { before: ' · ', label: 'at the ', value: 'clock' },
      ],
      after: '!',
      isOpen: false,
    });
  });

  it.each([
    ['clock', '', 'clock'],
    ['(clock', '(', 'clock'],
    ['⎇ branch ', '⎇ ', 'branch'],
    ['load: run:load-1', 'load: ', 'run:load-1'],
    ['read_only', '', 'read_only'],
    ['', '', ''],
    ['clock:', '', 'clock:'],
  ])('has in {%s} the label %j', (inside, label, value) => {
    expect(parseTemplate(`{${inside}}`).parts).toEqual([{ before: '', label, value }]);
  });

  it('has a brace where there are two', () => {
    expect(parseTemplate('{{a}} {host}{{')).toEqual({
      start: '{a}} ',
      parts: [{ before: '', label: '', value: 'host' }],
      after: '{',
      isOpen: false,
    });
  });

  it('keeps a brace that nothing closes as text', () => {
    expect(parseTemplate('{host {clock}')).toEqual({
      start: '{host ',
      parts: [{ before: '', label: '', value: 'clock' }],
      after: '',
      isOpen: true,
    });
  });
});

describe('the status options', () => {
  it('have no faults by default, and drop the default values in the default order', () => {
    const { layout, faults } = readStatus({});
    expect(faults).toEqual([]);
    expect(layout.drop).toEqual(DEFAULT_DROP);
    expect([...layout.names]).toEqual(['tabs', 'waiting', 'unseen', 'sync', 'read_only', 'hint']);
  });

  it.each<[Parameters<typeof readStatus>[0], string, string]>([
    [
      { right: '{contxt}' },
      'right',
      'unknown value {contxt}; known are {tabs}, {waiting}, {unseen}, {answering}, {session}, {model}, ' +
        '{context}, {cost_today}, {branch}, {host}, {clock}, {zoomed}, {sync}, {read_only}, {warning}, {hint}, {run:NAME}',
    ],
    [{ left: '{host' }, 'left', 'a { without its }; write {{ for a brace'],
    [{ left: '{tabs}', right: '{tabs}' }, 'right', '{tabs} can be shown only once'],
    [{ right: '{run:load}' }, 'right', '{run:load} needs command = "…" in [status.run.load]'],
    [{ run: { load: { every_s: 9 } } }, 'run/load', 'needs command = "…", what to run'],
    [{ drop: ['tabs'] }, 'drop', 'tabs is always shown, and cannot be dropped'],
    [
      { drop: ['hots'] },
      'drop',
      `unknown value hots; ${DEFAULT_DROP.join(', ')} and run:NAME can be dropped`,
    ],
  ])('%j have a fault', (options, path, message) => {
    const { layout, faults } = readStatus(options);
    expect(faults.map((fault) => [fault.path.join('/'), fault.message])).toEqual([[path, message]]);
    expect(
      [...layout.left.parts, ...layout.right.parts].filter(({ value }) => value === 'tabs'),
    ).toHaveLength(1);
  });

  it('put what the config names first, and then the rest', () => {
    const { layout } = readStatus({ drop: ['waiting', 'run:a'], run: { a: { command: 'x' } } });
    expect(layout.drop.slice(0, 3)).toEqual(['waiting', 'run:a', 'hint']);
    expect(layout.drop.filter((name) => name === 'waiting')).toHaveLength(1);
  });
});
