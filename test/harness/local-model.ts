// A server on loopback that looks like Ollama: a list of models, and answers in OpenAI's format by the
// scripted server.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalModelServer {
  /** For OLLAMA_HOST. */
  host: string;
  port: number;
  /** How often the list was requested. */
  asked(): number;
  /** What the list contains from now on. */
  offer(...names: string[]): void;
  /** Requests to answer, with their bodies parsed. */
  requests: { messages: { role: string; content: string }[] }[];
  stop(): Promise<void>;
}

export async function startLocalModel(...names: string[]): Promise<LocalModelServer> {
  let offered = names;
  let asked = 0;
  const requests: LocalModelServer['requests'] = [];
  const server = createServer((request, response) => {
    if (request.url === '/api/tags') {
      asked++;
      response.end(JSON.stringify({ models: offered.map((name) => ({ name })) }));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push(JSON.parse(Buffer.concat(chunks).toString()) as LocalModelServer['requests'][0]);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const choice = (delta: object, reason: string | null): string =>
        `data: ${JSON.stringify({ id: 'c', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
      response.end(`${choice({ content: 'a local answer' }, null)}${choice({}, 'stop')}data: [DONE]\n\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    port,
    asked: () => asked,
    offer: (...now) => (offered = now),
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
