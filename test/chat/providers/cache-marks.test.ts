import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { loadModel } from '../../../src/chat/providers/load-model.js';
import { startWireServer } from './wire-server.js';

describe('what Anthropic keeps for the next question', () => {
  it('ends with the instruction, and with the questions of the last two turns', async () => {
    const server = await startWireServer((response) => response.writeHead(400).end('{}'));
    onTestFinished(() => server.stop());
    const env = { ANTHROPIC_BASE_URL: new URL(server.url).origin, ANTHROPIC_API_KEY: 'k' };
    const model = await loadModel(chooseModel({ flag: 'anthropic/claude-haiku-4-5', env }), env, {
      providers: {},
    });
    const messages = ['a', 'b', 'c'].flatMap((text) => [
      { role: 'user' as const, text },
      { role: 'assistant' as const, text: `${text}!` },
    ]);
    const signal = new AbortController().signal;
    const stream = model.stream({ instruction: 'be brief', messages: messages.slice(0, 5), signal });
    for await (const event of stream) expect(event.type).toBe('error');
    const mark = { cache_control: { type: 'ephemeral' } };
    const said = (text: string, more = {}) => [{ type: 'text', text, ...more }];
    expect(server.requests[0]?.body).toMatchObject({
      system: said('be brief', mark),
      messages: [
        { role: 'user', content: said('a') },
        { role: 'assistant', content: said('a!') },
        { role: 'user', content: said('b', mark) },
        { role: 'assistant', content: said('b!') },
        { role: 'user', content: said('c', mark) },
      ],
    });
    expect(JSON.stringify(server.requests[0]?.body).match(/cache_control/g)).toHaveLength(3);
  });
});
