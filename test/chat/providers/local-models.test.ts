// Servers on loopback that look like Ollama and LM Studio, and how their replies are used. The tables of
// listeners are the system's own unless a test is about them.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  fetchFromFound,
  findLocalModel,
  type LocalModelOptions,
} from '../../../src/chat/providers/local-models.js';

interface Local {
  port: number;
  asked: string[];
}

/** reply: undefined never answers. */
async function serve(reply: string | undefined, status = 200): Promise<Local> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (reply !== undefined) response.writeHead(status, { location: '/elsewhere' }).end(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { port: (server.address() as AddressInfo).port, asked };
}

const OLLAMA = JSON.stringify({
  models: [{ name: 'nomic-embed-text:latest' }, { name: 'llama3.2:latest' }, { name: 'qwen3:8b' }],
});
const LM_STUDIO = JSON.stringify({ data: [{ id: 'text-embedding-x' }, { id: 'google/gemma-3' }] });
/** A port that nothing listens on: 1 belongs to a service that no machine runs any more. */
const NOBODY = 1;

/** A line of the table as it is when another user listens. */
function strangerOn(port: number): string {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const uid = (process.getuid?.() ?? 0) + 12_345;
  return `0: 0100007F:${hexPort} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 ${uid} 0 1 1`;
}

const find = (
  ports: { ollama?: number; lmStudio?: number },
  more: Partial<LocalModelOptions> = {},
): ReturnType<typeof findLocalModel> =>
  findLocalModel({
    // A loaded machine is slow; the limit has a test of its own.
    env: { OLLAMA_HOST: `127.0.0.1:${ports.ollama ?? NOBODY}`, QMUX_PROBE: '5000' },
    lmStudioPort: ports.lmStudio ?? NOBODY,
    ...more,
  });

describe.runIf(process.platform === 'linux')('a model on this machine', () => {
  it('is the first of Ollama that answers questions', async () => {
    const { port } = await serve(OLLAMA);
    expect(await find({ ollama: port })).toEqual({ provider: 'ollama', modelName: 'llama3.2:latest', port });
  });

  it('is one of LM Studio where Ollama has none', async () => {
    const { port } = await serve(LM_STUDIO);
    const found = { provider: 'lmstudio', modelName: 'google/gemma-3', port };
    expect(await find({ lmStudio: port })).toEqual(found);
    const empty = await serve('{"models":[]}');
    expect(await find({ ollama: empty.port, lmStudio: port })).toEqual(found);
  });

  it('is Ollama’s where both have one', async () => {
    const [ollama, lmStudio] = [await serve(OLLAMA), await serve(LM_STUDIO)];
    const found = await find({ ollama: ollama.port, lmStudio: lmStudio.port });
    expect(found?.provider).toBe('ollama');
  });

  it('stays the one found before while that is offered', async () => {
    const { port } = await serve(OLLAMA);
    const before = { provider: 'ollama', modelName: 'qwen3:8b', port } as const;
    expect(await find({ ollama: port }, { before })).toEqual(before);
    expect(await find({ ollama: port }, { before: { ...before, modelName: 'gone' } })).toMatchObject({
      modelName: 'llama3.2:latest',
    });
  });

  it('is not looked for with QMUX_PROBE=0', async () => {
    const { port, asked } = await serve(OLLAMA);
    const env = { OLLAMA_HOST: `127.0.0.1:${port}`, QMUX_PROBE: '0' };
    expect(await find({}, { env })).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('is not looked for on other machines', async () => {
    const env = { OLLAMA_HOST: '192.0.2.1:11434' };
    expect(await find({}, { env })).toBeUndefined();
  });

  it.each([
    ['no JSON', 'hello', 200],
    ['another shape', '{"models":"all"}', 200],
    ['a list of something else', '[1,2]', 200],
    ['names that are none', '{"models":[{"name":"two words"},{"name":7},{}]}', 200],
    ['a refusal', OLLAMA, 401],
    ['a redirection', OLLAMA, 302],
  ])('is none where the reply is %s', async (_, reply, status) => {
    const { port } = await serve(reply, status);
    expect(await find({ ollama: port })).toBeUndefined();
  });

  it('is none where the server takes longer than a start may wait', async () => {
    const { port, asked } = await serve(undefined);
    const startedAt = performance.now();
    expect(await find({}, { env: { OLLAMA_HOST: `127.0.0.1:${port}` } })).toBeUndefined();
    expect(performance.now() - startedAt).toBeGreaterThan(240);
    expect(asked.length).toBeLessThanOrEqual(1);
  });

  it('is none where another user listens: nothing is even asked', async () => {
    const { port, asked } = await serve(OLLAMA);
    const readTables = async (): Promise<string[]> => [strangerOn(port)];
    expect(await find({ ollama: port }, { readTables })).toBeUndefined();
    expect(await find({ ollama: port }, { readTables: async () => ['', ''] })).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('a model that was found', () => {
  it('is asked while its listener is trusted, and not when the port has changed hands', async () => {
    const { port, asked } = await serve('fine');
    const url = `http://127.0.0.1:${port}/v1/chat/completions`;
    expect(await (await fetchFromFound(globalThis.fetch)(url)).text()).toBe('fine');
    const stolen = fetchFromFound(globalThis.fetch, async () => [strangerOn(port)]);
    await expect(stolen(url)).rejects.toThrow('another user of this machine listens there now');
    expect(asked).toHaveLength(1);
  });
});
