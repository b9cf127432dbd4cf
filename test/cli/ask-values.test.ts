import { expect, it } from 'vitest';

import { collectValues } from '../../src/cli/ask-values.js';

/** What is given when the user types these lines. */
async function given(...lines: string[]): Promise<{ given: readonly string[] | undefined; asked: string[] }> {
  const asked: string[] = [];
  const values = [
    { name: 'issue', question: 'issue: ' },
    { name: 'part', question: 'part [web]: ', preset: 'web' },
  ];
  const ask = async (question: string): Promise<string | undefined> => {
    asked.push(question);
    return lines.shift();
  };
  return { given: await collectValues(values, ask), asked };
}

it('asks for each value, and again for one that nothing stands for', async () => {
  expect(await given('7 =x', 'api')).toEqual({
    given: ['issue=7 =x', 'part=api'],
    asked: ['issue: ', 'part [web]: '],
  });
  expect(await given('', ' ', '7', '')).toEqual({
    given: ['issue=7', 'part=web'],
    asked: ['issue: ', 'issue: ', 'issue: ', 'part [web]: '],
  });
});

it('gives nothing when the input ends', async () => {
  expect((await given('7')).given).toBeUndefined();
  expect((await given('')).given).toBeUndefined();
});
