// A chat-completions server on loopback whose bytes the test writes itself: for endings, pauses and garbage
// that a well-behaved mock does not produce. Owns sockets and the requests; the test's script owns every byte
// of a reply.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WireServer {
  /** Up to and including `/v1`. */
  url: string;
  requests: { method: string; path: string; headers: IncomingMessage['headers']; body: unknown }[];
  /** Resolves when the client has closed the connection of the latest request. */
  connectionClosed: Promise<void>;
  stop(): Promise<void>;
}

export type WireScript = (response: ServerResponse, request: IncomingMessage) => void;

export async function startWireServer(script: WireScript): Promise<WireServer> {
  const requests: WireServer['requests'] = [];
  let reportClosed = (): void => {};
  const connectionClosed = new Promise<void>((resolve) => {
    reportClosed = resolve;
  });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      requests.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: body === '' ? undefined : (JSON.parse(body) as unknown),
      });
      response.on('close', reportClosed);
      script(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    connectionClosed,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function beginStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

/** One event of the wire format with a piece of the answer, or with its finish reason. */
export function sse(piece: { text?: string; reasoning?: string; tool?: string; finish?: string }): string {
  const call = { index: 0, id: 'call-1', type: 'function', function: { name: piece.tool, arguments: '{}' } };
  const delta = {
    content: piece.text,
    reasoning_content: piece.reasoning,
    tool_calls: piece.tool === undefined ? undefined : [call],
  };
  const chunk = {
    id: 'c1',
    created: 1,
    model: 'm',
    choices: [{ delta, finish_reason: piece.finish ?? null }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
