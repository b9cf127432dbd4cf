// An export as one text, as a file or a reader gets it.

import { spellConversations, type ExportConversation, type TextFormat } from '../../src/store/export.js';

export const exportText = (conversations: readonly ExportConversation[], format: TextFormat): string =>
  [...spellConversations(conversations, format)].join('');
