// From what a user asked for to a session's first facts, checked (pure): type, name, number, model. Leaves
// the place and the process to the coordinator. Invariant: a refusal is thrown before anything is created.

import type { ChatRecord, SessionRecord } from '../store/session-record.js';
import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import type { Place } from './arrangement/arrangement.js';
import { checkName, defaultName } from './names/names.js';
import { lowestFreeNumber } from './names/numbers.js';
import { commandName } from './program/program-words.js';
import type { Size } from './session-screen.js';
import type { SessionType } from './session-types.js';
import { findType, PROGRAM_TYPE } from './session-types.js';
import type { Viewer } from './arrangement/viewers.js';

/** What a new session is to be; the one object that its creation takes. */
export interface CreateOptions {
  /** Absent: a new one. */
  id?: string;
  kind: 'chat' | 'program';
  type: string | undefined;
  name: string | undefined;
  /** Of an agent: in its own words. */
  model: string | undefined;
  /** Who answers; undefined: the agent of the type, or a model. */
  agent?: string | undefined;
  /** How hard an agent thinks, in its own words. */
  effort?: string | undefined;
  /** The agent's own id of a conversation that goes on. */
  agentSession?: string | undefined;
  cwd: string;
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  viewer: Viewer;
  place: Place;
  /** Of a program's screen at its start; absent: that of its place. */
  size?: Size;
}

export interface NamingRules {
  types: readonly SessionType[];
  /** Names of the agents that are known. */
  agents: readonly string[];
  /** The one that answers if nothing else is asked for; undefined: a model does. */
  agent: string | undefined;
  /** Names and numbers of the open sessions. */
  names: readonly string[];
  numbers: readonly number[];
}

/** A chat with the type and the model, or the agent, of another, if there is one. */
export const chatLike = (
  other: Pick<ChatRecord, 'type' | 'model' | 'agent' | 'agentSettings'> | undefined,
  cwd: string,
): Omit<CreateOptions, 'env' | 'viewer' | 'place'> => ({
  kind: 'chat',
  type: other?.type,
  name: undefined,
  model: other?.agent === undefined ? other?.model : other.agentSettings?.model,
  agent: other?.agent,
  cwd,
  command: [],
});

export const typeNames = (types: readonly SessionType[]): string[] => [
  ...types.flatMap(({ name, aliases }) => [name, ...aliases]),
  PROGRAM_TYPE,
];

/** Names that no session may take. */
export const reservedNames = ({ types, agents }: Pick<NamingRules, 'types' | 'agents'>): string[] => [
  ...typeNames(types),
  ...agents,
];

/** cwd: checked, absolute. Throws a UserError for an unknown type and for a bad or taken name. */
export function describeNewSession(
  options: CreateOptions,
  rules: NamingRules,
  given: { id: string; now: number; cwd: string },
): SessionRecord {
  const { kind, name } = options;
  const type = typeOf(options, rules.types);
  const agent = kind === 'program' ? undefined : agentOf(options, type, rules);
  if (name !== undefined) checkName(name, { typeNames: reservedNames(rules), taken: rules.names });
  const number = lowestFreeNumber(rules.numbers);
  const base = kind === 'program' ? commandName(options.command) : type === 'chat' ? (agent ?? type) : type;
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
    : { ...common, kind, ...answererOf(options, { type, agent }, rules) };
}

/** Who answers, and what was chosen of it. */
function answererOf(
  { model, effort, agentSession }: CreateOptions,
  { type, agent }: { type: string; agent: string | undefined },
  { types }: NamingRules,
): Pick<ChatRecord, 'model' | 'agent' | 'agentSession' | 'agentSettings'> {
  if (agent === undefined) {
    const chosen = model ?? findType(types, type)?.model;
    return chosen === undefined ? {} : { model: chosen };
  }
  const agentSettings = {
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
  };
  return {
    agent,
    ...(agentSession === undefined ? {} : { agentSession }),
    ...(Object.keys(agentSettings).length === 0 ? {} : { agentSettings }),
  };
}

/** Asked for by name, else that of the type, unless a model was asked for. */
function agentOf(
  { agent, model }: CreateOptions,
  type: string,
  { types, agents, agent: usual }: NamingRules,
): string | undefined {
  const wanted = agent ?? (model === undefined ? usualAgent(findType(types, type), usual) : undefined);
  if (wanted === undefined) return undefined;
  const known = findAgentName(agents, wanted);
  if (known !== undefined) return known;
  throw new UserError(`no agent ${sanitiseLine(wanted)}; the agents are ${agents.join(', ')}`, {
    exitCode: 2,
  });
}

/** That of the type, or that of the config where the type names no model. */
const usualAgent = (type: SessionType | undefined, usual: string | undefined): string | undefined =>
  type?.agent ?? (type?.model === undefined ? usual : undefined);

/** Without regard to case, as types are found. */
export const findAgentName = (agents: readonly string[], word: string): string | undefined =>
  agents.find((name) => name.toLowerCase() === word.toLowerCase());

function typeOf({ kind, type: word }: CreateOptions, types: readonly SessionType[]): string {
  if (kind === 'program') return PROGRAM_TYPE;
  if (word === undefined) return 'chat';
  const type = findType(types, word);
  if (type) return type.name;
  throw new UserError(`no type ${word}; the types are ${types.map(({ name }) => name).join(', ')}`, {
    exitCode: 2,
  });
}
