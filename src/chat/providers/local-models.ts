// Looks for a model that runs on this machine: Ollama, then LM Studio, both queried at once. Owns the
// queries, and the conditions under which a reply counts: on loopback, from a listener of ours or of a
// service, in time, and in the shape that the server is known for. Invariant: nothing but a list of models is
// asked for, and it never rejects.

import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { baseUrlOf } from './base-url.js';
import type { FoundModel } from './choose-model.js';
import { PROVIDERS } from './known-providers.js';
import { isTrusted, listenerUids } from './listener-owner.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** A list of models takes a few milliseconds; a start does not wait longer for one. */
const LIMIT_MS = 250;
/** A smaller number in QMUX_PROBE only switches the search on. */
const MIN_LIMIT_MS = 100;
const MAX_LIMIT_MS = 60_000;
/** Enough for thousands of models; a longer reply is not a list of models. */
const MAX_REPLY_BYTES = 1024 * 1024;
/** Parts of names: these models answer no questions. */
const EMBEDDING = /embed|\bbge-|minilm|rerank/i;

interface LocalServer {
  provider: FoundModel['provider'];
  /** Path of the list, and the names in its parsed reply; undefined: the reply has another shape. */
  path: string;
  read(reply: unknown): unknown[] | undefined;
}

const SERVERS: readonly LocalServer[] = [
  { provider: 'ollama', path: '/api/tags', read: (reply) => namesIn(reply, 'models', 'name') },
  { provider: 'lmstudio', path: '/v1/models', read: (reply) => namesIn(reply, 'data', 'id') },
];

export interface LocalModelOptions {
  env: Variables;
  /**
   * The model found before: kept while it is still offered, so that a chat's model does not change by itself.
   */
  before?: FoundModel | undefined;
  /** Stands in for the system in tests. */
  readTables?: () => Promise<string[]>;
  /** Port of LM Studio; tests have one of their own. */
  lmStudioPort?: number;
}

/**
 * undefined: none found, or QMUX_PROBE=0. QMUX_PROBE from 100 is the limit in milliseconds, for a slow
 * machine.
 */
export async function findLocalModel(options: LocalModelOptions): Promise<FoundModel | undefined> {
  const { env, before, readTables = readListenerTables } = options;
  const probe = env['QMUX_PROBE']?.trim();
  if (probe === '0') return undefined;
  const tables = await readTables();
  const limitMs = Number(probe) >= MIN_LIMIT_MS ? Number(probe) : LIMIT_MS;
  const signal = AbortSignal.timeout(Math.min(limitMs, MAX_LIMIT_MS));
  const offers = await Promise.all(
    SERVERS.map((server) =>
      ask(server, originOf(server, options), { tables, signal }).catch(() => undefined),
    ),
  );
  const found = offers.flatMap((models) => models ?? []);
  const kept = found.find(
    ({ provider, modelName, port }) =>
      provider === before?.provider && modelName === before.modelName && port === before.port,
  );
  return kept ?? found[0];
}

/**
 * A fetch for a model that was found: the port may have changed hands since. In that case rejects with an
 * Error and sends nothing; if nobody listens any more the connection is refused.
 */
export const fetchFromFound =
  (fetch: typeof globalThis.fetch, readTables = readListenerTables): typeof globalThis.fetch =>
  async (input, init) => {
    const { port, hostname } = new URL(input instanceof Request ? input.url : input);
    const uids = listenerUids(await readTables(), Number(port || 80), hostOf(hostname));
    if (uids.length > 0 && !isTrusted(uids, ownUid()))
      throw new Error('another user of this machine listens there now');
    return fetch(input, init);
  };

const hostOf = (hostname: string): '127.0.0.1' | '::1' => (hostname === '[::1]' ? '::1' : '127.0.0.1');

const ownUid = (): number => process.getuid?.() ?? -1;

/** undefined: not on loopback, or not an address. */
function originOf({ provider }: LocalServer, { env, lmStudioPort }: LocalModelOptions): URL | undefined {
  if (provider === 'lmstudio' && lmStudioPort !== undefined)
    return new URL(`http://127.0.0.1:${lmStudioPort}`);
  try {
    const url = new URL(baseUrlOf({ ...PROVIDERS[provider], name: provider, options: {} }, env));
    if (url.hostname === 'localhost') url.hostname = '127.0.0.1';
    return url.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname) ? url : undefined;
  } catch {
    // A bad OLLAMA_HOST is reported when a model of Ollama is named.
    return undefined;
  }
}

async function ask(
  server: LocalServer,
  origin: URL | undefined,
  { tables, signal }: { tables: readonly string[]; signal: AbortSignal },
): Promise<FoundModel[] | undefined> {
  if (!origin) return undefined;
  const port = Number(origin.port || 80);
  if (!isTrusted(listenerUids(tables, port, hostOf(origin.hostname)), ownUid())) return undefined;
  const reply = await getText(new URL(server.path, origin), signal);
  const names = reply === undefined ? undefined : server.read(JSON.parse(reply));
  return names
    ?.filter((name): name is string => typeof name === 'string' && /^[^\s\p{Cc}]{1,200}$/u.test(name))
    .filter((name) => !EMBEDDING.test(name))
    .map((modelName) => ({ provider: server.provider, modelName, port }));
}

/**
 * With node:http: the first fetch of a process costs more than the whole query. undefined: refused or
 * redirected.
 */
async function getText(url: URL, signal: AbortSignal): Promise<string | undefined> {
  const { get } = await import('node:http');
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { signal, agent: false }, resolve).once('error', reject);
  });
  if (response.statusCode !== 200) {
    response.destroy();
    return undefined;
  }
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response) {
    sizeBytes += (chunk as Buffer).length;
    if (sizeBytes > MAX_REPLY_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function namesIn(reply: unknown, list: string, field: string): unknown[] | undefined {
  const entries = isObject(reply) ? reply[list] : undefined;
  return Array.isArray(entries)
    ? entries.map((entry: unknown) => (isObject(entry) ? entry[field] : undefined))
    : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Empty if the system has no such tables: then nobody is trusted. */
async function readListenerTables(): Promise<string[]> {
  const read = (name: string): Promise<string> => readFile(`/proc/net/${name}`, 'latin1').catch(() => '');
  return Promise.all([read('tcp'), read('tcp6')]);
}
