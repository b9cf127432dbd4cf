// Which project files their user has agreed to run: each path with the SHA-256 of what was shown. Owns the
// file of them, in the server's own directory. Leaves asking to commands/projects/. Invariant: whatever
// cannot be read counts as no consent.

import { readRegularFileNow } from '../../files/read-file.js';
import { NODE_FILES, type FilePort } from '../../files/file-port.js';
import { writeWholeNow } from '../../files/durable-file.js';

interface Consent {
  readonly path: string;
  readonly sha256: string;
}

/** The oldest ones go: their files are asked about again. */
const MOST_CONSENTS = 500;
const MAX_BYTES = 1024 * 1024;

/** changed: to other bytes of this path. */
export function findConsent(file: string, { path, sha256 }: Consent): 'given' | 'changed' | 'none' {
  const consent = readConsents(file).find((each) => each.path === path);
  if (!consent) return 'none';
  return consent.sha256 === sha256 ? 'given' : 'changed';
}

/** Throws what the system says. */
export function keepConsent(file: string, consent: Consent, files: FilePort = NODE_FILES): void {
  const others = readConsents(file).filter(({ path }) => path !== consent.path);
  const consents = [...others, { path: consent.path, sha256: consent.sha256 }].slice(-MOST_CONSENTS);
  writeWholeNow(file, `${JSON.stringify({ version: 1, consents }, null, 2)}\n`, { files });
}

function readConsents(file: string): Consent[] {
  try {
    const bytes = readRegularFileNow(file, { maxBytes: MAX_BYTES });
    const kept: unknown = bytes && JSON.parse(bytes.toString('utf8'));
    const consents = (kept as { consents?: unknown } | undefined)?.consents;
    return Array.isArray(consents) ? consents.filter(isConsent) : [];
  } catch {
    return [];
  }
}

const isConsent = (value: unknown): value is Consent =>
  typeof (value as Consent | null)?.path === 'string' && typeof (value as Consent).sha256 === 'string';
