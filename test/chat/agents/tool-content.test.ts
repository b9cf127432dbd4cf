// What is read of a call's fields: OpenCode puts a patch beside the diff that says the same.

import { describe, expect, it } from 'vitest';

import { readToolUpdate } from '../../../src/chat/agents/tool-content.js';

const patchOf = (path: string): string =>
  `Index: ${path}\n===\n--- ${path}\n+++ ${path}\n@@ -0,0 +1,1 @@\n+x\n`;

const content = [{ type: 'diff', path: '/a', oldText: '', newText: 'x\n' }];

const inputOf = (diff: unknown, fields: object = { content }): unknown =>
  readToolUpdate('call', { kind: 'edit', rawInput: { filepath: '/a', diff }, ...fields }).input;

describe('a patch in the input', () => {
  it('is left out when the diffs are of all its files', () => {
    expect(inputOf(patchOf('/a'))).toEqual({ filepath: '/a' });
  });

  it.each([patchOf('/a') + patchOf('/b'), patchOf('/b'), 'rename a to b', 7])(
    'stays otherwise: %j',
    (diff) => {
      expect(inputOf(diff)).toEqual({ filepath: '/a', diff });
    },
  );

  it('stays where there is no diff', () => {
    expect(inputOf(patchOf('/a'), {})).toEqual({ filepath: '/a', diff: patchOf('/a') });
  });
});
