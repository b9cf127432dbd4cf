// Which proxy is used between a chat and its model's server (pure): from HTTPS_PROXY, HTTP_PROXY and NO_PROXY
// of the environment that holds the key, as curl reads them. Owns that decision, for connections and for
// messages. Invariant: what runs on this machine is never reached through a proxy.

import { UserError } from '../../text/user-error.js';

type Variables = Readonly<Record<string, string | undefined>>;

export interface ProxyChoice {
  /** The variable that names it, as it is spelt. */
  variable: string;
  /** With its credentials. */
  url: string;
  /** `host:port`, for messages. */
  host: string;
  /** Parts of its address that no message may contain. */
  secrets: readonly string[];
}

const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** undefined: no proxy. Throws a UserError (exit code 2) for a variable that does not name a usable proxy. */
export function chooseProxy(address: string, env: Variables): ProxyChoice | undefined {
  const url = new URL(address);
  if (isLoopback(url.hostname)) return undefined;
  // If https has no proxy of its own, it uses that of http: so do undici and most tools that read these
  // variables.
  const names = url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : [];
  const variable = [...names, 'http_proxy', 'HTTP_PROXY'].find((name) => env[name]?.trim());
  if (variable === undefined) return undefined;
  if (isExcepted(url, env['no_proxy'] || env['NO_PROXY'] || '')) return undefined;
  return { variable, ...parseProxy(variable, env[variable]?.trim() ?? '') };
}

/** Names and addresses of this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(?:\.\d+){3}$/.test(host) ||
    host === '0.0.0.0' ||
    ['[::1]', '[::]'].includes(host) ||
    /^\[::ffff:7f[0-9a-f]{2}:/.test(host)
  );
}

/** A proxy may be named without its scheme. */
function parseProxy(variable: string, text: string): Omit<ProxyChoice, 'variable'> {
  const bad = (message: string): UserError => new UserError(message, { exitCode: 2 });
  const address = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(address))
    throw bad(`${variable} is not a proxy address; give one like http://127.0.0.1:3128`);
  const url = new URL(address);
  const { protocol, host, username, password } = url;
  if (PORTS[protocol] === undefined)
    throw bad(
      `${variable} names a ${protocol.slice(0, -1)} proxy, which qmux cannot use; give an http:// or https:// one, or add the model's host to NO_PROXY`,
    );
  const secrets = [`${username}:${password}`, password, decode(password), decode(username)];
  return { url: url.href, host, secrets: username === '' ? [] : secrets.filter((secret) => secret !== '') };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * NO_PROXY: hosts, including their subdomains, with or without a dot or `*.` before and a port after; or `*`.
 */
function isExcepted(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  const port = url.port || PORTS[url.protocol];
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      if (entry.includes('/')) return isInNetwork(host, entry);
      const [, name = entry, entryPort] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
      if (entryPort !== undefined && entryPort !== port) return false;
      // An IPv6 address may be written without its brackets.
      const bare = name.replace(/^\*?\./, '').replace(/\.$/, '');
      return host === bare || host === `[${bare}]` || host.endsWith(`.${bare}`);
    });
}

/** `10.0.0.0/8`: IPv4 only, as used in such lists. */
function isInNetwork(host: string, entry: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const [address, base] = [ipv4(host), ipv4(network)];
  const width = Number(bits);
  if (address === undefined || base === undefined || !/^\d+$/.test(bits) || width > 32) return false;
  const size = 2 ** (32 - width);
  return Math.floor(address / size) === Math.floor(base / size);
}

function ipv4(text: string): number | undefined {
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
