// What a connection that could not be made, or broke, means to the user (pure): names, ports, certificates,
// TLS, proxies. Owns the codes of Node, OpenSSL and undici. Leaves answers with a status to
// describe-refusal.ts.

import { describeProxyRefusal } from './describe-refusal.js';
import type { ErrorEvent, FailureContext } from './failure-context.js';
import {
  addressOf,
  addressVariable,
  failure,
  forUser,
  hostOf,
  keyVariable,
  providerOf,
} from './failure-context.js';

/** Nothing listens there. */
const UNREACHABLE =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|ENODATA|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;
/** Not signed by an authority that Node knows (OpenSSL's verification codes). */
const UNTRUSTED =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|CERT_UNTRUSTED|INVALID_CA|CERT_REJECTED)$/;
const CERTIFICATE = /CERT|CRL|^HOSTNAME_MISMATCH$|^PATH_LENGTH_EXCEEDED$|^INVALID_PURPOSE$/;
/** The reply is not a TLS record. */
const NO_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|RECORD_TOO_/;
/** What came back is not HTTP; from Node 24 on its parser's error has no code, only a name. */
const NO_HTTP = /^(?:HPE_|HTTPParserError$)/;

/** undefined: not a network failure. */
export function describeNetwork(error: unknown, context: FailureContext): ErrorEvent | undefined {
  const refused = findProxyRefusal(error);
  if (refused !== undefined) return describeProxyRefusal(refused, context);
  // A port of another protocol, such as 22, 25 or 6000 (fetch standard, 2.9).
  if (/\bbad port\b/.test(messagesOf(error)))
    return forUser(
      `${hostOf(context)} is on a port that fetch refuses; make the server listen on another one, and give that in ${addressVariable(context) ?? 'its address'}`,
    );
  const code = findNetworkCode(error);
  if (code === undefined) return undefined;
  if (UNREACHABLE.test(code)) return describeUnreachable(code, context);
  return describeTls(code, error, context);
}

/** The connection ended before the answer was complete. */
export function describeBroken(error: unknown, context: FailureContext): ErrorEvent {
  const code = findNetworkCode(error);
  const through = context.proxy ? ` through the proxy ${context.proxy.host}` : '';
  return failure(
    `the connection to ${hostOf(context)}${through} broke${code === undefined ? '' : ` (${code})`}; ask again`,
  );
}

/** Without any reply: this address may never give one. */
export function describeClosed(error: unknown, context: FailureContext): ErrorEvent {
  const { message } = describeBroken(error, context);
  const variable = addressVariable(context);
  const isPlain = context.baseUrl.startsWith('http:');
  if (variable === undefined) return failure(message);
  return failure(
    `${message}, or check that ${variable} is right${isPlain ? ' (http:// instead of https://?)' : ''}`,
  );
}

function describeUnreachable(code: string, context: FailureContext): ErrorEvent {
  const { proxy } = context;
  // The proxy makes the connection to the model's server.
  if (proxy)
    return forUser(
      `cannot reach the proxy ${proxy.host} (${proxy.variable}) on the way to ${hostOf(context)} (${code}); check ${proxy.variable}, or add the host to NO_PROXY`,
    );
  return forUser(`cannot reach ${addressOf(context)} (${code}); ${howToReach(context)}`);
}

/** The providers' own addresses always exist: then the network is at fault. */
function howToReach(context: FailureContext): string {
  const variable = addressVariable(context);
  if (variable === undefined) return "check that LM Studio's server is running";
  const isLocal = keyVariable(context) === undefined || providerOf(context) === 'openai';
  return isLocal
    ? `check that the server is running and that ${variable} names it`
    : `check the network, and ${variable} if it is set (HTTPS_PROXY if there is a proxy)`;
}

function describeTls(code: string, error: unknown, context: FailureContext): ErrorEvent | undefined {
  const host = hostOf(context);
  const name = addressVariable(context) ?? 'its address';
  if (UNTRUSTED.test(code))
    return forUser(
      `the certificate of ${whose(context)} is not signed by an authority that Node trusts (${code}); export NODE_EXTRA_CA_CERTS=FILE.pem with the authority's certificate, then qmux kill-server and start qmux again (Node reads it only when it starts)`,
    );
  if (code === 'CERT_HAS_EXPIRED')
    return forUser(
      `the certificate of ${whose(context)} has expired (${code}); renew it there, or correct this machine's clock`,
    );
  if (code === 'CERT_NOT_YET_VALID')
    return forUser(
      `the certificate of ${whose(context)} is not valid yet (${code}); correct this machine's clock, or the server's`,
    );
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH')
    return forUser(
      `the certificate of ${host} is for other names${namesIn(error)} (${code}); use one of its names as the host in ${name}`,
    );
  if (/CERTIFICATE_REQUIRED/.test(code))
    return forUser(
      `${host} requires a client certificate (${code}), which qmux cannot send; use a proxy that can`,
    );
  if (NO_TLS.test(code) || (code === 'EPROTO' && NO_TLS.test(messagesOf(error))))
    return forUser(`${host} does not speak TLS (${code}); begin ${name} with http:// if that is intended`);
  if (NO_HTTP.test(code))
    return forUser(
      `${host} does not answer in HTTP (${code}); check the port in ${name}, and whether it must begin with https://`,
    );
  if (/^ERR_SSL_|^EPROTO$|^ERR_TLS_/.test(code))
    return forUser(
      `${host} and Node cannot agree on TLS (${code}); check the port in ${name}, and which versions of TLS the server supports`,
    );
  if (CERTIFICATE.test(code))
    return forUser(
      `the certificate of ${whose(context)} is not valid (${code}); fix it on the server, or check ${name}`,
    );
  return undefined;
}

/** An https proxy has a certificate too. */
const whose = (context: FailureContext): string =>
  context.proxy?.url.startsWith('https:')
    ? `${hostOf(context)}, or of the proxy ${context.proxy.host},`
    : hostOf(context);

/** `: DNS:a, DNS:b`, as Node lists them. */
function namesIn(error: unknown): string {
  const [, list = ''] = /altnames: ([^\n]{1,120})/.exec(messagesOf(error)) ?? [];
  const names = [...list.matchAll(/(?:DNS|IP Address):([\w.*:-]+)/g)].map(([, found]) => found);
  return names.length === 0 ? '' : `: ${names.join(', ')}`;
}

/** The status with which a proxy refused to connect, as undici's ProxyAgent words it. */
export function findProxyRefusal(error: unknown): number | undefined {
  const [, status] =
    /Proxy response \((\d+)\)|Proxy Authentication Required \((407)\)/.exec(messagesOf(error)) ?? [];
  return status === undefined ? undefined : Number(status);
}

/**
 * The code of the innermost network error, as Node and its fetch nest them by `cause`; if there are several,
 * of the first.
 */
export function findNetworkCode(error: unknown): string | undefined {
  let code: string | undefined;
  for (const inner of chainOf(error))
    if ('code' in inner && typeof inner.code === 'string') code = inner.code;
    else if (NO_HTTP.test(inner.name)) code = inner.name;
  return code;
}

const messagesOf = (error: unknown): string =>
  chainOf(error)
    .map(({ message }) => message)
    .join('\n');

function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  let inner = error;
  while (inner instanceof Error && chain.length < 8) {
    chain.push(inner);
    inner = inner.cause ?? (inner instanceof AggregateError ? inner.errors[0] : undefined);
  }
  return chain;
}
