// The options of what models may call (pure): part of the table of options.ts.

import { text, type Option, type Shape } from './shape.js';

export const TOOLS_OPTION: Option<boolean> = {
  name: 'tools',
  shape: { type: 'flag', expected: 'true or false' },
  default: false,
  reason:
    'Whether models can read, search and change files and run commands in the directory of their chat. What leaves the directory, changes something or runs asks first. Off by default; /tools on does the same for one chat.',
};

/** A server of the Model Context Protocol: a command, or an address. */
export interface McpOptions {
  command?: string | undefined;
  args?: string[] | undefined;
  env?: Record<string, string> | undefined;
  url?: string | undefined;
  headers?: Record<string, string> | undefined;
}

const WORDS = 'a list of words, such as ["-y", "some-server"]';
const TEXTS: Shape = {
  type: 'map',
  of: { type: 'text', mayBeEmpty: true, expected: 'a value as text' },
  expected: 'a table of texts',
};

const MCP_FIELDS: Record<keyof McpOptions, Shape> = {
  command: text('the name or the path of a program'),
  args: { type: 'list', of: { type: 'text', mayBeEmpty: true, expected: WORDS }, expected: WORDS },
  env: TEXTS,
  url: text('an address'),
  headers: TEXTS,
};

export const MCP_OPTION: Option<Record<string, McpOptions>> = {
  name: 'mcp',
  shape: {
    type: 'map',
    of: { type: 'table', fields: MCP_FIELDS, expected: 'a table with command, args, env, url, headers' },
    expected: 'a table of servers',
  },
  default: {},
  reason:
    'Servers of the Model Context Protocol, whose tools the models of all chats may call: a command that is started in the directory of the chat, or the url of one that is reached by HTTP. Values can contain ${VAR}. Each call asks first. /mcp lists them.',
  example:
    '[mcp.files]\ncommand = "npx"\nargs = ["-y", "@modelcontextprotocol/server-filesystem", "."]\n[mcp.tickets]\nurl = "https://tickets.example/mcp"\nheaders = { Authorization = "Bearer ${TICKETS_TOKEN}" }',
};
