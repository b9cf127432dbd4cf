// Copies the state of a grammar for a line that is still being written (pure). Grammars' own copies are
// shallow: both states then share parts that change, and a final line would depend on what was drawn before.

/** A state of code that people read has some ten objects; more would cost too much for each frame. */
const MAX_OBJECTS = 2000;

/** Objects and arrays are copied, functions and texts are shared. Throws an error if there are too many. */
export function copyState(state: unknown): unknown {
  const copies = new Map<object, unknown>();
  const copyOf = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (copies.size === MAX_OBJECTS) throw new Error('the state is too large to be copied');
    const copy: object = Array.isArray(value) ? [] : (Object.create(Object.getPrototypeOf(value)) as object);
    copies.set(value, copy);
    for (const [key, each] of Object.entries(value)) Reflect.set(copy, key, copyOf(each));
    return copy;
  };
  return copyOf(state);
}
