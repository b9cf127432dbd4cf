// Whether the values of a form are what its schema allows (pure): agents take what they are given unchecked.
// Owns the words of each fault.

import type { FieldFault, FormField, FormValue, FormValues } from '../user-question.js';
import { asAmount, type Fields } from './wire-fields.js';

/** The JSON schema of each field. */
export type FormSchema = Readonly<Record<string, Fields>>;

/** The first thing that is wrong, for the user; undefined: the values can be sent. */
export function findFormFault(
  fields: readonly FormField[],
  values: FormValues,
  schema: FormSchema = {},
): string | undefined {
  const unknown = Object.keys(values).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined)
    return `there is no field ${unknown}; fields are ${fields.map(({ name }) => name).join(', ')}`;
  const found = findFieldFault(fields, values, schema);
  return found && `${fields.find(({ name }) => name === found.field)?.title}: ${found.fault}`;
}

/** The same for what is typed into its fields. */
export function findFieldFault(
  fields: readonly FormField[],
  values: FormValues,
  schema: FormSchema,
): FieldFault | undefined {
  for (const field of fields) {
    const value = values[field.name];
    const fault =
      value === undefined
        ? field.required && !hasOwnWords(field, values)
          ? 'a value is needed'
          : undefined
        : findValueFault(field, value, schema[field.name] ?? {});
    if (fault !== undefined) return { field: field.name, fault };
  }
  return undefined;
}

/** Claude's questions have a second field for an answer that is none of the choices. */
const hasOwnWords = ({ name }: FormField, values: FormValues): boolean =>
  values[`${name}_custom`] !== undefined;

function findValueFault(field: FormField, value: FormValue, schema: Fields): string | undefined {
  switch (field.type) {
    case 'text':
      return typeof value === 'string' ? findTextFault(value, schema) : 'a text is needed';
    case 'number':
    case 'integer':
      return findNumberFault(field.type, value, schema);
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'yes or no is needed';
    case 'choice':
      return field.values.some((each) => each.value === value)
        ? undefined
        : `choose ${field.values.map((each) => each.value).join(' or ')}`;
    case 'choices': {
      if (!Array.isArray(value)) return 'a list of choices is needed';
      const chosen = value as readonly string[];
      const wrong = chosen.find((one) => !field.values.some((each) => each.value === one));
      if (wrong !== undefined)
        return `${wrong} is not one of ${field.values.map((each) => each.value).join(', ')}`;
      return findCountFault(chosen.length, schema);
    }
  }
}

function findTextFault(value: string, schema: Fields): string | undefined {
  const [min, max] = [asAmount(schema['minLength']), asAmount(schema['maxLength'])];
  const { length } = [...value];
  if (min !== undefined && length < min) return `at least ${min} characters are needed`;
  if (max !== undefined && length > max) return `${max} characters at most`;
  // A pattern is left to the agent: an expression of its choice could hold up the whole server.
  return undefined;
}

function findNumberFault(type: 'number' | 'integer', value: FormValue, schema: Fields): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'a number is needed';
  if (type === 'integer' && !Number.isSafeInteger(value)) return 'a whole number is needed';
  const { minimum, maximum } = schema;
  if (typeof minimum === 'number' && value < minimum) return `${minimum} at least`;
  if (typeof maximum === 'number' && value > maximum) return `${maximum} at most`;
  return undefined;
}

function findCountFault(count: number, schema: Fields): string | undefined {
  const [min, max] = [asAmount(schema['minItems']), asAmount(schema['maxItems'])];
  if (min !== undefined && count < min) return `choose at least ${min}`;
  if (max !== undefined && count > max) return `choose ${max} at most`;
  return undefined;
}
