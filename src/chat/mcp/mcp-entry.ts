// Servers of the Model Context Protocol as they are named (pure): [mcp.NAME] of the config, and the usual
// .mcp.json of a directory. Owns what an entry may say, and that what a project's file takes from the
// environment is never a provider's key. Leaves starting them to mcp-server.ts.

import type { McpOptions } from '../../config/tool-options.js';
import { isLoopback } from '../providers/proxy-choice.js';
import { asFields, asTexts, asText, type Fields } from '../agents/wire-fields.js';

type Environment = Readonly<Record<string, string>>;

export interface McpEntry {
  name: string;
  /** As the user finds it: `the config`, or the path of a file. */
  source: string;
  way: StdioWay | HttpWay;
  /** What it would start or reach, as it is written there: no variable's value is in it. */
  written: string;
}

export interface StdioWay {
  type: 'stdio';
  command: string;
  args: readonly string[];
  /** In addition to the environment. */
  env: Environment;
}

export interface HttpWay {
  type: 'http';
  url: string;
  headers: Environment;
}

/** The source of the servers of the config. */
const CONFIG = 'the config';

/** An entry that the config had before, and has no more or with another content. */
export const isOutdated = (
  { source, name }: Pick<McpEntry, 'source' | 'name'>,
  before: Readonly<Record<string, McpOptions>>,
  now: Readonly<Record<string, McpOptions>>,
): boolean => source === CONFIG && JSON.stringify(before[name]) !== JSON.stringify(now[name]);

/** What a file or the config names: servers, and what is wrong with others. */
export interface ReadEntries {
  entries: readonly McpEntry[];
  /** Each names its server. */
  faults: readonly string[];
}

/** It becomes a part of the names of tools. */
const NAME = /^[A-Za-z0-9_-]{1,32}$/;

export function entriesOfConfig(
  servers: Readonly<Record<string, McpOptions>>,
  env: Environment,
): ReadEntries {
  return readEach(Object.entries(servers), CONFIG, (text) => expand(text, env));
}

/** text: of the file. env: without keys. keys: names of the variables that hold them. */
export function entriesOfFile(
  text: string,
  { path, env, keys }: { path: string; env: Environment; keys: readonly string[] },
): ReadEntries {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { entries: [], faults: [`${path} is not valid JSON: ${(error as Error).message}`] };
  }
  const servers = asFields(asFields(value)?.['mcpServers']);
  if (!servers) return { entries: [], faults: [`${path} has no mcpServers`] };
  return readEach(Object.entries(servers), path, (part) => expand(part, env, keys));
}

function readEach(
  servers: readonly (readonly [string, unknown])[],
  source: string,
  expanded: (text: string) => string,
): ReadEntries {
  const entries: McpEntry[] = [];
  const faults: string[] = [];
  for (const [name, value] of servers) {
    try {
      const fields = asFields(value) ?? {};
      entries.push({ name, source, way: readWay(name, fields, expanded), written: spellFields(fields) });
    } catch (error) {
      if (!(error instanceof EntryFault)) throw error;
      faults.push(`MCP server ${name} in ${source}: ${error.message}`);
    }
  }
  return { entries, faults };
}

class EntryFault extends Error {
  override readonly name = 'EntryFault';
}

function readWay(name: string, fields: Fields, expanded: (text: string) => string): McpEntry['way'] {
  if (!NAME.test(name))
    throw new EntryFault('a name has at most 32 letters, digits, - and _; give it another');
  const [command, url] = [asText(fields['command']), asText(fields['url'])];
  if (command !== undefined && url !== undefined)
    throw new EntryFault('it has a command and a url; remove one');
  if (command !== undefined)
    return {
      type: 'stdio',
      command: expanded(command),
      args: asTexts(fields['args']).map(expanded),
      env: expandAll(fields['env'], expanded),
    };
  if (url === undefined) throw new EntryFault('it needs a command or a url');
  if (fields['type'] === 'sse')
    throw new EntryFault(
      'the transport sse is not supported; name its address for streamable HTTP, if it has one',
    );
  if (fields['oauth'] !== undefined || fields['auth'] !== undefined)
    throw new EntryFault('signing in by OAuth is not supported yet; give a token in headers');
  return { type: 'http', url: checkAddress(expanded(url)), headers: expandAll(fields['headers'], expanded) };
}

function spellFields(fields: Fields): string {
  const url = asText(fields['url']);
  const set = Object.entries(asFields(fields[url === undefined ? 'env' : 'headers']) ?? {});
  if (url !== undefined) return [url, ...set.map(([name, value]) => `(${name}: ${String(value)})`)].join(' ');
  const variables = set.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [...variables, asText(fields['command']) ?? '', ...asTexts(fields['args'])].join(' ');
}

function expandAll(value: unknown, expanded: (text: string) => string): Environment {
  const texts = Object.entries(asFields(value) ?? {}).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, expanded(text)] as const] : [],
  );
  return Object.fromEntries(texts);
}

/** Headers may hold a token: without TLS everybody on the way could read it. */
function checkAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new EntryFault(`${text} is not an address`);
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new EntryFault('an address that begins with http: is used only on this machine; use https');
  return text;
}

/** `${VAR}` and `${VAR:-default}`. */
const VARIABLE = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

function expand(text: string, env: Environment, keys: readonly string[] = []): string {
  return text.replace(VARIABLE, (_all, name: string, preset: string | undefined) => {
    const value = env[name] ?? preset;
    if (value !== undefined) return value;
    throw new EntryFault(
      keys.includes(name)
        ? `\${${name}} is a provider's key and is given to no server; name a token of its own`
        : `\${${name}} is not set`,
    );
  });
}
