// An HTTP proxy on loopback: tunnels by CONNECT, and plain requests passed on. Every name leads to this
// machine, which only a proxy could do. Owns the requests it got; the test decides which of the two it does,
// and for whom.

import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ProxyOptions {
  /** Status of the refusal of every tunnel. */
  refuseTunnels?: number;
  /** `user:password`; else 407. */
  credentials?: string;
}

export interface TestProxy {
  url: string;
  host: string;
  /** `CONNECT host:port` or `POST http://host:port/path`. */
  asked: string[];
  stop(): Promise<void>;
}

export async function startProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const isAllowed = ({ headers }: IncomingMessage): boolean =>
    options.credentials === undefined ||
    headers['proxy-authorization'] === `Basic ${Buffer.from(options.credentials).toString('base64')}`;
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    if (!isAllowed(incoming)) return outgoing.writeHead(407).end();
    const { port, pathname } = new URL(incoming.url ?? '');
    const passed = request(
      { host: '127.0.0.1', port, path: pathname, method: incoming.method, headers: incoming.headers },
      (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    passed.on('error', () => outgoing.writeHead(502).end('no such server'));
    return incoming.pipe(passed);
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    asked.push(`CONNECT ${incoming.url}`);
    socket.on('error', () => {});
    const status = isAllowed(incoming) ? options.refuseTunnels : 407;
    if (status !== undefined) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const target = connect(Number(incoming.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    sockets.add(target);
    return target.on('error', () => socket.end('HTTP/1.1 502 No\r\n\r\n'));
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
