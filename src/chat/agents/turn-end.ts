// How a turn with an agent ends, as an event (pure): its stop reason, an error that it returned, its death.
// Owns the words of each.

import type { ModelEvent, Usage } from '../model-event.js';
import type { KnownAgent } from './known-agents.js';
import { describeSignIn, type SignInMethod } from './sign-in.js';
import { asAmount, asFields, asText, defined, fieldAt } from './wire-fields.js';

export type EndEvent = Extract<ModelEvent, { type: 'finish' | 'interrupted' | 'error' }>;

/** Of JSON-RPC as the protocol uses it. */
export const AUTH_REQUIRED = -32000;

export interface TurnFacts {
  /** The user interrupted it. */
  isInterrupted: boolean;
  /** The user rejected a tool. */
  isRejected: boolean;
}

/** result: of `session/prompt`. */
export function describeStop(agent: KnownAgent, result: unknown, facts: TurnFacts): EndEvent {
  const reason = asText(fieldAt(result, 'stopReason')) ?? 'none given';
  switch (reason) {
    case 'end_turn':
      // Some agents end a cancelled turn as if it were complete.
      return facts.isInterrupted ? { type: 'interrupted' } : { type: 'finish', complete: true, reason };
    case 'max_tokens':
      return cut('length', `${agent.name} reached the model's output limit; /continue goes on`);
    case 'max_turn_requests':
      return cut(reason, `${agent.name} reached its limit of requests for one turn; ask it to go on`);
    case 'refusal':
      return {
        type: 'error',
        message: `${agent.name} refused to go on; ask in other words`,
        needsUser: false,
      };
    case 'cancelled':
      if (facts.isInterrupted) return { type: 'interrupted' };
      return facts.isRejected
        ? { type: 'interrupted', note: 'ended at your no' }
        : { type: 'interrupted', note: `ended by ${agent.name}` };
    default:
      return cut(reason, `${agent.name} stopped for a reason of its own (${reason}); ask it to go on`);
  }
}

const cut = (reason: string, message: string): EndEvent => ({
  type: 'finish',
  complete: false,
  reason,
  message,
});

/** What a prompt's result says about tokens. */
export function readPromptUsage(result: unknown): Usage {
  const usage = asFields(fieldAt(result, 'usage'));
  // Gemini CLI's.
  const quota = asFields(fieldAt(result, '_meta', 'quota', 'token_count'));
  const found: Usage = defined({
    inputTokens: asAmount(usage?.['inputTokens']) ?? asAmount(quota?.['input_tokens']),
    outputTokens: asAmount(usage?.['outputTokens']) ?? asAmount(quota?.['output_tokens']),
  });
  // OpenCode counts nothing for a turn that was cancelled.
  return found.inputTokens || found.outputTokens ? found : {};
}

/** An error that the agent returned: of JSON-RPC, with a code, a message and data. */
export function describeAgentError(
  agent: KnownAgent,
  error: unknown,
  methods: readonly SignInMethod[],
): Extract<EndEvent, { type: 'error' }> {
  if (fieldAt(error, 'code') === AUTH_REQUIRED)
    return { type: 'error', message: describeSignIn(agent, methods), needsUser: true, signIn: true };
  const words = errorWords(error);
  const needsKey = /\b401\b|unauthori[sz]ed|invalid.{0,3}api.{0,3}key|not logged in/i.test(words);
  const way = needsKey ? 'check its key, or sign in again' : 'ask again';
  return { type: 'error', message: `${agent.name} reported an error: ${words}; ${way}`, needsUser: needsKey };
}

/** The most specific words of an error: what is in its data, else its message. */
export function errorWords(error: unknown): string {
  const data = fieldAt(error, 'data');
  const detail =
    asText(fieldAt(data, 'message')) ?? asText(fieldAt(data, 'details')) ?? asText(data) ?? undefined;
  const message = error instanceof Error ? error.message : asText(fieldAt(error, 'message'));
  const words = detail === undefined ? message : innerMessage(detail);
  return (words ?? 'it gave no reason').replace(/^Internal error: /, '').trim();
}

/** Codex passes on the body of a provider's answer. */
function innerMessage(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return asText(fieldAt(value, 'error', 'message')) ?? asText(fieldAt(value, 'message')) ?? text;
  } catch {
    return text;
  }
}

/** The user ended the agent in the middle of the turn. */
export const describeRestart = ({ name }: KnownAgent): Extract<EndEvent, { type: 'error' }> => ({
  type: 'error',
  message: `${name} was ended by /restart before it had finished; ask again to start it again`,
  needsUser: false,
});

/** exit: how it ended. lastLines: of its standard error. */
export function describeDeath(
  agent: KnownAgent,
  exit: string,
  lastLines: readonly string[],
): Extract<EndEvent, { type: 'error' }> {
  const said = lastLines.length > 0 ? `:\n${lastLines.join('\n')}\n` : '; ';
  return {
    type: 'error',
    message: `${agent.name} ended (${exit})${said}ask again to start it again`,
    needsUser: false,
  };
}
