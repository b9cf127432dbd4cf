// From what a user asked for to a session's first facts, checked (pure): type, name, number, model. Leaves
// the place and the process to the coordinator. Invariant: a refusal is thrown before anything is created.

import type { ChatRecord, SessionRecord } from '../store/session-record.js';
import { UserError } from '../text/user-error.js';
import type { Place } from './arrangement/arrangement.js';
import { checkName, defaultName } from './names/names.js';
import { lowestFreeNumber } from './names/numbers.js';
import { commandName } from './program/program-words.js';
import type { SessionType } from './session-types.js';
import { findType, PROGRAM_TYPE } from './session-types.js';
import type { Viewer } from './arrangement/viewers.js';

/** What a new session is to be; the one object that its creation takes. */
export interface CreateOptions {
  kind: 'chat' | 'program';
  type: string | undefined;
  name: string | undefined;
  model: string | undefined;
  cwd: string;
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  viewer: Viewer;
  place: Place;
}

export interface NamingRules {
  types: readonly SessionType[];
  /** Names and numbers of the open sessions. */
  names: readonly string[];
  numbers: readonly number[];
}

/** A chat with the type and the model of another, if there is one. */
export const chatLike = (
  other: Pick<ChatRecord, 'type' | 'model'> | undefined,
  cwd: string,
): Omit<CreateOptions, 'env' | 'viewer' | 'place'> => ({
  kind: 'chat',
  type: other?.type,
  name: undefined,
  model: other?.model,
  cwd,
  command: [],
});

export const typeNames = (types: readonly SessionType[]): string[] => [
  ...types.flatMap(({ name, aliases }) => [name, ...aliases]),
  PROGRAM_TYPE,
];

/** cwd: checked, absolute. Throws a UserError for an unknown type and for a bad or taken name. */
export function describeNewSession(
  options: CreateOptions,
  rules: NamingRules,
  given: { id: string; now: number; cwd: string },
): SessionRecord {
  const { kind, name } = options;
  const type = typeOf(options, rules.types);
  if (name !== undefined) checkName(name, { typeNames: typeNames(rules.types), taken: rules.names });
  const number = lowestFreeNumber(rules.numbers);
  const base = kind === 'program' ? commandName(options.command) : type;
  const model = options.model ?? findType(rules.types, type)?.model;
  const common = {
    id: given.id,
    number,
    name: name ?? defaultName(base, number, rules.names),
    named: name !== undefined,
    type,
    cwd: given.cwd,
    created: given.now,
    lastUsed: given.now,
    turns: 0,
    unread: 0,
  };
  return kind === 'program'
    ? { ...common, kind, command: [...options.command] }
    : { ...common, kind, ...(model === undefined ? {} : { model }) };
}

function typeOf({ kind, type: word }: CreateOptions, types: readonly SessionType[]): string {
  if (kind === 'program') return PROGRAM_TYPE;
  if (word === undefined) return 'chat';
  const type = findType(types, word);
  if (type) return type.name;
  throw new UserError(`no type ${word}; the types are ${types.map(({ name }) => name).join(', ')}`, {
    exitCode: 2,
  });
}
