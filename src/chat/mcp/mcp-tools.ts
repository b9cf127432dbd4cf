// The tools of servers as tools of a chat. Owns that each of them asks, whatever its server says of it, and
// what of a result is text for the model. Leaves connections to mcp-server.ts.

import { asFields, asFieldsList, asText, fieldAt, type Fields } from '../agents/wire-fields.js';
import { ShellOutput } from '../tools/shell-output.js';
import { ToolFault, type Tool } from '../tools/tool-set.js';
import type { McpServer, OfferedTool } from './mcp-server.js';
import { toolNameOf } from './tool-names.js';

/** More is for readers of a manual: it goes along with every request. */
const MAX_DESCRIPTION_CHARACTERS = 4_000;

/** taken: names that are given; those of these tools are added. */
export function toolsOf(server: McpServer, offered: readonly OfferedTool[], taken: Set<string>): Tool[] {
  return offered.map((tool) => {
    const name = toolNameOf(server.entry.name, tool.name, taken);
    taken.add(name);
    return serverTool(server, tool, name);
  });
}

const serverTool = (
  server: McpServer,
  { name, description, inputSchema }: OfferedTool,
  as: string,
): Tool => ({
  spec: {
    name: as,
    description: description.slice(0, MAX_DESCRIPTION_CHARACTERS).toWellFormed(),
    inputSchema,
  },
  prepare(input) {
    const given = asFields(input);
    if (!given) return Promise.reject(new ToolFault(`${as} takes an object as its input`));
    const { name: serverName } = server.entry;
    return Promise.resolve({
      // What it does, nobody knows: its question has to be read to its end.
      kind: 'execute',
      title: `${name} of ${serverName}`,
      paths: [],
      diffs: [],
      consent: {
        key: `mcp ${JSON.stringify(server.entry)} ${name}`,
        covers: `the tool ${name} of ${serverName}, with any input`,
        text: `call ${name} of the MCP server ${serverName}`,
      },
      run: async ({ signal, ask, progress }) => {
        const { content, isError } = await server.call(name, given, { signal, ask, progress });
        return { output: spellResult(content), isError };
      },
    });
  },
});

/** Text as it is; what is none is named. */
export function spellResult(result: unknown): string {
  const parts = asFieldsList(fieldAt(result, 'content')).map(spellPart);
  const structured = fieldAt(result, 'structuredContent');
  const text =
    parts.length > 0
      ? parts.join('\n')
      : structured === undefined
        ? '(no output)'
        : (JSON.stringify(structured) ?? '');
  const output = new ShellOutput();
  output.add(text);
  return output.text;
}

function spellPart(part: Fields): string {
  const { type } = part;
  if (type === 'text') return asText(part['text']) ?? '';
  if (type === 'resource') {
    const resource = asFields(part['resource']);
    return (
      asText(resource?.['text']) ?? `(resource ${asText(resource?.['uri']) ?? 'without a name'}, not text)`
    );
  }
  if (type === 'resource_link') return `(link to ${asText(part['uri']) ?? 'nothing'})`;
  const kind = asText(part['mimeType']) ?? String(type);
  return `(${kind}, which cannot be given to the model)`;
}
