// Which models take images (pure), by their names. Owns that table. A model that is in neither list may or
// may not: it gets the image, and the user is told that it may refuse it.

import { isInFile } from '../../gguf/gguf-name.js';

const TAKE: readonly RegExp[] = [
  /^(?:anthropic|bedrock)\/.*claude-(?:3|[a-z]+-\d|instant-2)/,
  /^google\/gemini/,
  /^bedrock\/.*nova-(?:lite|pro|premier)/,
  /^openai\/(?:gpt-4o|gpt-4\.|gpt-4-turbo|gpt-5|o1(?!-mini|-preview)|o3(?!-mini)|o4|chatgpt-4o)/,
  /(?:gpt-4o|gpt-4\.1|gpt-5|claude-|gemini|gemma-?3|pixtral|grok-(?:4|.*vision)|llama-?4)/,
  /(?:llava|moondream|minicpm-v|qwen[\d.]*-?vl|-vl\b|vision|mistral-small3\.[12])/,
];

const TAKE_NONE: readonly RegExp[] = [
  /^guide$/,
  /^openai\/(?:gpt-3\.5|gpt-4(?:-\d{4})?$|o1-mini|o1-preview|o3-mini)/,
  /(?:claude-(?:2|instant))/,
  /(?:codellama|deepseek-(?:r1|chat|reasoner|coder)|llama-?(?:2|3|3\.1|3\.3)(?:[:-]|$)|mixtral|phi-?[34](?!.*vision)|qwen2\.5-coder|starcoder|gpt-oss)/,
];

/** undefined: not known. name: `provider/model`. */
export function takesImages(name: string): boolean | undefined {
  const lower = name.toLowerCase();
  if (isInFile(lower) || TAKE_NONE.some((pattern) => pattern.test(lower))) return false;
  return TAKE.some((pattern) => pattern.test(lower)) ? true : undefined;
}
