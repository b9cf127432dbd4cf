import headless from '@xterm/headless';
import { expect, it } from 'vitest';

import { OuterMouse, type MouseReports } from '../../src/server/view/outer-mouse.js';
import { coreOf } from '../../src/terminal/xterm/internals.js';

it('brings a terminal from any reports to any others, and says nothing twice', () => {
  const terminal = new headless.Terminal({ allowProposedApi: true, logLevel: 'off' });
  const core = coreOf(terminal);
  const outer = new OuterMouse();
  const expected: Record<MouseReports, string> = { off: 'NONE', buttons: 'DRAG', motion: 'ANY' };
  const steps: MouseReports[] = ['buttons', 'motion', 'buttons', 'off', 'motion', 'off', 'buttons'];
  for (const step of steps) {
    core.writeSync(Buffer.from(outer.follow(step)));
    expect([step, core.coreMouseService.activeProtocol]).toEqual([step, expected[step]]);
    if (step !== 'off') expect(core.coreMouseService.activeEncoding).toBe('SGR');
    expect(outer.follow(step)).toBe('');
  }
  outer.forget();
  expect(outer.follow('buttons')).not.toBe('');
  terminal.dispose();
});
