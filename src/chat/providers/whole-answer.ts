// One whole answer in JSON, from a server that does not stream, as the parts of a stream. Owns distinguishing
// an answer from an error sent with status 200. Leaves the format to the provider's own package, which reads
// it as if it had asked for it.

import type { LanguageModelV3, LanguageModelV3Prompt, LanguageModelV3StreamPart } from '@ai-sdk/provider';
import type { WholeAnswer } from './answer-body.js';
import type { FailureContext } from './failures/failure-context.js';
import { checkAddress, failure, hostOf } from './failures/failure-context.js';
import { notAnAnswer, WireFault } from './failures/provider-failure.js';
import { withWords } from './failures/server-words.js';

/** Never rejects: an error is the last part. Sends nothing. */
export async function readWholeAnswer(
  { body }: WholeAnswer,
  options: {
    open(fetch: typeof globalThis.fetch): LanguageModelV3;
    prompt: LanguageModelV3Prompt;
    context: FailureContext;
  },
): Promise<LanguageModelV3StreamPart[]> {
  const { open, prompt, context } = options;
  const error = errorIn(body);
  if (error !== undefined)
    return [
      fault(
        failure(
          `${hostOf(context)} answered with an error${withWords(error, context)}; ask again, or ${checkAddress(context)}`,
        ),
      ),
    ];
  const replay = (): Promise<Response> =>
    Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }));
  try {
    const { content, finishReason, usage } = await open(replay).doGenerate({ prompt });
    // Some packages accept anything as an answer without text.
    if (content.length === 0 && finishReason.raw === undefined) return [fault(notAnAnswer(body, context))];
    return [
      ...content.flatMap((part): LanguageModelV3StreamPart[] => {
        if (part.type === 'text') return [{ type: 'text-delta', id: '0', delta: part.text }];
        if (part.type === 'reasoning') return [{ type: 'reasoning-delta', id: '0', delta: part.text }];
        return part.type === 'tool-call' ? [part] : [];
      }),
      { type: 'finish', finishReason, usage },
    ];
  } catch {
    return [fault(notAnAnswer(body, context))];
  }
}

const fault = (event: ConstructorParameters<typeof WireFault>[0]): LanguageModelV3StreamPart => ({
  type: 'error',
  error: new WireFault(event),
});

/** An object whose `error` says something, or that calls itself one; undefined: it may be an answer. */
function errorIn(body: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const [first] = Array.isArray(value) ? (value as unknown[]) : [value];
  if (typeof first !== 'object' || first === null) return undefined;
  if ('error' in first && first.error !== null && first.error !== '') return first.error;
  return 'type' in first && first.type === 'error' ? first : undefined;
}
