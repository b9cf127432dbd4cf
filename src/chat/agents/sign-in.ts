// How the user can sign in to an agent (pure): the methods that it offers, and what to say when it asks for
// one. Owns the words. Leaves opening a terminal for it to others; no credential passes through here.

import type { KnownAgent } from './known-agents.js';
import { asFields, asFieldsList, asText, asTexts, defined, fieldAt, type Fields } from './wire-fields.js';

export interface SignInMethod {
  id: string;
  name: string;
  description?: string;
  /** Environment variables that are enough. */
  variables: readonly string[];
  /** The agent's own login, to be run in a terminal. */
  terminal?: Login;
}

/** A program that the user signs in with. */
export interface Login {
  command: string;
  args: readonly string[];
  /** In addition to the environment of the client. */
  env: Readonly<Record<string, string>>;
}

/** What the user can choose. login: undefined: setting the variables is enough. */
export interface SignInWay {
  id: string;
  words: string;
  variables: readonly string[];
  login?: Login;
}

/** authMethods: of the answer to `initialize`. */
export function readSignInMethods(authMethods: unknown, agent: KnownAgent): SignInMethod[] {
  return asFieldsList(authMethods).flatMap((fields) => {
    const id = asText(fields['id']);
    if (id === undefined) return [];
    const description = asText(fields['description']);
    const variables = asFieldsList(fields['vars']).flatMap(({ name }) => asText(name) ?? []);
    return [
      {
        id,
        name: asText(fields['name']) ?? id,
        variables,
        ...defined({ description, terminal: readTerminal(fields, agent) }),
      },
    ];
  });
}

function readTerminal(fields: Fields, agent: KnownAgent): SignInMethod['terminal'] {
  const own = asFields(fieldAt(fields, '_meta', 'terminal-auth'));
  const command = asText(own?.['command']);
  if (own && command !== undefined) return { command, args: asTexts(own['args']), env: asVariables(own) };
  const meta = asFields(fields['_meta']);
  const source = fields['type'] === 'terminal' ? fields : meta?.['type'] === 'terminal' ? meta : undefined;
  if (!source) return undefined;
  // Its arguments come after the agent's own.
  const args = [...agent.args, ...asTexts(source['args'])];
  return { command: agent.command, args, env: { ...agent.env, ...asVariables(source) } };
}

/** Those that can be had here. A method that the agent only names is its login, if that is known. */
export function listSignInWays(agent: KnownAgent, methods: readonly SignInMethod[]): SignInWay[] {
  const ways = methods.flatMap(({ id, name, variables, terminal }): SignInWay[] => {
    if (terminal) {
      const command = [terminal.command, ...terminal.args].join(' ');
      return [{ id, words: `${name}: run ${command}`, variables: [], login: terminal }];
    }
    return variables.length === 0
      ? []
      : [{ id, words: `${name}: set ${variables.join(' and ')}`, variables }];
  });
  const [command, ...args] = agent.login?.split(' ') ?? [];
  if (command === undefined || ways.some(({ login }) => login)) return ways;
  const login = { command, args, env: agent.env };
  return [...ways, { id: OWN_LOGIN, words: `Run ${agent.login}`, variables: [], login }];
}

const OWN_LOGIN = 'own-login';

const asVariables = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(asFields(fields['env']) ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );

/** `codex needs you to sign in: set A or B, or run codex login in a terminal; then ask again` */
export function describeSignIn(agent: KnownAgent, methods: readonly SignInMethod[]): string {
  const variables = [...new Set(methods.flatMap((method) => method.variables))];
  const login = methods.find(({ terminal }) => terminal)?.terminal;
  const command = login ? [login.command, ...login.args].join(' ') : agent.login;
  const ways = [
    ...(variables.length > 0 ? [`set ${variables.join(' or ')}`] : []),
    ...(command === undefined ? [] : [`run ${command} in a terminal`]),
  ];
  const names = methods.map(({ name }) => name).join(', ');
  const way =
    ways.length > 0 ? ways.join(', or ') : names === '' ? 'see its manual' : `choose one of ${names}`;
  return `${agent.name} needs you to sign in: ${way}; then ask again`;
}
