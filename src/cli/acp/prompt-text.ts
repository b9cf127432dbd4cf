// A prompt of an editor as the text that a chat is asked (pure). Owns what becomes of blocks that are not
// text.

import { asFields, asText, fieldAt } from '../../chat/agents/wire-fields.js';

/** blocks: of the protocol. Images and sounds are not taken; the editor was told so. */
export const promptText = (blocks: readonly unknown[]): string =>
  blocks
    .map(textOf)
    .filter((text) => text !== '')
    .join('\n');

function textOf(block: unknown): string {
  const fields = asFields(block) ?? {};
  switch (fields['type']) {
    case 'text':
      return asText(fields['text']) ?? '';
    case 'resource_link':
      return `[${asText(fields['name']) ?? 'file'}](${asText(fields['uri']) ?? ''})`;
    case 'resource': {
      const text = asText(fieldAt(fields, 'resource', 'text'));
      const uri = asText(fieldAt(fields, 'resource', 'uri')) ?? '';
      return text === undefined ? uri : `<context ref="${uri}">\n${text}\n</context>`;
    }
    default:
      return '';
  }
}
