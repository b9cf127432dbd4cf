// Who answers a chat: a model, or an agent that ends with its session. Owns which of them it is, and what it
// is called. Leaves models to the server and the agent to agent-of-chat.ts.

import type { ModelOfChat } from '../../chat/ports.js';
import type { ChatRecord } from '../../store/session-record.js';
import { AgentOfChat, type AgentOwner } from './agent-of-chat.js';
import { SessionModel, type BoundSurroundings } from './bound-ports.js';
import type { ChatAgents } from './chat-ports.js';
import { ModelSettings } from './model-settings.js';

export interface AnswererSurroundings<Session> extends BoundSurroundings<Session> {
  readonly agents: ChatAgents;
}

export class Answerer<Session extends { readonly record: ChatRecord }> {
  readonly model: ModelOfChat;
  /** undefined: a model answers. */
  readonly agent: AgentOfChat | undefined;
  /** undefined: an agent answers. */
  readonly settings: ModelSettings<Session> | undefined;
  /** Of the last turn here; undefined after a restart. */
  #lastModel: string | undefined;

  readonly #session: Session;
  readonly #given: AnswererSurroundings<Session>;

  constructor(
    session: Session,
    given: AnswererSurroundings<Session>,
    owner: Omit<AgentOwner, 'record' | 'instruction'>,
  ) {
    this.#session = session;
    this.#given = given;
    const { agent } = session.record;
    if (agent !== undefined)
      this.agent = new AgentOfChat(
        agent,
        {
          ...owner,
          record: () => session.record,
          instruction: () => given.advice.instruction(session),
        },
        given.agents,
      );
    else
      this.settings = new ModelSettings(given.models, {
        session,
        update: owner.update,
        changed: () => {
          this.#lastModel = undefined;
          owner.changed('kept-facts');
        },
      });
    this.model = this.agent ?? new SessionModel(given, session);
  }

  get name(): string {
    if (this.agent) return this.agent.setting('model') ?? this.agent.chosen;
    return this.#lastModel ?? this.#given.models.chosen(this.#session).name;
  }

  /** With where a model was found and whether it has tools, or with the mode of an agent. */
  get title(): string {
    if (this.agent) return this.agent.title;
    const chosen = this.#given.models.chosen(this.#session);
    const title = this.name === chosen.name ? chosen.title : this.name;
    const hasTools =
      title !== 'guide' && chosen.callsTools !== false && this.#given.tools.areOn(this.#session);
    return hasTools ? `${title} · tools` : title;
  }

  /** A turn began, answered by this model. */
  noteTurn(model: string): void {
    this.#lastModel = model;
  }
}
