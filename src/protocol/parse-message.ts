// JSON payloads to messages, with every field checked by hand: the client may load nothing but net. Fields
// that we do not know are ignored, and a type that we do not know is 'unknown': a peer of a later version may
// send both, and only what we understand counts. Anything else is 'malformed' and the peer must be
// disconnected.

import type {
  ClientMessage,
  Confirmation,
  LinkTraits,
  OtherPlace,
  ServerMessage,
  TerminalTraits,
  TypedLine,
  WantedValue,
} from './messages.js';
import { findUtf8 } from './utf8.js';

/** What is wrong with a payload that is not one of our messages. */
export type Unreadable = { type: 'unknown'; name: string } | { type: 'malformed'; problem: string };

type Fields = Readonly<Record<string, unknown>>;

/** Thrown while fields are read, caught where a payload is parsed. */
class ShapeError extends Error {}

export function parseClientMessage(payload: Uint8Array): ClientMessage | Unreadable {
  return parseMessage(payload, readClientMessage);
}

export function parseServerMessage(payload: Uint8Array): ServerMessage | Unreadable {
  return parseMessage(payload, readServerMessage);
}

function readClientMessage(type: string, fields: Fields): ClientMessage | undefined {
  switch (type) {
    case 'hello':
      return {
        type,
        protocol: integer(fields, 'protocol'),
        version: text(fields, 'version'),
        token: text(fields, 'token'),
        role: oneOf(fields, 'role', ['attach', 'control']),
        pid: integer(fields, 'pid'),
        cwd: text(fields, 'cwd'),
        env: textMap(fields, 'env'),
        ...optional(fields, 'terminal', terminalTraits),
        ...optional(fields, 'readOnly', flag),
        ...optional(fields, 'target', text),
        ...optional(fields, 'link', linkTraits),
      };
    case 'resize':
      return { type, rows: size(fields, 'rows'), cols: size(fields, 'cols') };
    case 'erase':
      return { type, byte: integer(fields, 'byte') };
    case 'ping':
      return { type };
    case 'request':
      return {
        type,
        id: integer(fields, 'id'),
        words: textList(fields, 'words'),
        ...optional(fields, 'stdin', text),
        json: flag(fields, 'json'),
        ...optional(fields, 'typed', typedLine),
        ...(fields['follows'] === true ? { follows: true } : {}),
      };
    case 'line':
      return { type, text: text(fields, 'text') };
    case 'environment':
      return { type, env: textMap(fields, 'env') };
    default:
      return undefined;
  }
}

function readServerMessage(type: string, fields: Fields): ServerMessage | undefined {
  switch (type) {
    case 'welcome':
      return {
        type,
        protocol: integer(fields, 'protocol'),
        version: text(fields, 'version'),
        pid: integer(fields, 'pid'),
        ...optional(fields, 'link', (each, name) => ({ taken: integer(object(each[name], name), 'taken') })),
      };
    case 'pong':
      return { type };
    case 'refused':
      return { type, message: text(fields, 'message'), exitCode: integer(fields, 'exitCode') };
    case 'environment-wanted':
      return { type };
    case 'line':
      return { type, text: text(fields, 'text') };
    case 'output':
      return { type, id: integer(fields, 'id'), stdout: text(fields, 'stdout') };
    case 'progress':
      return { type, id: integer(fields, 'id'), text: text(fields, 'text') };
    case 'response':
      return {
        type,
        id: integer(fields, 'id'),
        stdout: text(fields, 'stdout'),
        stderr: text(fields, 'stderr'),
        exitCode: integer(fields, 'exitCode'),
        ...optional(fields, 'attach', text),
        ...optional(fields, 'confirm', confirmation),
        ...optional(fields, 'help', text),
      };
    case 'bye':
      return {
        type,
        reason: oneOf(fields, 'reason', ['detached', 'quit', 'hangup']),
        message: text(fields, 'message'),
        ...optional(fields, 'next', otherPlace),
      };
    default:
      return undefined;
  }
}

function parseMessage<Message>(
  payload: Uint8Array,
  read: (type: string, fields: Fields) => Message | undefined,
): Message | Unreadable {
  try {
    const fields = parseObject(payload);
    const type = text(fields, 'type');
    return read(type, fields) ?? { type: 'unknown', name: type };
  } catch (error) {
    if (error instanceof ShapeError) return { type: 'malformed', problem: error.message };
    throw error;
  }
}

function parseObject(payload: Uint8Array): Fields {
  const json = findUtf8(payload);
  if (json === undefined) throw new ShapeError('not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ShapeError('not JSON');
  }
  return object(value, 'message');
}

function object(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new ShapeError(`${name} is not an object`);
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new ShapeError(`${name} is not a string`);
}

function integer(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new ShapeError(`${name} is not an integer`);
}

/** 0: the terminal does not know it (null, as JSON writes NaN). The receiver checks its limits. */
function size(fields: Fields, name: string): number {
  const value = fields[name];
  if (value === null || value === undefined) return 0;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new ShapeError(`${name} is not a number`);
}

function flag(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value === 'boolean') return value;
  throw new ShapeError(`${name} is not true or false`);
}

function oneOf<Value extends string>(fields: Fields, name: string, values: readonly Value[]): Value {
  const value = values.find((known) => known === fields[name]);
  if (value !== undefined) return value;
  throw new ShapeError(`${name} is not one of ${values.join(', ')}`);
}

function textList(fields: Fields, name: string): string[] {
  const value: unknown = fields[name];
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value;
  throw new ShapeError(`${name} is not a list of strings`);
}

function textMap(fields: Fields, name: string): Record<string, string> {
  const map = object(fields[name], name);
  // Without a prototype: an environment may contain a variable named __proto__.
  const copy = Object.create(null) as Record<string, string>;
  for (const key of Object.keys(map)) copy[key] = text(map, key);
  return copy;
}

function terminalTraits(fields: Fields, name: string): TerminalTraits {
  const traits = object(fields[name], name);
  return {
    rows: size(traits, 'rows'),
    cols: size(traits, 'cols'),
    colours: oneOf(traits, 'colours', ['none', '16', '256', 'truecolor']),
  };
}

function otherPlace(fields: Fields, name: string): OtherPlace {
  const place = object(fields[name], name);
  return {
    host: text(place, 'host'),
    command: text(place, 'command'),
    ...optional(place, 'target', text),
    ...(place['readOnly'] === true && { readOnly: true as const }),
  };
}

function linkTraits(fields: Fields, name: string): LinkTraits {
  const link = object(fields[name], name);
  return { id: text(link, 'id'), sent: integer(link, 'sent'), unsent: integer(link, 'unsent') };
}

function typedLine(fields: Fields, name: string): TypedLine {
  const line = object(fields[name], name);
  return { canAttach: flag(line, 'canAttach'), ...optional(line, 'cols', integer) };
}

function confirmation(fields: Fields, name: string): Confirmation {
  const asked = object(fields[name], name);
  return {
    question: text(asked, 'question'),
    words: textList(asked, 'words'),
    ...optional(asked, 'values', wantedValues),
  };
}

function wantedValues(fields: Fields, name: string): WantedValue[] {
  const list = fields[name];
  if (!Array.isArray(list)) throw new ShapeError(`${name} is not a list`);
  return list.map((item: unknown) => {
    const each = object(item, name);
    return { name: text(each, 'name'), question: text(each, 'question'), ...optional(each, 'preset', text) };
  });
}

/** The field as an object to spread: an absent field stays absent. */
function optional<Name extends string, Value>(
  fields: Fields,
  name: Name,
  read: (fields: Fields, name: string) => Value,
): { [Key in Name]?: Value } {
  if (fields[name] === undefined) return {};
  return { [name]: read(fields, name) } as { [Key in Name]?: Value };
}
