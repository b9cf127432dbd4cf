// Drafts that were put aside, and outputs that wait for a question, each as the text of a file (pure). Owns
// the formats, and that what is not of them counts as nothing. Leaves the file to kept-text.ts.

import type { Attached } from '../chat/context/attached.js';
import type { StashedDraft } from '../chat/ports.js';
import { isRecord } from './shape-check.js';

export const formatList = (list: readonly (StashedDraft | Attached)[]): string =>
  list.length === 0 ? '' : `${JSON.stringify(list)}\n`;

export const parseStash = (text: string): StashedDraft[] => parseList(text).flatMap(draftOf);

export const parsePrinted = (text: string): Attached[] => parseList(text).flatMap(printedOf);

function parseList(text: string): unknown[] {
  try {
    const list: unknown = text === '' ? [] : JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function printedOf(value: unknown): Attached[] {
  if (!isRecord(value)) return [];
  const { name, text, bytes } = value;
  if (typeof name !== 'string' || typeof text !== 'string' || typeof bytes !== 'number') return [];
  return [{ kind: 'command', name, text, bytes }];
}

function draftOf(value: unknown): StashedDraft[] {
  if (!isRecord(value) || typeof value['text'] !== 'string') return [];
  const { text, refs } = value;
  const isPlaces = Array.isArray(refs) && refs.every((each): each is number => Number.isInteger(each));
  return [isPlaces ? { text, refs } : { text }];
}
