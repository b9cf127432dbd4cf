// Replaces the values of secret variables by the variable's name, as «OPENAI_API_KEY» (pure): in what tools
// read and print, and in an agent's log. Owns which values. Leaves what counts as a secret to log/redact.ts.

import { findSecrets, redact } from '../../log/redact.js';

/** In tools' texts shorter values would also be found where they mean something else. */
const LEAST_LENGTH = 12;

export class NamedSecrets {
  readonly #named: readonly { value: string; mark: string }[];
  readonly #values: readonly string[];

  constructor(env: Readonly<Record<string, string>>) {
    this.#named = Object.entries(env)
      .flatMap(([name, value]) =>
        findSecrets({ [name]: value }).map((secret) => ({ value: secret, mark: `«${name}»` })),
      )
      // One that is contained in another must not break it up.
      .sort((a, b) => b.value.length - a.value.length);
    this.#values = findSecrets(env);
  }

  /** Of a tool's input or output: whole values alone, everything else stays as it is. */
  name(text: string): string {
    let clean = text;
    for (const { value, mark } of this.#named)
      if (value.length >= LEAST_LENGTH) clean = clean.replaceAll(value, mark);
    return clean;
  }

  /** Of a log: also parts of keys, and what looks like a key. */
  redact(text: string): string {
    let clean = text;
    for (const { value, mark } of this.#named) clean = clean.replaceAll(value, mark);
    return redact(clean, this.#values);
  }
}
