// Checks of parsed JSON by hand (pure): a file's content may be older, damaged or edited. Not zod, whose
// import alone takes 27 ms, since the index is read at every start and a transcript may have a hundred
// thousand records.

export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
export const isFlag: Check = (value) => typeof value === 'boolean';
/** A time in ms since 1970, or any count: whole or not, but not negative. */
export const isAmount: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
export const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

export const oneOf = (...values: unknown[]): Check => {
  const allowed = new Set(values);
  return (value) => allowed.has(value);
};

export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One check for every field of a shape. Other fields are allowed. */
export type Fields<Shape> = { readonly [Key in keyof Required<Shape>]: Check };

/** The name of the first invalid field; undefined if all are valid. */
export function findWrongField(
  value: Record<string, unknown>,
  fields: Readonly<Record<string, Check>>,
): string | undefined {
  for (const name in fields) if (!fields[name]?.(value[name])) return name;
  return undefined;
}

/** The names of all of them. */
export function findWrongFields(
  value: Record<string, unknown>,
  fields: Readonly<Record<string, Check>>,
): string[] {
  const wrong: string[] = [];
  for (const name in fields) if (!fields[name]?.(value[name])) wrong.push(name);
  return wrong;
}
