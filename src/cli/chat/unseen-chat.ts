// A chat whose own screen is never shown: only the text of its answers is used. Owns what such a chat is
// given. Leaves what is asked, and what happens to the text, to print-answer.ts and line-chat.ts.

import { Chat } from '../../chat/chat-loop.js';
import { createConversation } from '../../chat/transcript-reducer.js';
import type { plainTerminal } from '../../chat/chat-place.js';
import type {
  ChatBeginning,
  ChatEvent,
  ChatHost,
  ChatTerminal,
  CommandsOfChat,
  ModelOfChat,
} from '../../chat/ports.js';
import type { TranscriptRecord } from '../../chat/transcript-record.js';
import type { ChatTranscript } from './chat-transcript.js';
import type { UnseenQuestions } from './unseen-questions.js';
import { PLAIN_STAMPS, withoutDraft } from './plain-host.js';

const NOBODY: ChatTerminal = {
  rows: 24,
  cols: 80,
  watched: false,
  write: () => {},
  onInput: () => () => {},
  onResize: () => () => {},
  onWatched: () => () => {},
};

const NO_COMMANDS: CommandsOfChat = {
  run: async () => undefined,
  has: () => false,
  complete: () => [],
  suggest: () => undefined,
};

const ENDS: ReadonlySet<ChatEvent['type']> = new Set(['turn-ended', 'turn-withdrawn', 'work-ended']);

export interface UnseenChatOptions {
  place: ReturnType<typeof plainTerminal>;
  transcript: ChatTranscript;
  /** Absent: nothing was said yet. */
  begun?: ChatBeginning;
  model: ModelOfChat;
  /** Where it works, what goes along with its questions, and when it is compacted. */
  given: Pick<ChatHost, 'directory' | 'around' | 'compactAt'>;
  /** Something that ran in it has ended. */
  onEnd?(): void;
  /** qmux itself says something. */
  onNote(text: string): void;
  /** They are in the transcript. */
  onRecords(records: readonly TranscriptRecord[]): void;
  /** The request failed, and is made again after a while. */
  onRetry(message: string): void;
  /** What is asked during its turns. */
  questions: Pick<UnseenQuestions, 'opened' | 'ended'>;
}

export const createUnseenChat = ({
  place,
  transcript,
  begun = { conversation: createConversation(), draft: { text: '' }, held: undefined },
  model,
  given,
  onEnd = () => {},
  onNote,
  onRecords,
  onRetry,
  questions,
}: UnseenChatOptions): Chat =>
  new Chat({
    ...given,
    place,
    terminal: NOBODY,
    begun,
    keeper: withoutDraft({
      append(records) {
        transcript.append(records);
        onRecords(records);
        for (const record of records) if (record.type === 'note') onNote(record.text);
      },
      sync: () => transcript.sync(),
    }),
    model,
    commands: NO_COMMANDS,
    stamps: PLAIN_STAMPS,
    onEvent: (event) => {
      if (event.type === 'reply-wanted') questions.opened();
      if (event.type === 'reply-given') questions.ended();
      if (ENDS.has(event.type)) onEnd();
      if (event.type !== 'retry-waits') return;
      const { why, waitMs, attempt, attempts } = event.retry;
      onRetry(`${why}: try ${attempt} of ${attempts} in ${Math.ceil(waitMs / 1000)} s`);
    },
  });

/** What they add to the answer. */
export const textOf = (records: readonly TranscriptRecord[]): string =>
  records.map((record) => (record.type === 'piece' ? record.text : '')).join('');
