// Reads fields of parsed JSON that an agent sent (pure): it may be of another version, or wrong. Owns nothing
// else. Every function returns undefined for what is absent, null or of another type.

export type Fields = Readonly<Record<string, unknown>>;

export const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const asFlag = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined;

/** A count or an amount: not negative. */
export const asAmount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

export const asList = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) ? (value as readonly unknown[]) : undefined;

/** Those of the list that are objects. */
export const asFieldsList = (value: unknown): Fields[] =>
  (asList(value) ?? []).flatMap((each): Fields[] => {
    const fields = asFields(each);
    return fields ? [fields] : [];
  });

/** Those of the list that are texts. */
export const asTexts = (value: unknown): string[] =>
  (asList(value) ?? []).filter((each) => typeof each === 'string');

/** The value at the path, through objects alone. */
export const fieldAt = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((below, name) => asFields(below)?.[name], value);

/** Without the fields that are undefined. */
export const defined = <Shape extends object>(
  fields: Shape,
): { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Shape]?: Exclude<Shape[Key], undefined>;
  };

/** Of parsed JSON: whether two values say the same. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ofA, ofB] = [Object.entries(a), Object.entries(b)];
  const inB = new Map<string, unknown>(ofB);
  return (
    ofA.length === ofB.length && ofA.every(([name, value]) => inB.has(name) && isSame(value, inB.get(name)))
  );
}
