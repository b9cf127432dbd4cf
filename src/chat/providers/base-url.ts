// The address of each provider (pure): its own, or the one that a variable names. Invariant: no message
// contains the address itself, which may include a password.

import { UserError } from '../../text/user-error.js';
import { configAddress, type Provider } from './known-providers.js';
import { isLoopback } from './proxy-choice.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where `openai/…` goes without OPENAI_BASE_URL. */
export const OPENAI_BASE_URL = 'https://api.openai.com/v1';
const OLLAMA_PORT = 11434;
/** AWS's own first choice if nothing is set: it gets new models first. */
const DEFAULT_REGION = 'us-east-1';

const EXAMPLES: Readonly<Record<string, string>> = {
  openai: 'http://127.0.0.1:8080/v1',
  anthropic: 'https://api.anthropic.com',
  google: 'https://generativelanguage.googleapis.com',
  bedrock: 'https://bedrock-runtime.us-east-1.amazonaws.com',
  azure: 'https://RESOURCE.openai.azure.com',
  ollama: '127.0.0.1:11434',
  lmstudio: 'http://127.0.0.1:1234/v1',
};

/**
 * Up to and including the version, as the provider's package wants it: of its variable, else of the config,
 * else its own. Throws a UserError (exit code 2) for a bad address.
 */
export function baseUrlOf(provider: Provider, env: Variables): string {
  const { name, addressVariable = '', address, options } = provider;
  const text = env[addressVariable]?.trim() || options.base_url;
  if (name === 'ollama') return `${ollamaOrigin(text, provider)}/v1`;
  const given = text ? checkUrl(text, provider) : undefined;
  switch (name) {
    case 'openai':
      return given ?? OPENAI_BASE_URL;
    case 'anthropic':
      return given ? withPath(given, '/v1') : 'https://api.anthropic.com/v1';
    case 'google':
      return withPath(given ?? 'https://generativelanguage.googleapis.com', '/v1beta');
    case 'bedrock':
      return given ?? bedrockUrl(regionOf(env));
    case 'azure':
      if (given) return withPath(given, '/openai/v1');
      break;
    case 'lmstudio':
      return given ?? 'http://127.0.0.1:1234/v1';
  }
  const base = given ?? address;
  if (base === undefined)
    throw bad(
      `models of ${name} need an address; ${addressVariable === '' ? 'set' : `export ${addressVariable}, or set`} ${configAddress(name)} in config.toml`,
    );
  return base;
}

/** Where its models are without a variable or the config; undefined: nowhere. */
export function ownAddress(provider: Provider, env: Variables): string | undefined {
  const { addressVariable = '' } = provider;
  if (provider.name === 'azure' || (addressVariable === '' && provider.address === undefined))
    return undefined;
  return baseUrlOf({ ...provider, options: {} }, { ...env, [addressVariable]: undefined });
}

/** What a user has to change to change the address; undefined: it is fixed. */
export function addressNameOf(
  { name, addressVariable, options }: Provider,
  env: Variables,
): string | undefined {
  if (addressVariable !== undefined && (env[addressVariable]?.trim() || options.base_url === undefined))
    return addressVariable;
  return name === 'lmstudio' && options.base_url === undefined ? undefined : configAddress(name);
}

/** What is sent there can be read on the way. */
export function isInsecure(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'http:' && !isLoopback(hostname);
}

export const regionOf = (env: Variables): string =>
  env['AWS_REGION']?.trim() || env['AWS_DEFAULT_REGION']?.trim() || DEFAULT_REGION;

/** China's regions have a domain of their own. Throws a UserError for anything that is not a region. */
function bedrockUrl(region: string): string {
  if (!/^[a-z0-9-]+$/.test(region))
    throw new UserError('AWS_REGION is not a region; give one like us-east-1', { exitCode: 2 });
  return `https://bedrock-runtime.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/**
 * OLLAMA_HOST as Ollama reads it: scheme, host and port may each be missing; its port is 11434 unless a
 * scheme is given. If it is the address for listening everywhere, loopback is used.
 */
function ollamaOrigin(text: string | undefined, provider: Provider): string {
  if (!text) return `http://127.0.0.1:${OLLAMA_PORT}`;
  const hasScheme = text.includes('://');
  const host = text.startsWith(':') ? `127.0.0.1${text}` : text;
  const url = new URL(checkUrl(hasScheme ? host : `http://${host}`, provider));
  if (url.port === '' && !hasScheme && !/:80\/?$/.test(text)) url.port = String(OLLAMA_PORT);
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  return url.href.replace(/(?:\/v1)?\/*$/, '');
}

function checkUrl(text: string, { name, addressVariable, options }: Provider): string {
  const variable =
    addressVariable !== undefined && text !== options.base_url ? addressVariable : configAddress(name);
  const example = `give one like ${EXAMPLES[name] ?? 'https://models.example/v1'}`;
  if (!URL.canParse(text)) throw bad(`${variable} is not a URL; ${example}`);
  if (!/^https?:/i.test(text)) throw bad(`${variable} does not begin with http:// or https://; ${example}`);
  return text;
}

const bad = (message: string): UserError => new UserError(message, { exitCode: 2 });

/** The version, if the address has no path: the providers' own tools accept addresses without it. */
function withPath(address: string, path: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = path;
  return url.href.replace(/\/+$/, '');
}
