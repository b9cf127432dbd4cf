// Connections that cannot be made or break, with real sockets and real TLS.

import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeFailure } from '../../../src/chat/providers/failures/provider-failure.js';
import { createOpenAiModel } from '../../../src/chat/providers/openai-compatible.js';
import { makeCertificate, type CertificateWishes } from '../../harness/certificate.js';
import { collect } from './collect.js';
import { KEY } from './serve-model.js';
import { sse } from './wire-server.js';

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

const startTls = (wishes: CertificateWishes, options: TlsOptions = {}): Promise<number> => {
  const { cert, key } = makeCertificate(wishes);
  return listen(createTlsServer({ cert, key, ...options }, (socket) => socket.on('error', () => {})));
};

/** A server that answers every connection with these bytes once it received something. */
const startRaw = (bytes: string | Buffer, after: 'end' | 'reset' | 'nothing' = 'end'): Promise<number> =>
  listen(
    createServer((socket) =>
      socket.once('data', () => {
        socket.write(bytes, () => {
          if (after === 'end') socket.end();
          if (after === 'reset') socket.resetAndDestroy();
        });
      }),
    ),
  );

async function ask(baseUrl: string): Promise<{ text: string; message: string }> {
  const model = await createOpenAiModel({ modelName: 'm', baseUrl, apiKey: KEY, insecure: true });
  const { text, end } = await collect(model);
  if (end?.type !== 'error') throw new Error(JSON.stringify(end));
  expect(end.message).not.toContain(KEY);
  return { text, message: end.message };
}

describe('a certificate', () => {
  it.each(['https://127.0.0.1', 'https://localhost'])(
    'signed by itself names the way out (%s)',
    async (origin) => {
      const port = await startTls({ name: 'localhost' });
      const { message } = await ask(`${origin}:${port}/v1`);
      expect(message).toContain(`the certificate of ${new URL(origin).hostname}:${port}`);
      expect(message).toContain('(DEPTH_ZERO_SELF_SIGNED_CERT)');
      expect(message).toMatch(/NODE_EXTRA_CA_CERTS=FILE\.pem .* qmux kill-server and start qmux again/);
    },
  );

  it('signed by an authority of one’s own too, with and without that one in the chain', async () => {
    const issuer = makeCertificate({ name: 'Example Root' });
    const leaf = makeCertificate({ name: 'localhost', issuer });
    const chain = await startTls({}, { cert: leaf.cert + issuer.cert, key: leaf.key });
    expect((await ask(`https://localhost:${chain}/v1`)).message).toMatch(
      /SELF_SIGNED_CERT_IN_CHAIN.*NODE_EXTRA_CA_CERTS/,
    );
    const alone = await startTls({}, { cert: leaf.cert, key: leaf.key });
    expect((await ask(`https://localhost:${alone}/v1`)).message).toMatch(
      /UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT).*NODE_EXTRA_CA_CERTS/,
    );
  });

  it.each([
    ['CERT_HAS_EXPIRED', /has expired \(CERT_HAS_EXPIRED\); renew it there/],
    ['CERT_NOT_YET_VALID', /is not valid yet \(CERT_NOT_YET_VALID\); correct this machine's clock/],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      /is for other names: other\.example \(ERR_TLS_CERT_ALTNAME_INVALID\); use one of its names as the host in OPENAI_BASE_URL/,
    ],
    ['CERT_REVOKED', /is not valid \(CERT_REVOKED\); fix it on the server, or check OPENAI_BASE_URL/],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /requires a client certificate/],
    [
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      /cannot agree on TLS \(ERR_SSL.*check the port in OPENAI_BASE_URL/,
    ],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS .*http:\/\//],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', /does not speak TLS/],
    [
      'ENOTFOUND',
      /^cannot reach https:\/\/h\.example\/v1 \(ENOTFOUND\); check that the server is running and that OPENAI_BASE_URL names it/,
    ],
    ['EAI_AGAIN', /^cannot reach https:\/\/h\.example\/v1 \(EAI_AGAIN\)/],
    ['EHOSTUNREACH', /^cannot reach/],
    ['UND_ERR_CONNECT_TIMEOUT', /^cannot reach/],
    [
      'ECONNRESET',
      /^the connection to h\.example broke \(ECONNRESET\); ask again, or check that OPENAI_BASE_URL/,
    ],
    ['EMFILE', /^cannot reach h\.example: too many open files/],
  ])('or a connection that fails with %s', (code, message) => {
    const cause = Object.assign(new Error("Host: h. is not in the cert's altnames: DNS:other.example"), {
      code,
    });
    const context = { modelName: 'm', baseUrl: 'https://h.example/v1', apiKey: KEY };
    expect(describeFailure(new TypeError('fetch failed', { cause }), context).message).toMatch(message);
  });

  it.each(['HPE_INVALID_CONSTANT', undefined])('or one to no HTTP, whose error has the code %s', (code) => {
    const cause = Object.assign(new Error('Expected HTTP/'), { name: 'HTTPParserError', code });
    const context = { modelName: 'm', baseUrl: 'https://h.example/v1', apiKey: KEY };
    expect(describeFailure(new TypeError('fetch failed', { cause }), context).message).toMatch(
      /^h\.example does not answer in HTTP \((?:HPE_INVALID_CONSTANT|HTTPParserError)\); check the port/,
    );
  });

  it('for somebody else is only looked at when it is trusted', async () => {
    const port = await startTls({ name: 'elsewhere.example', names: ['elsewhere.example'] });
    expect((await ask(`https://localhost:${port}/v1`)).message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('that has expired and is signed by itself says one of these', async () => {
    const port = await startTls({ from: new Date(0), until: new Date(86_400_000) });
    expect((await ask(`https://localhost:${port}/v1`)).message).toMatch(
      /CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED/,
    );
  });
});

describe('TLS', () => {
  it('is not spoken by a port of plain HTTP', async () => {
    const port = await startRaw('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n');
    expect((await ask(`https://127.0.0.1:${port}/v1`)).message).toMatch(
      new RegExp(
        `^127\\.0\\.0\\.1:${port} does not speak TLS \\(\\w+\\); begin OPENAI_BASE_URL with http://`,
      ),
    );
  });

  it('of a version that nobody wants is named', async () => {
    const port = await startTls({}, { minVersion: 'TLSv1', maxVersion: 'TLSv1' });
    expect((await ask(`https://127.0.0.1:${port}/v1`)).message).toMatch(
      /cannot agree on TLS \(\w+\); check the port in OPENAI_BASE_URL/,
    );
  });

  it('is what a port wants that gets plain HTTP', async () => {
    const port = await startTls({});
    expect((await ask(`http://127.0.0.1:${port}/v1`)).message).toMatch(/https:\/\//);
  });
});

describe('a connection', () => {
  it('to a name that does not exist names the address and its variable', async () => {
    expect((await ask('http://no-such-host.invalid:8080/v1')).message).toMatch(
      /^cannot reach http:\/\/no-such-host\.invalid:8080\/v1 \((?:ENOTFOUND|EAI_AGAIN)\); .*OPENAI_BASE_URL/,
    );
  });

  it('to a port that fetch refuses names the variable', async () => {
    expect((await ask('http://127.0.0.1:6000/v1')).message).toMatch(
      /^127\.0\.0\.1:6000 is on a port that fetch refuses; .* OPENAI_BASE_URL$/,
    );
  });

  it('to something that speaks no HTTP says so', async () => {
    const port = await startRaw('SSH-2.0-OpenSSH_9.2\r\n');
    expect((await ask(`http://127.0.0.1:${port}/v1`)).message).toMatch(
      new RegExp(
        `^127\\.0\\.0\\.1:${port} does not answer in HTTP \\(\\w+\\); check the port in OPENAI_BASE_URL`,
      ),
    );
  });

  it('that is closed or reset before an answer says the server and a way out', async () => {
    for (const after of ['end', 'reset'] as const) {
      const port = await startRaw('', after);
      expect((await ask(`http://127.0.0.1:${port}/v1`)).message).toMatch(
        new RegExp(
          `^the connection to 127\\.0\\.0\\.1:${port} broke.*; ask again, or check that OPENAI_BASE_URL is right`,
        ),
      );
    }
  });

  it('that is reset amid the answer keeps what came', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
    const body = sse({ text: 'so far' });
    const port = await startRaw(`${head}${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`, 'reset');
    const { text, message } = await ask(`http://127.0.0.1:${port}/v1`);
    expect(text).toBe('so far');
    expect(message).toMatch(/^the connection to 127\.0\.0\.1:\d+ broke \(\w+\); ask again$/);
  });

  it('that is reset after the end was said gave a whole answer', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
    const body = sse({ text: 'all of it' }) + sse({ finish: 'stop' });
    const port = await startRaw(`${head}${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`, 'reset');
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    expect(
      await collect(await createOpenAiModel({ modelName: 'm', baseUrl, apiKey: KEY, insecure: true })),
    ).toMatchObject({
      text: 'all of it',
      end: { complete: true },
    });
  });

  it('that breaks or stalls amid a whole answer in JSON says so', async () => {
    const head =
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{"choices":[';
    expect((await ask(`http://127.0.0.1:${await startRaw(head, 'reset')}/v1`)).message).toMatch(
      /^the connection to 127\.0\.0\.1:\d+ broke/,
    );
    const baseUrl = `http://127.0.0.1:${await startRaw(head, 'nothing')}/v1`;
    const idleLimits = { firstPieceMs: 80, betweenPiecesMs: 80 };
    const model = await createOpenAiModel({ modelName: 'm', baseUrl, apiKey: KEY, idleLimits });
    expect((await collect(model)).end).toMatchObject({
      type: 'error',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ sent nothing for \d+ s; ask again/) as string,
    });
  });

  it('that is reset between the head and the answer is no answer', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
    const { text, message } = await ask(`http://127.0.0.1:${await startRaw(head, 'reset')}/v1`);
    expect(text).toBe('');
    expect(message).toMatch(/^the connection to 127\.0\.0\.1:\d+ broke \(\w+\); ask again/);
  });
});
