// The environment of tools and of MCP servers (pure): without the keys of providers, under whatever name they
// stand. Owns only that. Leaves which keys there are to providers/known-providers.ts.

/** Shorter values also stand where they mean something else. */
const LEAST_LENGTH = 8;

/** keys: their values. */
export function withoutKeys(
  env: Readonly<Record<string, string>>,
  keys: readonly string[],
): Record<string, string> {
  const holdsKey = (value: string): boolean =>
    keys.some((key) => value.trim() === key || (key.length >= LEAST_LENGTH && value.includes(key)));
  return Object.fromEntries(Object.entries(env).filter(([, value]) => !holdsKey(value)));
}
