// A chat whose own screen is never shown: only the text of its answers is used. Owns what such a chat is
// given. Leaves what is asked, and what happens to the text, to print-answer.ts and line-chat.ts.

import { Chat } from '../chat/chat-loop.js';
import { createConversation } from '../chat/transcript-reducer.js';
import type { plainTerminal } from '../chat/chat-place.js';
import type { ChatHost, ChatTerminal } from '../chat/ports.js';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import { newId } from '../session/names/new-id.js';
import type { ChatTranscript } from './chat-transcript.js';

const NOBODY: ChatTerminal = {
  rows: 24,
  cols: 80,
  watched: false,
  write: () => {},
  onInput: () => () => {},
  onResize: () => () => {},
  onWatched: () => () => {},
};

export interface UnseenChatOptions {
  place: ReturnType<typeof plainTerminal>;
  transcript: ChatTranscript;
  loadModel: ChatHost['resolveModel'];
  /** A piece of an answer; it is already in the transcript. */
  onText(text: string): void;
}

export const createUnseenChat = ({ place, transcript, loadModel, onText }: UnseenChatOptions): Chat =>
  new Chat({
    place,
    terminal: NOBODY,
    conversation: createConversation(),
    draft: { text: '' },
    held: false,
    append(records) {
      transcript.append(records);
      const text = textOf(records);
      if (text !== '') onText(text);
    },
    sync: () => transcript.sync(),
    saveDraft: () => {},
    resolveModel: loadModel,
    prepareModel: () => {},
    suggest: () => undefined,
    instruction: undefined,
    runCommand: async () => undefined,
    complete: () => [],
    onEvent: () => {},
    now: Date.now,
    steadyNow: () => performance.now(),
    newId,
  });

const textOf = (records: readonly TranscriptRecord[]): string =>
  records.map((record) => (record.type === 'piece' ? record.text : '')).join('');
