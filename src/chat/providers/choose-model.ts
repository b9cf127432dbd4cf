// Which model a chat talks to (pure): the order of the places where one may be named. Owns the syntax of model names
// and the known providers. Leaves loading to load-model.ts; environment and config are arguments.
// Invariant: `guide` is the choice only when it is named or when nothing else is.

import { UserError } from '../../text/user-error.js';

/** Where the name came from, so that a caller can say so, and knows a `guide` that nobody asked for. */
type ModelSource = 'flag' | 'QMUX_MODEL' | 'config' | 'key' | 'nothing found';

export type ModelChoice =
  | { provider: 'guide'; name: 'guide'; source: ModelSource }
  /** name: `openai/MODEL`, as shown and stored; modelName and baseUrl: what goes over the wire. */
  | { provider: 'openai'; name: string; source: ModelSource; modelName: string; baseUrl: string };

export interface ModelWishes {
  /** `--model`, or the model of the session or of its type. */
  flag?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  /** `model` of the config. */
  configured?: string | undefined;
}

/** Where `openai/…` goes without OPENAI_BASE_URL. */
export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/**
 * The model when a key is there but no name: small, fast and cheap, so that a key that happens to be exported costs
 * little, and open to every account (newer and larger ones ask for a verified organisation first).
 */
export const DEFAULT_OPENAI_MODEL = 'gpt-4.1-mini';

const KNOWN = 'openai/NAME (any OpenAI-compatible server with OPENAI_BASE_URL) and guide';

/** Throws a UserError for an unknown provider, a bad name, or a bad OPENAI_BASE_URL. Empty strings count as unset. */
export function chooseModel(wishes: ModelWishes): ModelChoice {
  const { flag, env, configured } = wishes;
  if (flag) return parseModel(flag, 'flag', env);
  if (env['QMUX_MODEL']) return parseModel(env['QMUX_MODEL'], 'QMUX_MODEL', env);
  if (configured) return parseModel(configured, 'config', env);
  if (env['OPENAI_API_KEY']?.trim()) return parseModel(`openai/${DEFAULT_OPENAI_MODEL}`, 'key', env);
  return { provider: 'guide', name: 'guide', source: 'nothing found' };
}

function parseModel(text: string, source: ModelSource, env: ModelWishes['env']): ModelChoice {
  const name = text.trim();
  if (name === 'guide') return { provider: 'guide', name, source };
  const place =
    source === 'QMUX_MODEL' ? 'QMUX_MODEL' : source === 'config' ? 'model in the config' : 'model';
  const slash = name.indexOf('/');
  if (slash < 0) throw bad(`${place} ${JSON.stringify(name)} names no provider; known are ${KNOWN}`);
  const provider = name.slice(0, slash);
  const modelName = name.slice(slash + 1);
  if (provider !== 'openai')
    throw bad(`${place} ${JSON.stringify(name)} has an unknown provider; known are ${KNOWN}`);
  if (!/^[^\s\p{Cc}]+$/u.test(modelName))
    throw bad(`${place} ${JSON.stringify(name)} is no name of a model; known are ${KNOWN}`);
  return {
    provider: 'openai',
    name,
    source,
    modelName,
    baseUrl: parseBaseUrl(env['OPENAI_BASE_URL']?.trim()),
  };
}

/** The URL itself stays out of the messages: it may hold a password. */
function parseBaseUrl(text: string | undefined): string {
  if (!text) return OPENAI_BASE_URL;
  const example = 'give one like http://127.0.0.1:8080/v1';
  if (!URL.canParse(text)) throw bad(`OPENAI_BASE_URL is not a URL; ${example}`);
  if (!/^https?:/i.test(text))
    throw bad(`OPENAI_BASE_URL does not begin with http:// or https://; ${example}`);
  return text;
}

const bad = (message: string): UserError => new UserError(message, { exitCode: 2 });
