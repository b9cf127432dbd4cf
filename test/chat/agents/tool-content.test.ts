// What is read of a call's fields: OpenCode puts a patch beside the diff that says the same, and Codex repeats
// calls in other words than it reported them in.

import { describe, expect, it } from 'vitest';

import { readToolUpdate } from '../../../src/chat/agents/tool-content.js';
import { newCall } from '../../../src/chat/model-event.js';
import { wordsOf } from '../../../src/chat/tool-calls/call-words.js';

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

describe('a command that Codex repeats of a session', () => {
  const call = {
    title: 'exec_command',
    status: 'completed',
    rawInput: { cmd: 'touch a.txt', justification: 'it must' },
    rawOutput:
      'Chunk ID: a5bd69\nWall time: 0.0 seconds\nProcess exited with code 0\nOriginal token count: 0\nOutput:\nmade\n',
  };

  it('reads as one that ran', () => {
    const update = readToolUpdate('call', call);
    expect(update).toMatchObject({ kind: 'execute', output: 'made\n' });
    expect(wordsOf({ ...newCall('call'), ...update }, undefined)).toMatchObject({
      kind: 'run',
      subject: 'touch a.txt',
    });
  });

  it('is no command without one', () => {
    expect(readToolUpdate('call', { ...call, rawInput: {} }).kind).toBeUndefined();
    expect(readToolUpdate('call', { ...call, title: 'exec_commands' }).kind).toBeUndefined();
  });
});
