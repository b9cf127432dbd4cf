// The tables [providers.NAME] (pure): their shape and fields, and what in them would be a key. Leaves what
// they mean to chat/providers/. Invariant: no value of a table that passes is a secret: keys and tokens are
// named by the variable that holds them, and what is refused is never repeated in a message.

import { integer, text, type Shape } from './shape.js';

/** What a user changes of a provider, or says of a new one. */
export interface ProviderOptions {
  base_url?: string | undefined;
  /** Name of the variable with its key. */
  env_key?: string | undefined;
  models?: string[] | undefined;
  /** With `${VAR}` in their values. */
  headers?: Record<string, string> | undefined;
  insecure?: boolean | undefined;
  context_window?: number | undefined;
}

/** Keys that providers make contain lower case letters or dashes. */
const VARIABLE = /^(?:\$\{[A-Za-z_][A-Za-z0-9_]*\}|[A-Z_][A-Z0-9_]{0,63})$/;

/** A header of this name holds a credential. */
export const isSecretName = (header: string): boolean =>
  /authorization|api-?key|^key$|token|secret|password|cookie/i.test(header);

/** A longer word with digits than any that a header without a secret has, or what keys begin with. */
const SECRET_WORD =
  /\b(?=[A-Za-z_]*\d)[A-Za-z0-9_]{24,}|\b(?:sk|pk|rk|gsk|xai|hf)[-_]\w{6,}|^(?:bearer|basic)\s/i;
const VARIABLES = /\$\{[A-Za-z_][A-Za-z0-9_]*\}/g;

/** A credential that is written out, or half of one. */
export function isWrittenSecret(header: string, value: string): boolean {
  const written = value.replaceAll(VARIABLES, '');
  if (isSecretName(header)) return !/^(?:(?:bearer|basic|token|key)\s*)?$/i.test(written.trim());
  return SECRET_WORD.test(written.replace(/^(?:bearer|basic)\s+$/i, ''));
}

function isPlainUrl(value: string): boolean {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return false;
  const { username, password, search, hash } = new URL(value);
  return username === '' && password === '' && search === '' && hash === '';
}

const NAMES = 'a list of names of models, such as ["small", "large"]';
const NO_KEY = 'keys do not belong in this file; export the key, and give the name of its variable:';

export const PROVIDER_FIELDS: Record<keyof ProviderOptions, Shape> = {
  base_url: {
    type: 'text',
    isPrivate: true,
    allows: isPlainUrl,
    expected:
      'an address that begins with https:// or http:// and has no user, password or query (a password goes into headers as "${VAR}")',
  },
  env_key: {
    type: 'text',
    isPrivate: true,
    allows: (value) => VARIABLE.test(value),
    expected: 'the name of an environment variable that holds the key, such as "LAB_API_KEY"',
  },
  models: { type: 'list', of: text(NAMES), expected: NAMES },
  headers: {
    type: 'map',
    isPrivate: true,
    of: {
      type: 'text',
      isPrivate: true,
      allows: (value) => /^[\x20-\x7e]*$/.test(value),
      expected: 'the value of a header as text',
    },
    allows: (name, value) =>
      /^[\w-]+$/.test(name) && !(typeof value === 'string' && isWrittenSecret(name, value)),
    expected:
      'headers without a key or a token; export it, and write its variable: Authorization = "Bearer ${LAB_TOKEN}"',
  },
  insecure: { type: 'flag', expected: 'true or false' },
  context_window: integer(1, 100_000_000),
};

export const REFUSED_FIELDS: Readonly<Record<string, string>> = Object.fromEntries(
  ['api_key', 'apikey', 'apiKey', 'key', 'token', 'secret'].map((name) => [
    name,
    `${NO_KEY} env_key = "NAME"`,
  ]),
);
