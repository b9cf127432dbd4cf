import { expect, it } from 'vitest';
import { UserError } from '../../src/text/user-error.js';

class Narrower extends UserError {}

/** As another bundle of the process makes it: the same class, made again. */
function fromAnotherBundle(message: string): Error {
  return Object.assign(new Error(message), { name: 'UserError' });
}

it('is known whichever bundle made it; other errors and things are none', () => {
  expect(new UserError('x') instanceof UserError).toBe(true);
  expect(new Narrower('x') instanceof UserError).toBe(true);
  expect(fromAnotherBundle('x') instanceof UserError).toBe(true);
  for (const other of [new Error('x'), { name: 'UserError', message: 'x' }, 'UserError', undefined, null])
    expect(other instanceof UserError).toBe(false);
});

it('leaves classes that extend it as they are', () => {
  expect(new Narrower('x') instanceof Narrower).toBe(true);
  expect(new UserError('x') instanceof Narrower).toBe(false);
  expect(fromAnotherBundle('x') instanceof Narrower).toBe(false);
});
