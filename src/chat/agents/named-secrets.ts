// Replaces the values of secret variables by the variable's name, as «OPENAI_API_KEY» (pure): in what an
// agent says, in what its tools read and print, and in its log. Owns which values. Leaves what counts as a
// secret to log/redact.ts and providers/known-providers.ts.

import { findSecrets, redact } from '../../log/redact.js';
import { findAllSecrets, findKeyVariables, type ProviderTable } from '../providers/known-providers.js';

/** In other texts than logs shorter values would also be found where they mean something else. */
const LEAST_LENGTH = 12;

/** Of those in a log. */
const SHORTEST = 6;

export class NamedSecrets {
  readonly #named: readonly { value: string; mark: string }[];
  readonly #values: readonly string[];
  /** Those that are long enough, the longest first: one that is contained in another must not break it up. */
  readonly #marks: ReadonlyMap<string, string>;
  readonly #any: RegExp | undefined;

  /** providers: of the config, whose keys may have any name. */
  constructor(env: Readonly<Record<string, string>>, providers: ProviderTable) {
    const keys = findKeyVariables(env, providers);
    this.#named = Object.entries(env)
      .flatMap(([name, value]) =>
        [...new Set([keys.get(name) ?? '', ...findSecrets({ [name]: value })])].map((secret) => ({
          value: secret,
          mark: `«${name}»`,
        })),
      )
      .filter(({ value }) => value.length >= SHORTEST)
      .sort((a, b) => b.value.length - a.value.length);
    this.#values = findAllSecrets(env, providers);
    const long = this.#named.filter(({ value }) => value.length >= LEAST_LENGTH);
    this.#marks = new Map(long.map(({ value, mark }) => [value, mark]));
    const pattern = [...this.#marks.keys()].map(escapePattern).join('|');
    this.#any = pattern === '' ? undefined : new RegExp(pattern, 'g');
  }

  /** Of a text that is whole: values alone, everything else stays as it is. */
  name(text: string): string {
    if (!this.#any) return text;
    return text.replace(this.#any, (value) => this.#marks.get(value) ?? value);
  }

  /**
   * The same of a text that goes on: rest is its end, unchanged, as far as it may be the beginning of a
   * value.
   */
  nameSoFar(text: string): { clean: string; rest: string } {
    const at = this.#findBeginning(text);
    return { clean: this.name(text.slice(0, at)), rest: text.slice(at) };
  }

  /** Of a log: also parts of keys, and what looks like a key. */
  redact(text: string): string {
    let clean = text;
    for (const { value, mark } of this.#named) clean = clean.replaceAll(value, mark);
    return redact(clean, this.#values);
  }

  /** Where at the end of the text a value may begin that goes on after it; its length: nowhere. */
  #findBeginning(text: string): number {
    const values = [...this.#marks.keys()];
    const longest = values[0]?.length ?? 0;
    const whole = this.#any ? [...text.matchAll(this.#any)] : [];
    for (let at = Math.max(0, text.length - longest + 1); at < text.length; at++) {
      const end = text.slice(at);
      const inside = whole.find(({ index, 0: value }) => index < at && at < index + value.length);
      if (inside) at = inside.index + inside[0].length - 1;
      else if (values.some((value) => value.length > end.length && value.startsWith(end))) return at;
    }
    return text.length;
  }
}

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
