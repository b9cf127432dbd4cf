// What qmux and an agent tell each other at the start (pure): the request `initialize` and its answer. Owns
// which capabilities are offered, and why. Leaves ways to sign in to sign-in.ts.

import type { KnownAgent } from './known-agents.js';
import { readSignInMethods, type SignInMethod } from './sign-in.js';
import { asFields, asFlag, asText, fieldAt } from './wire-fields.js';

export const PROTOCOL_VERSION = 1;

/**
 * Neither fs nor terminal: few agents use them, Gemini CLI cannot create a file with fs, and version 2 has
 * neither. Without elicitation Claude asks nothing. With terminal sign-in agents name more ways to sign in.
 */
export const initializeParams = (version: string): Readonly<Record<string, unknown>> => ({
  protocolVersion: PROTOCOL_VERSION,
  clientInfo: { name: 'qmux', title: 'qmux', version },
  clientCapabilities: {
    elicitation: { form: {}, url: {} },
    session: { configOptions: { boolean: {} } },
    auth: { terminal: true },
    // Before auth.terminal was part of the protocol.
    _meta: { 'terminal-auth': true },
  },
});

export interface AgentFacts {
  /** The agent's own, such as `0.16.0`; undefined: it does not say. */
  version: string | undefined;
  protocolVersion: number;
  canResume: boolean;
  canLoad: boolean;
  canClose: boolean;
  canList: boolean;
  canFork: boolean;
  /** A prompt may go into the turn that runs. */
  canSteer: boolean;
  /** What a prompt may contain. */
  takes: { images: boolean; resources: boolean };
  signIn: readonly SignInMethod[];
}

/** result: of `initialize`. */
export function readAgentFacts(result: unknown, agent: KnownAgent): AgentFacts {
  const capabilities = fieldAt(result, 'agentCapabilities');
  const ofSessions = asFields(fieldAt(capabilities, 'sessionCapabilities')) ?? {};
  const offers = (name: string): boolean => (ofSessions[name] ?? undefined) !== undefined;
  const takes = (name: string): boolean => asFlag(fieldAt(capabilities, 'promptCapabilities', name)) ?? false;
  const version = fieldAt(result, 'protocolVersion');
  return {
    version: asText(fieldAt(result, 'agentInfo', 'version')),
    protocolVersion: typeof version === 'number' ? version : PROTOCOL_VERSION,
    canResume: offers('resume'),
    canLoad: asFlag(fieldAt(capabilities, 'loadSession')) === true && agent.quirks.neverLoad !== true,
    canClose: offers('close'),
    canList: offers('list'),
    canFork: offers('fork'),
    canSteer: asFlag(fieldAt(result, '_meta', 'steering', 'supported')) === true,
    takes: { images: takes('image'), resources: takes('embeddedContext') },
    signIn: readSignInMethods(fieldAt(result, 'authMethods'), agent),
  };
}
