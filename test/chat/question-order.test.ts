// A question stands below everything that was said before it, however fast all of it comes.

import { describe, expect, it } from 'vitest';
import type { ModelEvent } from '../../src/chat/model-event.js';
import type { ChatModel, ModelRequest } from '../../src/chat/ports.js';
import { waitUntil } from '../harness/wait-until.js';
import { startChat } from './scripted-host.js';

/** Says all of it at once, and asks in the same breath, as an agent's output is read. */
class HastyModel implements ChatModel {
  readonly name = 'hasty';

  async *stream({ ask }: ModelRequest): AsyncGenerator<ModelEvent> {
    const said: ModelEvent[] = [
      { type: 'text', text: 'First ' },
      { type: 'text', text: 'words.' },
      { type: 'tool', update: { id: 'a', kind: 'read', status: 'completed', paths: ['a'] } },
      { type: 'thought', text: 'hm' },
      { type: 'thought', text: ', well' },
    ];
    const reply = ask?.({ kind: 'text', text: 'which?' });
    for (const event of said) yield event;
    const { type } = (await reply) ?? { type: 'nobody' };
    yield { type: 'text', text: type };
    yield { type: 'finish', complete: true, reason: 'stop' };
  }
}

describe('a question', () => {
  it('comes after what was said before it', async () => {
    const model = new HastyModel();
    const started = startChat({ rows: 30, host: { resolveModel: async () => model } });
    started.type(...'go', '\r');
    await waitUntil('it asks', () => started.records.some(({ type }) => type === 'asked'));
    const kinds = started.records.map(({ type }) => type);
    expect(kinds.slice(kinds.indexOf('begin') + 1)).toEqual([
      'piece',
      'piece',
      'version',
      'tool',
      'thought',
      'asked',
    ]);
  });
});
