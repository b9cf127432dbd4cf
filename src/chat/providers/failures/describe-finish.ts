// How an answer ended (pure): from the provider's finish reason and what arrived before it to a complete
// answer, a cut one or none at all. Owns the words for each reason. Invariant: only a `stop` after visible
// text makes a complete answer.

import type { LanguageModelV3FinishReason } from '@ai-sdk/provider';
import type { ModelEvent } from '../../model-event.js';
import type { FailureContext } from './failure-context.js';
import { hostOf } from './failure-context.js';

type FinishEvent = Extract<ModelEvent, { type: 'finish' }>;

/** What has arrived of an answer. */
export interface Received {
  /** Something other than white space. */
  hasText: boolean;
  hasReasoning: boolean;
  /** Name of the tool that the model called last. */
  toolName: string | undefined;
}

export function describeFinish(
  { unified, raw }: LanguageModelV3FinishReason,
  received: Received,
  context: FailureContext,
): FinishEvent {
  // The provider's own word is what its documentation explains.
  const word = raw ?? unified;
  switch (unified) {
    case 'stop':
      return received.hasText
        ? { type: 'finish', complete: true, reason: word }
        : withoutText(word, received, context);
    case 'length':
      return notWhole('length', describeLength(word, received, context));
    case 'content-filter':
      return notWhole('content-filter', describeFilter(word, received, context));
    case 'tool-calls':
      return received.hasText
        ? notWhole(
            'tool-calls',
            `the model stopped to call ${toolOf(received)}, but this chat has no tools (${word}); ask it to answer without them`,
          )
        : withoutText(word, received, context);
    case 'error':
    case 'other':
      return raw === undefined ? describeNoFinish(received, context) : describeOther(raw, received, context);
  }
}

/** The stream ended normally without a finish reason. */
export function describeNoFinish({ hasText }: Received, context: FailureContext): FinishEvent {
  const before = hasText ? 'the answer was complete' : 'it sent any text';
  return notWhole(
    'none given',
    `the server closed the connection before ${before}; ask again (${hostOf(context)})`,
  );
}

const notWhole = (reason: string, message: string): FinishEvent => ({
  type: 'finish',
  complete: false,
  reason,
  message,
});

/** What did arrive, for a turn that would otherwise show nothing below the model's name. */
function withoutText(word: string, received: Received, context: FailureContext): FinishEvent {
  const at = `${context.modelName} at ${hostOf(context)}`;
  if (received.toolName !== undefined)
    return notWhole(
      'no-text',
      `the model sent no text, only a call to ${toolOf(received)} (${word}), but this chat has no tools; ask it to answer without them, or choose another model than ${at}`,
    );
  if (received.hasReasoning)
    return notWhole('no-text', `the model sent no text, only reasoning (${word}); ask ${at} again`);
  return notWhole(
    'no-text',
    `the model sent no text (${word}); ask ${at} again, or choose another with /new --model`,
  );
}

function describeLength(word: string, { hasText, hasReasoning }: Received, context: FailureContext): string {
  if (/context/i.test(word))
    return `the conversation fills the context window of ${context.modelName} (${word}); start a new chat with /new`;
  if (hasText) return `the answer reached the model's output limit; /continue goes on`;
  return hasReasoning
    ? `the model sent no text: its reasoning alone reached the output limit (${word}); ask ${context.modelName} for less at once`
    : `the model sent no text before it reached its output limit (${word}); raise the limit of ${context.modelName} at ${hostOf(context)}, or start a new chat with /new`;
}

function describeFilter(word: string, { hasText }: Received, context: FailureContext): string {
  // A refusal in the model's own words counts as filtered, although its reason is that of an ordinary end.
  if (/^(?:refusal|stop|end_turn)$/.test(word))
    return `the model ${context.modelName} refused to answer (${word === 'refusal' ? word : `refusal, ${word}`}); rephrase the question`;
  const what = hasText ? 'stopped the answer' : 'blocked the whole answer';
  return `the content filter of ${hostOf(context)} ${what} (${word}); rephrase the question`;
}

function describeOther(raw: string, { hasText }: Received, context: FailureContext): FinishEvent {
  const word = /^[\w .:-]{1,60}$/.test(raw) ? raw : 'an unreadable reason';
  return notWhole(
    word,
    hasText
      ? `${hostOf(context)} ended the answer early (${word}); ask again`
      : `${hostOf(context)} ended the answer before any text (${word}); ask again`,
  );
}

const toolOf = ({ toolName }: Received): string =>
  toolName === undefined || !/^[\w.:/-]{1,64}$/.test(toolName) ? 'a tool' : `the tool ${toolName}`;
