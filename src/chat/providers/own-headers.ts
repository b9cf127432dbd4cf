// The headers that the config adds to a provider's requests (pure): `${VAR}` becomes the variable's value.
// Owns that, and what is said when a variable is missing. Invariant: values of variables are secrets, which
// no message contains.

import type { ErrorEvent } from './failures/failure-context.js';
import { forUser } from './failures/failure-context.js';
import type { Provider } from './known-providers.js';

export interface OwnHeaders {
  headers: Record<string, string>;
  secrets: readonly string[];
  /** Why nothing can be sent; undefined: nothing is wrong. */
  fault: ErrorEvent | undefined;
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

export function expandHeaders(
  { name, options: { headers: given = {} } }: Provider,
  env: Readonly<Record<string, string | undefined>>,
): OwnHeaders {
  const secrets: string[] = [];
  let fault: ErrorEvent | undefined;
  const expand = (header: string, value: string): string =>
    value.replaceAll(VARIABLE, (_, variable: string) => {
      const found = env[variable]?.trim() ?? '';
      const where = `the header ${header} of [providers.${name}]`;
      if (found === '')
        fault ??= forUser(`${variable} is not set, which ${where} needs; export it and ask again`);
      // The HTTP client's own error would repeat it.
      else if (!/^[\x20-\x7e]+$/.test(found))
        fault ??= forUser(
          `${variable} contains a character that is not allowed in ${where}; export it again`,
        );
      else secrets.push(found);
      return found;
    });
  const headers = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, expand(key, value)]));
  return { headers, secrets, fault };
}
