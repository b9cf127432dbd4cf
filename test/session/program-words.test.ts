import { expect, it } from 'vitest';

import { describeRunningAgain } from '../../src/session/program/program-words.js';

it('names the command that runs again on one line, without what moves the cursor', () => {
  const say = (...command: string[]): string[] => describeRunningAgain({ command, cwd: '/home' }, undefined);
  expect(say('printf', 'a\nb', '\x1b[2J')).toEqual(['Enter runs printf a␊b ^[[2J in /home again']);
  expect(say('cat', 'x'.repeat(100_000))[0]).toMatch(/^Enter runs cat x{300,400}… in \/home again$/);
});
