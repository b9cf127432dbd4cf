// Options of all chats (pure): part of the table of options.ts.

import { choice, integer, type Option } from './shape.js';

interface ChatOptions {
  autoName: Option<'question' | 'off'>;
  compactAt: Option<number>;
}

export const CHAT_OPTIONS: ChatOptions = {
  autoName: {
    name: 'auto_name',
    shape: choice('question', 'off'),
    default: 'question',
    reason:
      'A chat without a name is named after its first question, once, because chat-7 says nothing in a list; off keeps chat-7.',
  },
  compactAt: {
    name: 'compact_at',
    shape: integer(0, 100),
    default: 85,
    reason:
      'At how many percent of its window a chat is compacted by itself: a summary stands for the older turns from then on. 85, so that a long answer still fits; 0 means never.',
  },
};
