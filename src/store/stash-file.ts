// Drafts that were put aside as the text of a file (pure). Owns its format, and that what is not of it counts
// as nothing. Leaves the file to kept-text.ts.

import type { StashedDraft } from '../chat/ports.js';
import { isRecord } from './shape-check.js';

export const formatStash = (drafts: readonly StashedDraft[]): string =>
  drafts.length === 0 ? '' : `${JSON.stringify(drafts)}\n`;

export function parseStash(text: string): StashedDraft[] {
  try {
    const drafts: unknown = text === '' ? [] : JSON.parse(text);
    return Array.isArray(drafts) ? drafts.flatMap(draftOf) : [];
  } catch {
    return [];
  }
}

function draftOf(value: unknown): StashedDraft[] {
  if (!isRecord(value) || typeof value['text'] !== 'string') return [];
  const { text, refs } = value;
  const isPlaces = Array.isArray(refs) && refs.every((each): each is number => Number.isInteger(each));
  return [isPlaces ? { text, refs } : { text }];
}
