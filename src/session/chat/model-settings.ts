// What a user chooses of the model that answers a chat: which one, and how hard it thinks. Owns that both are
// kept with the session and count from its next turn. Leaves which models there are to the server, and
// agents, which have settings of their own, to agent-of-chat.ts.

import type { ChatRecord, RecordChange } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';
import type { ChatModels, OfferedModels } from './chat-ports.js';

export interface SettingsOwner<Session> {
  session: Session;
  update(change: RecordChange<ChatRecord>): void;
  /** Another one will answer. */
  changed(): void;
}

export class ModelSettings<Session extends { readonly record: ChatRecord }> {
  readonly #models: ChatModels<Session>;
  readonly #owner: SettingsOwner<Session>;

  constructor(models: ChatModels<Session>, owner: SettingsOwner<Session>) {
    this.#models = models;
    this.#owner = owner;
  }

  get model(): string {
    return this.#models.chosen(this.#owner.session).name;
  }

  /** undefined: as the model thinks by itself. */
  get effort(): string | undefined {
    const { effort } = this.#owner.session.record;
    return effort !== undefined && this.efforts.includes(effort) ? effort : undefined;
  }

  /** Empty: this model cannot be told. */
  get efforts(): readonly string[] {
    return this.#models.efforts(this.#owner.session);
  }

  offered(): Promise<OfferedModels> {
    return this.#models.offered(this.#owner.session);
  }

  /** What is known of that by now; more: called once when there is more. */
  known(more: () => void): readonly string[] {
    return this.#models.known(this.#owner.session, more);
  }

  /** What is known of the models of all providers, without asking one. */
  get kept(): readonly string[] {
    return this.#models.kept();
  }

  /** The provider may be left out: then it stays. Throws a UserError. Returns its whole name. */
  chooseModel(wanted: string): string {
    const { session } = this.#owner;
    const name = this.#models.find(session, wanted);
    if (name === 'guide')
      throw new UserError(
        'the guide is not a model; it answers where no model is found, and need not be chosen',
      );
    this.#owner.update({ model: name });
    this.#owner.changed();
    return name;
  }

  /** Throws a UserError that names what there is. */
  chooseEffort(wanted: string): string {
    const { efforts } = this;
    if (efforts.length === 0) throw new UserError(`${this.model} has no effort to choose`);
    const effort = efforts.find((each) => each === wanted.toLowerCase());
    if (effort === undefined && wanted !== 'default')
      throw new UserError(`${this.model} has no effort ${wanted}; it has ${efforts.join(', ')} or default`);
    this.#owner.update({ effort });
    this.#owner.changed();
    return effort ?? 'default';
  }
}
