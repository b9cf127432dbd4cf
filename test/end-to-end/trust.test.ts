// A server with a self-made certificate, directly and through a proxy: it is refused with a way out, and that
// way out works.

import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeCertificate } from '../harness/certificate.js';
import { startProxy, type TestProxy } from '../harness/proxy.js';
import { startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
let server: Server;
let proxy: TestProxy;
let port: number;

beforeEach(async () => {
  const { cert, key } = makeCertificate({ name: 'model.test', names: ['model.test', 'localhost'] });
  server = createServer({ cert, key }, (request, response) => {
    request.resume().on('end', () => {
      const choice = { index: 0, message: { role: 'assistant', content: 'by TLS' }, finish_reason: 'stop' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: 'c', created: 1, model: 'm', choices: [choice] }));
    });
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
  proxy = await startProxy();
  qmux = await startQmux();
  writeFileSync(join(qmux.home.dir, 'own.pem'), cert);
});
afterEach(async () => {
  await qmux.stop();
  await proxy.stop();
  server.closeAllConnections();
  server.close();
});

it.each([
  ['directly', 'localhost', () => ({})],
  ['through a proxy', 'model.test', () => ({ HTTPS_PROXY: proxy.url })],
])('%s', async (_way, host, extra) => {
  const env = {
    ...extra(),
    OPENAI_API_KEY: 'sk-test-0123456789',
    OPENAI_BASE_URL: `https://${host}:${port}/v1`,
    QMUX_MODEL: 'openai/m',
  };
  const refused = await qmux.callWith({ env }, 'chat', 'hello');
  expect(refused.stderr).toMatch(
    /the certificate of .* is not signed by an authority that Node trusts .*NODE_EXTRA_CA_CERTS=FILE\.pem/,
  );
  expect(refused.code).toBe(1);
  const trusted = { ...env, NODE_EXTRA_CA_CERTS: join(qmux.home.dir, 'own.pem') };
  expect(await qmux.callWith({ env: trusted }, 'chat', 'hello')).toEqual({
    stdout: 'by TLS\n',
    stderr: '',
    code: 0,
  });
  expect(proxy.asked.length > 0).toBe(host === 'model.test');
  const doctor = await qmux.callWith({ env: trusted }, 'doctor');
  expect(doctor.stdout.includes(`proxy     ${proxy.host}, set by HTTPS_PROXY`)).toBe(host === 'model.test');
});
