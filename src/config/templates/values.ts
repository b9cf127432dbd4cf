// What is given for the placeholders of a template (pure): KEY=VALUE, what is still missing, and what no
// value may be. Leaves asking to commands/templates/, and where a value goes to fill-template.ts.

import { nearest } from '../../text/nearest.js';
import { orList } from '../../text/or-list.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine } from '../../text/visible-signs.js';
import { placeholderName } from './placeholders.js';
import type { Template, TemplateAsk } from './template.js';

export type Values = ReadonlyMap<string, string>;

export interface GivenValues {
  /** Without those that are missing. */
  values: Values;
  /** Not given. */
  asked: readonly TemplateAsk[];
  /** Of these, those for which nothing stands. */
  missing: readonly TemplateAsk[];
}

/** words: KEY=VALUE. Throws a UserError (exit code 2) for any other word, key or value. */
export function readValues(
  { name, asks }: Pick<Template, 'name' | 'asks'>,
  words: readonly string[],
): GivenValues {
  const given = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1)
      throw new UserError(
        `new --template takes KEY=VALUE, not ${spellOnLine(word)}; quote a value that has spaces`,
        { exitCode: 2 },
      );
    const key = placeholderName(word.slice(0, at));
    const ask = asks.find((each) => each.name === key);
    if (!ask) throw unknownKey(name, key, asks);
    if (given.has(key)) throw new UserError(`${key} is given twice; give it once`, { exitCode: 2 });
    const value = word.slice(at + 1);
    const fault = whyNotValue(ask, value);
    if (fault !== undefined) throw new UserError(`${key} ${fault}`, { exitCode: 2 });
    given.set(key, value);
  }
  const values = new Map<string, string>();
  for (const { name: key, preset } of asks) {
    const value = given.get(key) ?? preset;
    if (value !== undefined) values.set(key, value);
  }
  const asked = asks.filter(({ name: key }) => !given.has(key));
  return { values, asked, missing: asks.filter(({ name: key }) => !values.has(key)) };
}

function unknownKey(template: string, key: string, asks: readonly TemplateAsk[]): UserError {
  const names = asks.map(({ name }) => name);
  const near = nearest(key, names);
  const wayOut =
    names.length === 0
      ? 'it asks for nothing'
      : near.length > 0
        ? `did you mean ${orList(near)}?`
        : `it has ${names.map((name) => `{${name}}`).join(', ')}`;
  return new UserError(`template ${template} has no {${spellOnLine(key)}}; ${wayOut}`, { exitCode: 2 });
}

/** C0 without tab and line feed, DEL, C1. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** A clause that follows its key. */
export function whyNotValue(
  { choices, preset }: Pick<TemplateAsk, 'choices' | 'preset'>,
  value: string,
): string | undefined {
  // A variable of a script that is not set must not become a question without its object.
  if (preset === undefined && value.trim() === '') return 'needs a value';
  const control = CONTROL.exec(value)?.[0];
  if (control !== undefined) {
    const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `holds a control character (U+${code}); leave it out`;
  }
  if (choices.length === 0 || choices.includes(value)) return undefined;
  return `must be ${orList(choices)}, not ${spellOnLine(value)}`;
}

/** `issue=VALUE title=VALUE` */
export const spellMissing = (missing: readonly TemplateAsk[]): string =>
  missing.map(({ name }) => `${name}=VALUE`).join(' ');
