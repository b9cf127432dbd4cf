// The inputs of our own tools (pure): flat objects of texts, whole numbers and flags. Owns their schemas and
// the words of what is wrong with an input, by which a model mends it.

import { asFields } from '../agents/wire-fields.js';
import { ToolFault, type InputSchema } from './tool-set.js';

interface Field<Type extends 'string' | 'integer' | 'boolean'> {
  type: Type;
  description: string;
  isOptional: boolean;
}

type AnyField = Field<'string' | 'integer' | 'boolean'>;
type Fields = Readonly<Record<string, AnyField>>;

type ValueOf<Type> = Type extends 'string' ? string : Type extends 'integer' ? number : boolean;
type Values<Given extends Fields> = {
  [Name in keyof Given]:
    ValueOf<Given[Name]['type']> | (Given[Name]['isOptional'] extends false ? never : undefined);
};

export const textField = (description: string) =>
  ({ type: 'string', description, isOptional: false }) as const;
export const maybeText = (description: string) =>
  ({ type: 'string', description, isOptional: true }) as const;
export const maybeNumber = (description: string) =>
  ({ type: 'integer', description, isOptional: true }) as const;
export const maybeFlag = (description: string) =>
  ({ type: 'boolean', description, isOptional: true }) as const;

export function schemaOf(fields: Fields): InputSchema {
  const properties = Object.entries(fields).map(([name, { type, description }]) => [
    name,
    { type, description },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as unknown,
    required: Object.keys(fields).filter((name) => fields[name]?.isOptional === false),
    additionalProperties: false,
  };
}

/** Throws a ToolFault. tool: its name, for that. */
export function readInput<Given extends Fields>(tool: string, fields: Given, input: unknown): Values<Given> {
  const given = asFields(input);
  if (!given) throw new ToolFault(`${tool} takes an object as its input`);
  const values = Object.entries(fields).map(([name, field]) => [
    name,
    readValue(`${tool}: ${name}`, field, given[name]),
  ]);
  return Object.fromEntries(values) as Values<Given>;
}

const TYPE_WORDS = { string: 'a text', integer: 'a whole number', boolean: 'true or false' } as const;

function readValue(what: string, { type, isOptional }: AnyField, value: unknown): unknown {
  // Some models send null for what they leave out, and numbers and flags as text.
  const read = value === null ? undefined : type === 'string' ? value : parsed(value);
  if (read === undefined && isOptional) return undefined;
  const isRight = type === 'integer' ? Number.isSafeInteger(read) : typeof read === type;
  if (!isRight)
    throw new ToolFault(`${what} must be ${TYPE_WORDS[type]}${read === undefined ? ', and is missing' : ''}`);
  return read;
}

function parsed(value: unknown): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
