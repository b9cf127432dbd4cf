// Servers of the Model Context Protocol: started when, asked about what, given what, ended when.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { entriesOfConfig, entriesOfFile } from '../../../src/chat/mcp/mcp-entry.js';
import { spellResult } from '../../../src/chat/mcp/mcp-tools.js';
import { toolNameOf } from '../../../src/chat/mcp/tool-names.js';
import type { UserQuestion, UserReply } from '../../../src/chat/user-question.js';
import { waitUntil } from '../../harness/wait-until.js';
import { here, KEY, McpPlace, named } from './mcp-place.js';

const choose =
  (id: string) =>
  (question: UserQuestion): UserReply => {
    const options = question.kind === 'permission' ? question.options : [];
    const option = options.find((each) => each.id === id);
    return option ? { type: 'option', option } : { type: 'cancelled' };
  };

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a server of the config', () => {
  it('is one process for all chats, without the keys of providers, and ends ten minutes after its last use', async () => {
    const place = new McpPlace();
    const config = { test: { ...here, env: { OWN: '${TOKEN_OF_ITS_OWN}' } } };
    const [first, second] = [place.chat(config), place.chat(config)];
    expect(place.started).toEqual([]);
    const tools = await place.list(first);
    expect(tools.map(({ spec }) => spec.name)).toEqual([
      'test__env',
      'test__echo',
      'test__slow',
      'test__die',
      'test__form',
    ]);
    const { output } = await place.call(named(tools, 'test__env'));
    expect(output).not.toContain(KEY);
    const { pid, cwd, env } = JSON.parse(output) as { pid: number; cwd: string; env: Record<string, string> };
    expect(cwd).toBe(place.directory);
    expect(env).toMatchObject({ OWN: 'ticket-4711' });
    expect(await place.call(named(await place.list(second), 'test__echo'), { word: 'x' })).toEqual({
      output: 'said x',
      isError: false,
    });
    expect(place.started).toEqual([pid]);
    expect(place.recorded).toEqual([pid]);
    place.clock.pass(9 * 60_000);
    await place.call(named(tools, 'test__echo'));
    place.clock.pass(9 * 60_000);
    expect(isAlive(pid)).toBe(true);
    place.clock.pass(60_000);
    await waitUntil('it has ended', () => !isAlive(pid));
    expect(place.clock.isWaiting).toBe(false);
    expect(await place.call(named(tools, 'test__echo'), { word: 'again' })).toMatchObject({
      output: 'said again',
    });
  });

  it('asks for each of its tools, whatever it says of them', async () => {
    const place = new McpPlace();
    const tools = await place.list(place.chat({ test: here }));
    const ready = await named(tools, 'test__echo')?.prepare({ word: 'x' });
    expect(ready?.consent).toMatchObject({ text: 'call echo of the MCP server test' });
  });

  it('that dies fails its call, says so once, and starts again', async () => {
    const place = new McpPlace();
    const chat = place.chat({ test: here });
    const tools = await place.list(chat);
    await expect(place.call(named(tools, 'test__die'))).rejects.toThrow(/exit code 3.*out of luck/);
    expect(await place.call(named(await place.list(chat), 'test__echo'), { word: 'x' })).toMatchObject({
      output: 'said x',
    });
    process.kill(place.started.at(-1) ?? 0, 'SIGKILL');
    await waitUntil('it is gone', async () => (await chat.list()).servers[0]?.server?.state !== 'ready');
    await place.list(chat);
    await place.list(chat);
    expect(place.notices).toEqual([
      'MCP server test: it ended (killed by SIGKILL); it is started again at its next use',
    ]);
    expect(place.started).toHaveLength(3);
  });

  it('that cannot start is said once, is not tried again unasked, and others work', async () => {
    const place = new McpPlace();
    const chat = place.chat({
      broken: { ...here, env: { MCP_BROKEN: '1' } },
      absent: { command: 'no-such-program-4711' },
      test: here,
    });
    expect(await place.list(chat)).toHaveLength(5);
    await place.list(chat);
    expect(place.notices).toEqual([
      expect.stringMatching(/^MCP server broken cannot be used: .*no such account.*reconnect broken/),
      expect.stringMatching(/absent.*no no-such-program-4711 on PATH.*the config/),
    ]);
    expect(place.started).toHaveLength(2);
    const broken = (await chat.list()).servers[0]?.server;
    expect(broken?.state).toBe('failed');
    await broken?.sleep();
    await place.list(chat);
    expect(place.started).toHaveLength(3);
  });

  it('that says why it cannot start after it has closed its output is still heard', async () => {
    const place = new McpPlace();
    const script = `trap '' TERM; exec >&-; sleep 0.2; echo 'no such account' >&2; exit 1`;
    await place.list(place.chat({ late: { command: 'sh', args: ['-c', script] } }));
    expect(place.notices).toEqual([expect.stringContaining('(it said: no such account)')]);
  });

  it('asks its user through the one question of whoever called', async () => {
    const place = new McpPlace();
    const tools = await place.list(place.chat({ test: here }));
    place.reply = () => ({ type: 'form', values: { name: 'Ada' } });
    expect(await place.call(named(tools, 'test__form'))).toMatchObject({ output: 'accept Ada' });
    expect(place.asked).toMatchObject([{ kind: 'form', text: 'MCP server test: Which one?' }]);
    place.reply = () => ({ type: 'form', values: { name: 7 } });
    expect(await place.call(named(tools, 'test__form'))).toMatchObject({ output: 'cancel' });
  });

  it('does not ask while two wait for it: nobody could tell whom it means', async () => {
    const place = new McpPlace();
    const tools = await place.list(place.chat({ test: here }));
    const stop = new AbortController();
    const slow = place.call(named(tools, 'test__slow'), {}, stop.signal);
    expect(await place.call(named(tools, 'test__form'))).toMatchObject({ output: 'cancel' });
    expect(place.asked).toEqual([]);
    stop.abort();
    await expect(slow).rejects.toThrow('interrupted');
  });
});

describe("the servers of a project's file", () => {
  it('are not started before the user allows this file with this content', async () => {
    const place = new McpPlace();
    place.writeProjectFile({ test: here });
    expect(await place.list(place.chat())).toEqual([]);
    expect(place.asked).toMatchObject([{ kind: 'permission' }]);
    expect(place.asked[0]?.text).toContain(`test: ${process.execPath}`);
    expect(place.started).toEqual([]);
    place.reply = choose('yes');
    expect(await place.list(place.chat())).toHaveLength(5);
    expect(await place.list(place.chat())).toHaveLength(5);
    expect(place.asked).toHaveLength(2);
    place.reply = choose('never');
    place.writeProjectFile({ test: { ...here, args: [...here.args, 'other'] } });
    expect(await place.list(place.chat())).toEqual([]);
    expect(await place.list(place.chat())).toEqual([]);
    expect(place.asked).toHaveLength(3);
    expect(place.started).toHaveLength(1);
  });

  it('are asked about once in a chat that does not want them now', async () => {
    const place = new McpPlace();
    place.writeProjectFile({ test: here });
    place.reply = choose('not-now');
    const chat = place.chat();
    await place.list(chat);
    await place.list(chat);
    expect(place.asked).toHaveLength(1);
    expect((await chat.list()).servers).toMatchObject([{ server: undefined }]);
    expect(place.started).toEqual([]);
  });

  it('get no key of a provider by a variable', async () => {
    const place = new McpPlace();
    place.reply = choose('yes');
    place.writeProjectFile({
      test: { ...here, env: { A: '${TOKEN_OF_ITS_OWN}', B: '${UNSET_4711:-preset}' } },
      thief: { ...here, args: [...here.args, '${OPENAI_API_KEY}'] },
      copy: { ...here, env: { X: '${COPY_OF_IT:-none}' } },
    });
    const tools = await place.list(place.chat());
    expect(place.notices).toEqual([
      expect.stringMatching(/thief.*\$\{OPENAI_API_KEY\} is a provider's key and is given to no server/),
    ]);
    const { output } = await place.call(named(tools, 'test__env'));
    expect(JSON.parse(output)).toMatchObject({ env: { A: 'ticket-4711', B: 'preset' } });
    expect((await place.call(named(tools, 'copy__env'))).output).toContain('"X":"none"');
    expect(JSON.stringify(place.asked)).not.toContain(KEY);
  });
});

describe('a server by HTTP', () => {
  it('is reached at its address with its headers, and nowhere else', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers['authorization']);
      if (request.method !== 'POST') return void response.writeHead(405).end();
      let body = '';
      request.on('data', (bytes) => (body += String(bytes)));
      request.on('end', () => {
        const { id, method, params } = JSON.parse(body) as {
          id?: number;
          method: string;
          params?: { protocolVersion?: string };
        };
        if (id === undefined) return void response.writeHead(202).end();
        const result =
          method === 'initialize'
            ? {
                protocolVersion: params?.protocolVersion,
                capabilities: { tools: {} },
                serverInfo: { name: 'h', version: '1' },
              }
            : method === 'tools/list'
              ? { tools: [{ name: 'hi', inputSchema: { type: 'object' } }] }
              : { content: [{ type: 'text', text: 'hello' }] };
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const place = new McpPlace();
    const tools = await place.list(
      place.chat({
        web: {
          url: `http://127.0.0.1:${port}/mcp`,
          headers: { Authorization: 'Bearer ${TOKEN_OF_ITS_OWN}' },
        },
      }),
    );
    expect(await place.call(named(tools, 'web__hi'))).toEqual({ output: 'hello', isError: false });
    expect(new Set(seen)).toEqual(new Set(['Bearer ticket-4711']));
  });
});

describe('a server by HTTP that is not as it should be', () => {
  it('is said to be so, and its headers go nowhere else', async () => {
    const seen: string[] = [];
    const replies: Record<string, [number, Record<string, string>]> = {
      '/moved': [307, { location: 'http://other.example/mcp' }],
      '/login': [401, { 'www-authenticate': 'Bearer' }],
      '/old': [405, {}],
    };
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      const [status, headers] = replies[request.url ?? ''] ?? [404, {}];
      response.writeHead(status, headers).end();
    });
    server.on('connect', (request, socket) => {
      seen.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const at = (path: string) => ({ url: `http://127.0.0.1:${port}${path}` });
    const place = new McpPlace();
    Object.assign(place.env, { HTTPS_PROXY: `http://127.0.0.1:${port}` });
    const token = { Authorization: 'Bearer ${TOKEN_OF_ITS_OWN}' };
    await place.list(
      place.chat({
        moved: at('/moved'),
        login: at('/login'),
        token: { ...at('/login'), headers: token },
        old: at('/old'),
        far: { url: 'https://mcp.example/mcp', headers: token },
      }),
    );
    expect(place.notices).toEqual([
      expect.stringMatching(/moved.*redirects to other\.example, which is not followed/),
      expect.stringMatching(/login.*wants you to sign in \(401\); signing in by OAuth is not supported yet/),
      expect.stringMatching(/token.*refuses the token in its headers \(401\)/),
      expect.stringMatching(/old.*\(405\); the older transport sse is not supported/),
      expect.stringMatching(/far.*mcp\.example cannot be reached through the proxy .*HTTPS_PROXY/),
    ]);
    expect(place.notices.join()).not.toContain('ticket-4711');
    expect(seen).toContain('CONNECT mcp.example:443');
  });
});

describe('what names a server', () => {
  it('is refused where it is wrong, one by one', () => {
    const { entries, faults } = entriesOfConfig(
      {
        'a b': { command: 'x' },
        both: { command: 'x', url: 'https://h' },
        none: {},
        plain: { url: 'http://example.com/mcp' },
        here: { url: 'http://localhost:1/mcp' },
        tls: { url: 'https://example.com/mcp' },
        unset: { command: '${NOT_SET_4711}' },
      },
      {},
    );
    expect(entries.map(({ name }) => name)).toEqual(['here', 'tls']);
    expect(faults).toHaveLength(5);
    expect(faults.join('\n')).toMatch(/use https[^]*NOT_SET_4711\} is not set/);
    const place = { path: '/p/.mcp.json', env: {}, keys: [] };
    expect(entriesOfFile('{', place).faults[0]).toMatch(/not valid JSON/);
    expect(entriesOfFile('{"mcpServers":{"a":{"url":"https://h","type":"sse"}}}', place).faults[0]).toMatch(
      /sse/,
    );
    expect(entriesOfFile('{"mcpServers":{"a":{"url":"https://h","oauth":{}}}}', place).faults[0]).toMatch(
      /OAuth is not supported yet; give a token in headers/,
    );
  });
});

describe('the name of a tool', () => {
  it('has at most 64 characters that every provider takes, and is the only one', () => {
    const taken = new Set<string>();
    const names = ['read', 'lies.mal', 'lies_mal', 'x'.repeat(80), `${'x'.repeat(80)}y`].map((tool) => {
      const name = toolNameOf('files', tool, taken);
      taken.add(name);
      return name;
    });
    expect(new Set(names).size).toBe(5);
    for (const name of names) expect(name).toMatch(/^files__[A-Za-z0-9_-]{1,57}$/);
    expect(names[0]).toBe('files__read');
  });
});

describe('the result of a tool', () => {
  it('is text, and names what is none', () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'image', mimeType: 'image/png', data: '' },
      { type: 'resource', resource: { uri: 'x:', text: 'b' } },
    ];
    expect(spellResult({ content })).toBe('a\n(image/png, which cannot be given to the model)\nb');
    expect(spellResult({ content: [], structuredContent: { n: 1 } })).toBe('{"n":1}');
    expect(spellResult({ content: [{ type: 'text', text: 'x'.repeat(90_000) }] }).length).toBeLessThan(
      31_000,
    );
  });
});
