// An agent's `elicitation/create` as a form or a link, and the reply as its response (pure). Owns which
// fields a schema has. Leaves checking what the user typed to form-values.ts.

import type { FieldValue, FormField, FormValue, UserQuestion, UserReply } from '../user-question.js';
import type { FormSchema } from './form-values.js';
import { asFields, asFieldsList, asText, asTexts, defined, fieldAt, type Fields } from './wire-fields.js';

export interface FormRequest {
  question: Extract<UserQuestion, { kind: 'form' }>;
  schema: FormSchema;
  /** Of a link: the agent says under this id that it is done. */
  elicitationId?: string;
}

/** undefined: a kind of question that is not known here. */
export function readElicitation(params: unknown): FormRequest | undefined {
  const fields = asFields(params);
  const text = asText(fields?.['message']) ?? '';
  if (fields?.['mode'] === 'url') {
    const url = asText(fields['url']);
    const elicitationId = asText(fields['elicitationId']);
    if (url === undefined) return undefined;
    return { question: { kind: 'form', text, fields: [], url }, schema: {}, ...defined({ elicitationId }) };
  }
  // Before modes there were only forms.
  if (fields?.['mode'] !== undefined && fields['mode'] !== 'form') return undefined;
  const form = readForm(fields?.['requestedSchema']);
  return form && { question: { kind: 'form', text, fields: form.fields }, schema: form.schema };
}

/** Of the protocol: accept with the values, decline or cancel. */
export function encodeElicitationReply(
  reply: UserReply,
  { question }: FormRequest,
): { action: 'accept' | 'decline' | 'cancel'; content?: Readonly<Record<string, FormValue>> } {
  if (reply.type === 'declined') return { action: 'decline' };
  if (reply.type !== 'form') return { action: 'cancel' };
  return question.url === undefined ? { action: 'accept', content: reply.values } : { action: 'accept' };
}

/**
 * A JSON schema of an object with plain fields; undefined: it is not. Fields of unknown types are skipped.
 */
export function readForm(schema: unknown): { fields: FormField[]; schema: FormSchema } | undefined {
  const properties = asFields(fieldAt(schema, 'properties'));
  if (!properties) return undefined;
  const required = new Set(asTexts(fieldAt(schema, 'required')));
  const read = Object.entries(properties).flatMap(([name, property]) => {
    const fields = asFields(property);
    const field = fields && readField(name, fields, required.has(name));
    return field ? [{ field, fields }] : [];
  });
  return {
    fields: read.map(({ field }) => field),
    schema: Object.fromEntries(read.map(({ field, fields }) => [field.name, fields])),
  };
}

function readField(name: string, fields: Fields, required: boolean): FormField | undefined {
  const values = readValues(fields);
  const type = typeOf(fields, values);
  if (type === undefined) return undefined;
  return {
    name,
    title: asText(fields['title']) ?? name,
    type,
    values,
    required,
    ...defined({
      description: asText(fields['description']),
      preset: readPreset(fields['default'], type, values),
    }),
  };
}

function typeOf(fields: Fields, values: readonly FieldValue[]): FormField['type'] | undefined {
  switch (fields['type']) {
    case 'string':
      return values.length > 0 ? 'choice' : 'text';
    case 'number':
    case 'integer':
      return fields['type'];
    case 'boolean':
      return 'flag';
    case 'array':
      return values.length > 0 ? 'choices' : undefined;
    default:
      return undefined;
  }
}

function readValues(fields: Fields): FieldValue[] {
  const from = asFields(fields['items']) ?? fields;
  const titled = [...asFieldsList(from['oneOf']), ...asFieldsList(from['anyOf'])];
  if (titled.length > 0) return titled.flatMap(readTitled);
  const names = asTexts(from['enumNames']);
  return asTexts(from['enum']).map((value, at) => ({ value, name: names[at] ?? value }));
}

function readTitled(fields: Fields): FieldValue[] {
  const value = asText(fields['const']);
  if (value === undefined) return [];
  // Claude repeats the description in the title.
  const description =
    asText(fields['description']) ??
    asText(fieldAt(fields, '_meta', '_claude/askUserQuestionOption', 'description'));
  const title = asText(fields['title']) ?? value;
  const name = description === undefined ? title : title.replace(` — ${description}`, '');
  return [{ value, name, ...defined({ description }) }];
}

function readPreset(
  preset: unknown,
  type: FormField['type'],
  values: readonly FieldValue[],
): FormValue | undefined {
  const has = (value: unknown): boolean => values.some((each) => each.value === value);
  switch (type) {
    case 'text':
      return asText(preset);
    case 'choice':
      return has(preset) ? asText(preset) : undefined;
    case 'choices':
      return Array.isArray(preset) ? asTexts(preset).filter(has) : undefined;
    case 'flag':
      return typeof preset === 'boolean' ? preset : undefined;
    default:
      return typeof preset === 'number' ? preset : undefined;
  }
}
