// An agent that is killed at any moment: what it said is there, its session comes back, nothing is left of it, and
// no question counts as answered.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ModelEvent } from '../../../src/chat/model-event.js';
import type { UserReply } from '../../../src/chat/user-question.js';
import { findMembers } from '../../../src/process/group.js';
import { answerOf, fakeAgent, streamOf } from './fake-agent.js';

const KILLS = process.env['QMUX_TEST_LONG'] ? 200 : 6;

const PROMPTS = [
  '[[slow]]',
  '[[text]][[edit a.txt]][[slow]]',
  '[[think]][[shell true]][[ask]]',
  '[[rate 90]][[slow]]',
];
const WORDS = 'the quick answer is that this agent has no model and does what the prompt names '.repeat(50);

/** The second time there is nothing to kill. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has been reaped.
  }
}

describe('an agent that is killed', () => {
  it('comes back with its session, and nothing of what it was is left', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PROMPTS),
        fc.integer({ min: 1, max: 12 }),
        async (prompt, after) => {
          const { agent, say } = fakeAgent();
          try {
            await say('remember this');
            const group = agent.pid ?? 0;
            const replies: UserReply[] = [];
            const ask = (_: unknown, withdrawn?: AbortSignal): Promise<UserReply> =>
              new Promise((resolve) => {
                // Nobody replies: the kill takes the question back.
                const cancel = (): void => {
                  replies.push({ type: 'cancelled' });
                  resolve({ type: 'cancelled' });
                };
                withdrawn?.addEventListener('abort', cancel);
                process.kill(group, 'SIGKILL');
              });
            const events: ModelEvent[] = [];
            for await (const event of streamOf(agent, prompt, { ask })) {
              if (events.push(event) === after) kill(group);
            }
            expect(events.at(-1)).toMatchObject({ type: 'error', needsUser: false });
            expect(WORDS.startsWith(answerOf(events))).toBe(true);
            expect(replies.every(({ type }) => type === 'cancelled')).toBe(true);
            expect(agent.activity).toBe('idle');
            expect(answerOf(await say('[[recall]]'))).toBe(`known: remember this | ${prompt}`);
            expect((await findMembers(group)).size).toBe(0);
          } finally {
            const last = agent.pid;
            await agent.close();
            if (last !== undefined) expect((await findMembers(last)).size).toBe(0);
          }
        },
      ),
      { numRuns: KILLS },
    );
  }, 600_000);
});
