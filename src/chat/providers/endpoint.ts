// An address in the form that requests need: user name and password, which fetch refuses in a URL, become a
// header (RFC 7617). Owns that, and which parts no message may contain.

export interface Endpoint {
  /** Without credentials and without a slash at its end. */
  url: string;
  /** Empty without credentials. */
  headers: Record<string, string>;
  secrets: readonly string[];
}

export function findEndpoint(baseUrl: string): Endpoint {
  const url = new URL(baseUrl);
  const [user, password] = [decode(url.username), decode(url.password)];
  url.username = '';
  url.password = '';
  const plain = url.href.replace(/\/+$/, '');
  if (user === '' && password === '') return { url: plain, headers: {}, secrets: [] };
  const pair = Buffer.from(`${user}:${password}`).toString('base64');
  return {
    url: plain,
    headers: { Authorization: `Basic ${pair}` },
    secrets: [pair, password, encodeURIComponent(password)].filter((secret) => secret !== ''),
  };
}

/** A lone percent sign is kept. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
