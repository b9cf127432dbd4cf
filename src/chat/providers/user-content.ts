// A question and what goes along with it as a provider's package takes it (pure): the pieces before the
// question. Owns that an image is only sent to a model that may take it.

import type { LanguageModelV3FilePart, LanguageModelV3TextPart } from '@ai-sdk/provider';
import { imageLeftOut, quoteAttached } from '../context/quote-attached.js';
import type { ChatMessage } from '../ports.js';
import { takesImages } from './facts/takes-images.js';

/** model: its name, `provider/model`. */
export function userContent(
  { text, attached = [] }: ChatMessage,
  model: string,
): (LanguageModelV3TextPart | LanguageModelV3FilePart)[] {
  const before = attached.map((each): LanguageModelV3TextPart | LanguageModelV3FilePart => {
    if (each.kind !== 'image') return textPart(quoteAttached(each));
    if (takesImages(model) === false) return textPart(imageLeftOut(each.name));
    return { type: 'file', mediaType: each.mediaType ?? 'image/png', data: each.text };
  });
  return [...before, textPart(text)];
}

const textPart = (text: string): LanguageModelV3TextPart => ({ type: 'text', text: text.toWellFormed() });
