// Which variables of an environment an agent may need (pure): keys, addresses, proxies and what is named
// after an agent or a provider. Owns that choice, and the words if one is missing. Leaves whose environment
// it is to program-starter.ts. Invariant: only names leave this file, never values.

import { commandName } from '../../session/program/program-words.js';
import { orList } from '../../text/or-list.js';

const OF_AGENTS =
  /^(?:ANTHROPIC|AWS|AZURE|CLAUDE|CODEX|COPILOT|DASHSCOPE|GEMINI|GH|GITHUB|GOOGLE|GROQ|MISTRAL|OLLAMA|OPENAI|OPENCODE|OPENROUTER|PI|QWEN|VERTEX|XAI)_/;
const OF_ANYONE = /_(?:API_KEY|TOKEN|BASE_URL)$|^(?:HTTPS?|ALL|NO)_PROXY$|^NODE_EXTRA_CA_CERTS$/i;

/** Names, sorted. */
export const agentVariables = (env: Readonly<Record<string, string>>): string[] =>
  Object.keys(env)
    .filter((name) => OF_AGENTS.test(name) || OF_ANYONE.test(name))
    .toSorted();

/** More than a line has room for. */
const MAX_NAMED = 5;

/** names: of variables that it had when it began, and does not have now; not empty. */
export function describeMissing(command: readonly string[], names: readonly string[]): string {
  const others = names.length - MAX_NAMED;
  const list = orList([...names.slice(0, MAX_NAMED), ...(others > 0 ? [`${others} others`] : [])]);
  const way = `attach from a shell that has ${names.length === 1 ? 'it' : 'them'}, and run it again`;
  return `${commandName(command)} runs without ${list}, which it had at its first start: ${way}`;
}
