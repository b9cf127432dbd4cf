// What a turn used and its session has cost so far (pure), from what single requests used. Agents report
// both sums themselves; of models only what each request used is known.

import { findRunningTurn, type Conversation } from './conversation.js';
import type { Cost, StandingEvent, Usage } from './model-event.js';

/** The usage of the running turn with this request. */
export function withSums(
  conversation: Conversation,
  { usage, request }: Extract<StandingEvent, { type: 'usage' }>,
): Usage {
  if (!request) return usage;
  const running = findRunningTurn(conversation)?.usage;
  // Of all branches, in the order in which they were paid for.
  const paid = conversation.tree.nodes.findLast(({ turn }) => turn.usage?.cost)?.turn.usage?.cost;
  const cost = sumOf(paid, request.cost);
  return {
    ...usage,
    ...(usage.inputTokens === undefined
      ? {}
      : { inputTokens: usage.inputTokens + (running?.inputTokens ?? 0) }),
    ...(usage.outputTokens === undefined
      ? {}
      : { outputTokens: usage.outputTokens + (running?.outputTokens ?? 0) }),
    ...(cost ? { cost } : {}),
  };
}

function sumOf(paid: Cost | undefined, more: Cost | undefined): Cost | undefined {
  if (!paid || !more || paid.currency !== more.currency) return more ?? paid;
  return { amount: paid.amount + more.amount, currency: paid.currency };
}
