// Certificates for TLS servers of tests, made on the spot: self-signed, or signed by an authority made here
// too. Owns the little of X.509 (RFC 5280) and DER that this needs, since Node can read certificates but not
// make them.

import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  cert: string;
  key: string;
  privateKey: KeyObject;
  name: string;
}

export interface CertificateWishes {
  /** Common name, and the DNS name that it is for unless names says otherwise. */
  name?: string;
  /** DNS names or IPv4 addresses. */
  names?: readonly string[];
  from?: Date;
  until?: Date;
  /** Signs it; itself by default. */
  issuer?: Certificate;
}

const DAY_MS = 86_400_000;

export function makeCertificate(wishes: CertificateWishes = {}): Certificate {
  const {
    name = 'localhost',
    names = [name, '127.0.0.1'],
    from = new Date(Date.now() - DAY_MS),
    until = new Date(Date.now() + DAY_MS),
    issuer,
  } = wishes;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(Math.floor(Math.random() * 0x7fffffff)),
    algorithm,
    distinguished(issuer?.name ?? name),
    sequence(time(from), time(until)),
    distinguished(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      0xa3,
      sequence(
        sequence(oid(2, 5, 29, 17), tagged(0x04, sequence(...names.map(alternative)))),
        sequence(
          oid(2, 5, 29, 19),
          tagged(0x01, Buffer.from([0xff])),
          tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
        ),
      ),
    ),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey);
  const der = sequence(body, algorithm, tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
    name,
  };
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);

function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  // If the first bit were set, it would be negative.
  return (bytes[0] ?? 0) < 0x80 ? tagged(0x02, bytes) : tagged(0x02, Buffer.from([0]), bytes);
}

function oid(first: number, second: number, ...rest: number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

const distinguished = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(oid(2, 5, 4, 3), tagged(0x0c, Buffer.from(name)))));

/** GeneralizedTime: YYYYMMDDHHMMSSZ. */
const time = (at: Date): Buffer => tagged(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/g, '')));

const alternative = (name: string): Buffer =>
  /^\d+(?:\.\d+){3}$/.test(name)
    ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
    : tagged(0x82, Buffer.from(name));
