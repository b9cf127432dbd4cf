// What a session has cost so far (pure): the sum before a turn, and what the turn adds to it. Agents report
// the sum themselves; of models only the cost of each answer is known.

import type { Conversation } from './conversation.js';
import type { Cost, Usage } from './model-event.js';

/** The usage of the running turn, with the cost of the whole session. */
export function withSessionCost(
  { tree }: Pick<Conversation, 'tree'>,
  { usage, turnCost }: { usage: Usage; turnCost?: Cost },
): Usage {
  // Of all branches, in the order in which they were paid for.
  const before = tree.nodes.findLast(({ turn }) => turn.usage?.cost)?.turn.usage?.cost;
  if (!turnCost) return usage.unpriced && before ? { ...usage, cost: before } : usage;
  const sum = before && before.currency === turnCost.currency ? before.amount : 0;
  return { ...usage, cost: { amount: sum + turnCost.amount, currency: turnCost.currency } };
}
