// The older turns of a conversation as a summary: which turns, what the model is asked, and what becomes of
// its answer. Owns when it is due. Leaves running it to turn-queue.ts and what the record means to
// context.ts. Invariant: unless the summary is complete, what a model is given stays as it was.

import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { Conversation, Turn } from '../conversation.js';
import type { ChatHost, ChatMessage } from '../ports.js';
import type { Retry } from '../retries.js';
import type { RecordedConversation } from '../recorded-conversation.js';
import { askAside, Interrupted } from '../side-answer.js';
import { describeError, type TurnSignals } from '../turn.js';
import { contextTurns, messagesOf, withSummary } from './context.js';

/** So many of the last turns stay whole. */
const KEPT_TURNS = 2;

export interface CompactedChat {
  readonly host: ChatHost;
  readonly recorded: RecordedConversation;
  addNote(text: string, level: 'info' | 'error'): void;
}

/** What a summary would stand for. */
interface Older {
  turns: readonly Turn[];
  /** The last turn that it stands for, also if that was taken out. */
  upTo: Turn;
}

/** undefined: the turns that stay whole are all that there is. */
function findOlder(conversation: Conversation): Older | undefined {
  const given = contextTurns(conversation);
  const [firstKept] = given.slice(-KEPT_TURNS);
  const upTo = firstKept && conversation.turns[conversation.turns.indexOf(firstKept) - 1];
  const turns = given.slice(0, -KEPT_TURNS);
  return upTo && turns.length > 0 ? { turns, upTo } : undefined;
}

export class Compaction {
  readonly #chat: CompactedChat;

  constructor(chat: CompactedChat) {
    this.#chat = chat;
  }

  /** Throws a UserError: there is nothing to be compacted. */
  check(): void {
    const { conversation } = this.#chat.recorded;
    if (findOlder(conversation)) return;
    const kept = contextTurns(conversation).length;
    if (kept === 0) throw new UserError('there is nothing to compact: no turns are in the context');
    throw new UserError(
      kept === 1
        ? `there is nothing to compact: the last turn stays as it is; ${commandWord('undo')} takes it out of the context`
        : `there is nothing to compact: the last ${KEPT_TURNS} turns stay as they are; ${commandWord('undo')} takes them out of the context`,
    );
  }

  /** How full the context is after the last turn, in percent, if that is enough; undefined: it is not due. */
  get due(): number | undefined {
    const { host, recorded } = this.#chat;
    const { used, size } = recorded.conversation.turns.at(-1)?.usage ?? {};
    const { compactAt = 0 } = host;
    // An agent compacts by itself.
    if (compactAt === 0 || used === undefined || size === undefined || host.model.agentCommands)
      return undefined;
    const percent = Math.floor((100 * used) / Math.max(1, size));
    return percent >= compactAt && findOlder(recorded.conversation) ? percent : undefined;
  }

  /** Never rejects. focus: what matters, in the user's words. */
  async run(focus: string, signals: TurnSignals, onWait: (retry: Retry | undefined) => void): Promise<void> {
    const { host, recorded } = this.#chat;
    const older = findOlder(recorded.conversation);
    if (!older) return;
    const { turns, upTo } = older;
    const messages = withSummary(recorded.conversation, [
      ...messagesOf(turns),
      { role: 'user', text: requestFor(focus) } satisfies ChatMessage,
    ]);
    try {
      const summary = await askAside({ host, instruction: undefined, messages, signals, onWait });
      recorded.append({ type: 'compacted', upTo: upTo.id, summary, at: host.stamps.now() });
      host.onEvent({ type: 'lines-added', count: 1 });
      host.onEvent({ type: 'branch-changed' });
    } catch (error) {
      const isInterrupted = error instanceof Interrupted;
      const why = isInterrupted ? 'interrupted' : describeError(error);
      this.#chat.addNote(
        `not compacted (${why}); the context is as it was`,
        isInterrupted ? 'info' : 'error',
      );
    }
  }
}

/** A conversation of a model with its user is what it knows: the summary has to replace it. */
const requestFor = (focus: string): string =>
  [
    'Summarise the conversation above. Your summary will stand in its place when the conversation goes on, so',
    'keep all that is needed for that: what I want and why, what was decided and what was ruled out, facts,',
    'names, numbers, file paths, commands and code that still matter, what is done, and what is open.',
    'Do not answer or continue anything, and write nothing but the summary.',
    ...(focus === '' ? [] : [`What matters most: ${focus}`]),
  ].join(' ');
