// What the rule above the prompt says of the last turn (pure): model, time, tokens, cost, context left. Owns
// the words, and which of them a narrow rule drops first. Leaves the rule to prompt-rule.ts.

import type { Conversation, Turn } from '../conversation.js';
import { isInFile, lastPart } from '../gguf/gguf-name.js';
import type { Usage } from '../model-event.js';
import { formatDuration } from '../../text/age.js';
import { shortCount, spellAmount } from '../../text/amounts.js';

export interface StatusPart {
  text: string;
  /** The lowest is dropped first. */
  rank: number;
}

/** Empty if nothing was asked yet, or the guide answered. */
export function turnStatus({ turns }: Turns): StatusPart[] {
  const standing = findStanding(turns);
  if (!standing) return [];
  const { last, counted, model, isSame, usage } = standing;
  const isOver = last.finish !== undefined;
  // What failed was not counted, and has changed nothing of what stands.
  const isUncounted = isOver && last.finish !== 'stop' && !last.usage && isSame;
  const parts: (string | undefined)[] = [
    isInFile(model) ? lastPart(model) : model.slice(model.indexOf('/') + 1),
    spellTime(last),
    isOver || last.usage ? spellTokens(isUncounted && counted ? counted : last) : undefined,
    spellCost(usage, last.usage),
    spellLeft(usage),
  ];
  return parts.flatMap((text, rank) => (text === undefined ? [] : [{ text, rank }]));
}

/** `42 % left` of the model's window; undefined: not known. */
export function contextLeft({ turns }: Turns): string | undefined {
  const standing = findStanding(turns);
  return standing && spellLeft(standing.usage);
}

type Turns = Pick<Conversation, 'turns'>;

interface Standing {
  last: Turn;
  /** The last that was counted before it, or it itself. */
  counted: Turn | undefined;
  model: string;
  /** Of both. */
  isSame: boolean;
  /** After the last turn. */
  usage: Usage;
}

/** undefined: nothing was asked yet, or the guide answered. */
function findStanding(turns: readonly Turn[]): Standing | undefined {
  const last = turns.at(-1);
  if (!last) return undefined;
  const counted = last.usage ? turns.at(-2) : turns.findLast(({ usage }) => usage);
  // It failed before there was a model.
  const model = last.model === '' ? (counted?.model ?? '') : last.model;
  if (model === '' || model === 'guide') return undefined;
  const isSame = counted?.model === model;
  // What all turns cost stands for all models; the window is that of one.
  const before = isSame || last.usage ? counted?.usage : costOf(counted?.usage);
  return { last, counted, model, isSame, usage: { ...before, ...last.usage } };
}

const costOf = ({ cost }: Usage = {}): Usage => (cost ? { cost } : {});

const spellTime = ({ beganAt, endedAt }: Turn): string | undefined =>
  beganAt === undefined || endedAt === undefined ? undefined : formatDuration(endedAt - beganAt);

/** An answer that was not completed is not counted. */
function spellTokens({ usage, finish, model }: Turn): string | undefined {
  const { inputTokens: input, outputTokens: output } = usage ?? {};
  if (input !== undefined && output !== undefined) return `${shortCount(input)} in ${shortCount(output)} out`;
  // Agents that do not count are known for it.
  return finish === 'stop' && model.includes('/') && usage === undefined ? 'tokens unknown' : undefined;
}

function spellCost({ cost }: Usage, last: Usage | undefined): string | undefined {
  if (last?.unpriced) return cost ? `${spellAmount(cost)} + unknown` : 'cost unknown';
  return cost && spellAmount(cost);
}

function spellLeft({ used, size }: Usage): string | undefined {
  if (used === undefined || size === undefined || size === 0) return undefined;
  return `${Math.max(0, Math.floor(100 * (1 - used / size)))} % left`;
}
