// From a connection to a session that takes prompts: initialize, a session that is new, resumed or loaded,
// and what it is to be set to. Owns the order, and what is said when it fails. Leaves the process and how
// long it may be silent to agent-session.ts.

import type { ModelOption } from '../model-event.js';
import { isAgentError } from './agent-connection.js';
import type { AgentInbox } from './agent-inbox.js';
import { initializeParams, PROTOCOL_VERSION, readAgentFacts, type AgentFacts } from './capabilities.js';
import type { KnownAgent } from './known-agents.js';
import { ReplayedTurns, type ReplayedTurn } from './replayed-turns.js';
import { AUTH_REQUIRED, errorWords, type EndEvent } from './turn-end.js';
import { asText, fieldAt } from './wire-fields.js';

/** What a session that stands began with. */
export type Beginning =
  | { type: 'new' }
  /** The agent knows what was said. replay: all of it, if that was wanted and could be had. */
  | { type: 'resumed'; replay: readonly ReplayedTurn[] | undefined }
  /** It does not. reason: its own words. */
  | { type: 'lost'; reason: string };

/** A start that failed, as the event that ends the turn. */
export class StartFailure extends Error {
  readonly event: EndEvent;

  constructor(event: EndEvent) {
    super(event.type === 'error' ? event.message : event.type);
    this.event = event;
  }
}

export interface WantedOption {
  /** By category, or by id. */
  of: Pick<ModelOption, 'category'> | Pick<ModelOption, 'id'>;
  /** The value's id, or its name. */
  value: string;
  /** The user asked for it, so that they are told if it cannot be had. */
  isChosen: boolean;
}

export type Request = (method: string, params: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** version: of qmux. Rejects with a StartFailure if the agent speaks another version of the protocol. */
export async function shakeHands(request: Request, agent: KnownAgent, version: string): Promise<AgentFacts> {
  const facts = readAgentFacts(await request('initialize', initializeParams(version)), agent);
  if (facts.protocolVersion === PROTOCOL_VERSION) return facts;
  throw startFailure(
    `${agent.name} speaks version ${facts.protocolVersion} of the protocol and qmux version ${PROTOCOL_VERSION}; update the older of the two`,
  );
}

export interface SessionPlace {
  request: Request;
  inbox: AgentInbox;
  facts: AgentFacts;
  agent: KnownAgent;
  directory: string;
  /** Of a session that goes on, what was said in it. */
  wantsReplay?: boolean;
}

/** sessionId: of the one to go on with. Afterwards the inbox has the session's id and options. */
export async function findSession(place: SessionPlace, sessionId: string | undefined): Promise<Beginning> {
  const reason = sessionId === undefined ? undefined : await bringBack(place, sessionId);
  if (sessionId !== undefined && reason === undefined)
    return { type: 'resumed', replay: place.inbox.replayed };
  const { request, inbox, agent } = place;
  const result = await request('session/new', paramsOf(place));
  const id = asText(fieldAt(result, 'sessionId'));
  if (id === undefined) throw startFailure(`${agent.name} gave its session no id; update it`);
  inbox.sessionId = id;
  readOptions(inbox, result);
  return reason === undefined ? { type: 'new' } : { type: 'lost', reason };
}

/** Why it could not be done; undefined: it was. */
async function bringBack(place: SessionPlace, sessionId: string): Promise<string | undefined> {
  const { request, inbox, facts } = place;
  const mayLoad = place.wantsReplay === true && facts.canLoad;
  inbox.replay = mayLoad ? new ReplayedTurns() : undefined;
  const way = !mayLoad && facts.canResume ? 'session/resume' : facts.canLoad ? 'session/load' : undefined;
  if (way === undefined) return 'it cannot take up earlier sessions';
  inbox.sessionId = sessionId;
  inbox.isReplaying = true;
  try {
    readOptions(inbox, await request(way, { sessionId, ...paramsOf(place) }));
    return undefined;
  } catch (error) {
    if (!isAgentError(error) || error.code === AUTH_REQUIRED) throw error;
    inbox.sessionId = '';
    return errorWords(error);
  } finally {
    inbox.isReplaying = false;
  }
}

/** The id of a session of its own that goes on from here; undefined: the agent cannot do that. */
export async function forkSession(place: SessionPlace): Promise<string | undefined> {
  const { request, inbox, facts, agent } = place;
  if (!facts.canFork) return undefined;
  const id = asText(
    fieldAt(await request('session/fork', { sessionId: inbox.sessionId, ...paramsOf(place) }), 'sessionId'),
  );
  if (id === undefined) throw startFailure(`${agent.name} gave the new session no id; update it`);
  return id;
}

/**
 * Into the turn that runs. The extension is agreed on by agents; with this option none of them begins a turn
 * of its own if that one has just ended. Never rejects.
 */
export async function steerSession(request: Request, sessionId: string, text: string): Promise<boolean> {
  const prompt = [{ type: 'text', text }];
  const _meta = { steering: { idleBehavior: 'promptRequired' } };
  const outcome = await request('_session/steering', { sessionId, prompt, _meta }).then(
    (result) => asText(fieldAt(result, 'outcome')),
    () => undefined,
  );
  return outcome === 'injected' || outcome === 'startedNewTurn';
}

/** Agents read the MCP servers that the user has set up for them. */
const paramsOf = ({ directory }: SessionPlace): Readonly<Record<string, unknown>> => ({
  cwd: directory,
  mcpServers: [],
});

function readOptions(inbox: AgentInbox, result: unknown): void {
  inbox.updates.options.read(result);
  inbox.emit(...inbox.updates.reportOptions());
}

/** false: there is no such option, or it does not have that value. Rejects when the agent refuses. */
export async function setOption(
  { request, inbox }: Pick<SessionPlace, 'request' | 'inbox'>,
  id: string,
  value: string,
): Promise<boolean> {
  const { options } = inbox.updates;
  const set = options.requestFor(id, value);
  if (!set) return false;
  const result = await request(set.method, { sessionId: inbox.sessionId, ...set.params });
  if (!options.read(result)) options.noteSet(id, value);
  inbox.emit(...inbox.updates.reportOptions());
  return true;
}

/** What cannot be had is reported if the user asked for it; the session is of use all the same. */
export async function applyWanted(place: SessionPlace, wanted: readonly WantedOption[]): Promise<void> {
  for (const { of, value, isChosen } of wanted) {
    const { list } = place.inbox.updates.options;
    const option = list.find((each) => ('id' in of ? each.id === of.id : each.category === of.category));
    const kind = 'id' in of ? of.id : of.category;
    const tell = (text: string): void => {
      if (isChosen) place.inbox.emit({ type: 'notice', text: `${place.agent.name} ${text}` });
    };
    const found = option?.values.find((each) => each.value === value || each.name === value);
    if (!option || !found) {
      const names = option?.values.map((each) => each.value).join(', ');
      tell(option ? `has no ${kind} ${value}; it has ${names}` : `has no ${kind} to choose`);
    } else if (option.current !== found.value) {
      await setOption(place, option.id, found.value).catch((error: unknown) => {
        if (!isAgentError(error)) throw error;
        tell(`did not take the ${kind} ${value}: ${errorWords(error)}`);
      });
    }
  }
}

const startFailure = (message: string): StartFailure =>
  new StartFailure({ type: 'error', message, needsUser: true });
