// The agent that answers a chat, as the chat's loop and its session see it. Owns when it is made, started and
// ended, and what of it the session's record keeps. Leaves the process and the protocol to chat/agents/, the
// conversation to the chat. Invariant: it ends with its session.

import type { Agent } from '../../chat/agents/agent.js';
import type { ReplayedTurn } from '../../chat/agents/replayed-turns.js';
import { isAgentError } from '../../chat/agents/agent-connection.js';
import { StartFailure } from '../../chat/agents/session-opening.js';
import { withSignIn, type Refusal } from '../../chat/agents/signing-in.js';
import { errorWords } from '../../chat/agents/turn-end.js';
import type { Conversation } from '../../chat/conversation.js';
import type { AgentCommand, ModelOption, StandingEvent } from '../../chat/model-event.js';
import type { ChatModel, ModelOfChat, ModelRequest } from '../../chat/ports.js';
import type { ChatRecord, RecordChange } from '../../store/session-record.js';
import type { Undo } from '../../text/undo.js';
import { glyphs } from '../../text/glyphs.js';
import { commandWord } from '../../text/mentions.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { chooseOption, type OptionCategory } from './agent-options.js';
import { AgentPhase, spellStart } from './agent-phase.js';
import type { ChatAgents, MadeAgent } from './chat-ports.js';
import { quoteConversation } from './quote-conversation.js';

/** The chat whose agent it is. */
export interface AgentOwner {
  record(): ChatRecord;
  /** undefined: it is not loaded. */
  conversation(): Conversation | undefined;
  /** Standing instruction of its type. */
  instruction(): string | undefined;
  update(change: RecordChange<ChatRecord>): void;
  /** kept-facts: the user, or the agent, counts on it. */
  changed(change?: 'facts' | 'kept-facts'): void;
  /** What the agent says that there is in its session, once turns may have been made elsewhere. */
  replayed(turns: readonly ReplayedTurn[] | undefined): void;
  /** Only what its title says. */
  titleChanged(): void;
}

export class AgentOfChat implements ModelOfChat {
  #made: MadeAgent | undefined;
  #phase: AgentPhase | undefined;
  #opening: Promise<MadeAgent> | undefined;
  #isClosed = false;
  /** Another process holds its session: why it does not start. */
  #isHeld: string | undefined;
  readonly #listeners = new Set<(event: StandingEvent) => void>();

  readonly #name: string;
  readonly #owner: AgentOwner;
  readonly #agents: ChatAgents;

  constructor(name: string, owner: AgentOwner, agents: ChatAgents) {
    this.#name = name;
    this.#owner = owner;
    this.#agents = agents;
  }

  get instruction(): string | undefined {
    return this.#owner.instruction();
  }

  /** Known once it has started. */
  get takesImages(): boolean | undefined {
    return this.#made?.agent.takesImages;
  }

  get chosen(): string {
    return this.#name;
  }

  /** Who answers, with which model, in which mode, with which effort. */
  get title(): string {
    const parts = [this.#name, this.setting('model'), this.setting('mode'), this.setting('effort')];
    return parts
      .filter((part) => part !== undefined)
      .map((part) => sanitiseLine(part))
      .join(glyphs().between);
  }

  get starting(): string | undefined {
    return this.#opening || this.#made?.agent.state === 'starting' ? `starting ${this.#name}` : undefined;
  }

  /** What its title says in place of the chat's state; undefined: nothing. */
  get phase(): string | undefined {
    return this.#opening ? spellStart(this.#name) : this.#phase?.words;
  }

  /** What its title says beside that; undefined: nothing. */
  get silence(): string | undefined {
    return this.#phase?.silence;
  }

  get pid(): number | undefined {
    return this.#made?.agent.pid;
  }

  get version(): string | undefined {
    return this.#made?.agent.version;
  }

  /** Empty until it has started once. */
  get options(): readonly ModelOption[] {
    return this.#made?.agent.options ?? [];
  }

  get agentCommands(): readonly AgentCommand[] {
    return this.#made?.agent.commands ?? [];
  }

  /** Nothing of it is under way. */
  get isIdle(): boolean {
    return !this.#opening && (this.#made?.agent.isIdle ?? true);
  }

  /** The agent's name for what is set, else what was asked for. undefined: not known. */
  setting(category: OptionCategory): string | undefined {
    const option = this.options.find((each) => each.category === category);
    const value = option?.values.find((each) => each.value === option.current);
    return value?.name ?? option?.current ?? this.#owner.record().agentSettings?.[category];
  }

  /**
   * Rejects with a UserError that says why it does not start. One that wants its user to sign in asks for
   * that in the turn.
   */
  async resolve(): Promise<ChatModel> {
    const made = await this.#open();
    return withSignIn(made, await this.#start(made));
  }

  /** Rejects with a UserError that says why it does not start. */
  async start(): Promise<void> {
    const refusal = await this.#start(await this.#open());
    if (refusal) throw new UserError(refusal.message);
  }

  /** What it says if it wants its user to sign in. */
  async #start({ agent }: MadeAgent): Promise<Refusal | undefined> {
    try {
      await agent.start();
      return undefined;
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      const { event } = error;
      if (event.type === 'error' && event.signIn) return event;
      throw new UserError(error.message);
    }
  }

  /** Its start takes a second or more: the first prompt waits for it, not the first key. */
  prepare(): void {}

  onStanding(listener: (event: StandingEvent) => void): Undo {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Sets an option for this session, and for every start of it. Starts the agent if it does not run. Rejects
   * with a UserError that names what there is.
   */
  async set(category: OptionCategory, wanted: string): Promise<string> {
    await this.start();
    const { agent } = await this.#open();
    const value = await chooseOption(agent, { name: this.#name, category, wanted });
    const { agentSettings } = this.#owner.record();
    this.#owner.update({ agentSettings: { ...agentSettings, [category]: value.value } });
    this.#owner.changed('kept-facts');
    return value.name;
  }

  async steer(text: string): Promise<boolean> {
    return (await this.#made?.agent.steer(text)) ?? false;
  }

  /** Ends its process and keeps its session: the next prompt starts it again. */
  async restart(): Promise<void> {
    await this.#made?.agent.close();
  }

  /** The agent's own id of a session that goes on from here. Rejects with a UserError: it cannot. */
  async fork(): Promise<string> {
    await this.start();
    const { agent } = await this.#open();
    const id = await agent.fork().catch((error: unknown) => {
      throw isAgentError(error) ? new UserError(`${this.#name} did not fork: ${errorWords(error)}`) : error;
    });
    if (id !== undefined) return id;
    throw new UserError(
      `${this.#name} cannot fork a session; ${commandWord(`new ${this.#name}`)} begins another`,
    );
  }

  /** Ends its process and starts none until release(). why: it does not start. */
  async hold(why: string): Promise<void> {
    this.#isHeld = why;
    await this.#opening?.catch(() => undefined);
    await this.#made?.agent.close();
  }

  release(): void {
    this.#isHeld = undefined;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // Even one that is only being made.
    await this.#opening?.catch(() => undefined);
    await this.#made?.agent.close();
    this.#phase?.stop();
  }

  #open(): Promise<MadeAgent> {
    if (this.#isClosed) return Promise.reject(new UserError('the chat was closed'));
    if (this.#isHeld !== undefined) return Promise.reject(new UserError(this.#isHeld));
    if (this.#made) return Promise.resolve(this.#made);
    this.#opening ??= this.#make().finally(() => {
      this.#opening = undefined;
      this.#owner.changed();
    });
    return this.#opening;
  }

  async #make(): Promise<MadeAgent> {
    const owner = this.#owner;
    const { id, cwd, agentSession, agentSettings = {} } = owner.record();
    const made = await this.#agents.make({
      name: this.#name,
      session: id,
      directory: cwd,
      sessionId: agentSession,
      choices: agentSettings,
      findCutAnswer: () => findCutAnswer(owner.conversation()),
      onLost: (reason, request) => this.#recall(reason, request),
      wantsReplay: () => owner.record().away !== undefined,
      onReplay: (turns) => owner.replayed(turns),
    });
    const { agent } = made;
    agent.onStanding((event) => {
      for (const listener of this.#listeners) listener(event);
    });
    agent.onChange(() => this.#noteChange(agent));
    this.#made = made;
    this.#phase = new AgentPhase(agent, () => owner.titleChanged());
    return made;
  }

  #noteChange(agent: Agent): void {
    this.#phase?.follow();
    if (agent.sessionId === this.#owner.record().agentSession) return this.#owner.changed();
    this.#owner.update({ agentSession: agent.sessionId });
    this.#owner.changed('kept-facts');
  }

  /** Asks whether an agent that does not know the conversation is to be told of it. */
  async #recall(reason: string, { ask }: Pick<ModelRequest, 'ask'>): Promise<string | undefined> {
    const conversation = this.#owner.conversation();
    if (!conversation || !ask || quoteConversation(conversation) === '') return undefined;
    const reply = await ask({
      kind: 'choice',
      text: `${this.#name} could not bring this session back (${reason}): it does not know what was said above`,
      options: [
        { id: 'send', name: 'Send it along', kind: 'choice' },
        { id: 'without', name: 'Go on without it', kind: 'choice' },
      ],
    });
    return reply.type === 'option' && reply.option.id === 'send'
      ? quoteConversation(conversation)
      : undefined;
  }
}

/** The answer of the last turn, if it was cut: agents do not keep it. */
function findCutAnswer(conversation: Conversation | undefined): string | undefined {
  const last = conversation?.turns.findLast(({ finish }) => finish !== undefined);
  return last?.finish === 'cut' && last.answer.trim() !== '' ? last.answer : undefined;
}
