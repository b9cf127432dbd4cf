// zod schemas made from the option table's shapes. Owns only the translation; an issue's message says what
// was expected. Loaded with parse-config.ts, when a config file exists: importing zod takes 27 ms, which a
// start without one need not pay.

// As a namespace: the bundle then holds what is used of it, a quarter.
import * as z from 'zod';
import type { Shape } from './shape.js';

function schemaOf(shape: Shape): z.ZodType {
  const error = shape.expected;
  switch (shape.type) {
    case 'text': {
      const text = z.string({ error }).min(shape.mayBeEmpty ? 0 : 1, { error });
      return shape.allows ? text.refine(shape.allows, { error }) : text;
    }
    case 'colour':
      return z
        .string({ error })
        .regex(/^#[0-9a-fA-F]{6}$/, { error })
        .transform((text) => Number.parseInt(text.slice(1), 16));
    case 'flag':
      return z.boolean({ error });
    case 'amount':
      return z.number({ error }).min(0, { error });
    case 'integer':
      return z.int({ error }).min(shape.min, { error }).max(shape.max, { error });
    case 'choice':
      return z.enum(shape.values, { error });
    case 'any':
      return z.unknown();
    case 'list':
      return z.array(schemaOf(shape.of), { error });
    case 'map': {
      const map = z.record(z.string(), schemaOf(shape.of), { error });
      const { allows } = shape;
      if (!allows) return map;
      return map.superRefine((entries, context) => {
        for (const [name, value] of Object.entries(entries))
          if (!allows(name, value)) context.addIssue({ code: 'custom', path: [name], message: error });
      });
    }
    case 'table': {
      const fields = Object.entries(shape.fields).map(([name, field]) => [
        name,
        shape.required?.includes(name) ? schemaOf(field) : schemaOf(field).optional(),
      ]);
      const table = z.strictObject(Object.fromEntries(fields) as Record<string, z.ZodType>, { error });
      const { shorthand } = shape;
      if (shorthand === undefined) return table;
      return z.preprocess((value) => (typeof value === 'string' ? { [shorthand]: value } : value), table);
    }
  }
}

/** Making one takes longer than using it, and a file has the same shapes again and again. */
const schemas = new WeakMap<Shape, z.ZodType>();

export function schemaFor(shape: Shape): z.ZodType {
  const schema = schemas.get(shape) ?? schemaOf(shape);
  schemas.set(shape, schema);
  return schema;
}
