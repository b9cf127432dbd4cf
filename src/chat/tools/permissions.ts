// What the user allowed or denied for the rest of a session (pure): deny before allow before ask. Owns that
// an answer covers exactly what was shown, and that no other session has it.

import type { Consent, Permissions } from './tool-set.js';

export class SessionPermissions implements Permissions {
  readonly #allowed = new Set<string>();
  readonly #denied = new Set<string>();

  decide(consent: Consent | undefined): 'deny' | 'allow' | 'ask' {
    if (!consent) return 'allow';
    if (this.#denied.has(consent.key)) return 'deny';
    return this.#allowed.has(consent.key) ? 'allow' : 'ask';
  }

  allow({ key }: Consent): void {
    this.#allowed.add(key);
  }

  deny({ key }: Consent): void {
    this.#denied.add(key);
  }
}
